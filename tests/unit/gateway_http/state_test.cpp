// SPDX-License-Identifier: MIT
// Promise: supervisors learn whether scans are taken, and people what the doctor found;
// `verify` reports what it read and can be watched.
// Method: hand the door made-up findings and read its answers.

#include "http_fixture.h"

namespace http_fixture {
namespace {

using gateway::http::Finding;
using gateway::http::Health;

class StateOverHttp : public HttpTest {};

TEST_F(StateOverHttp, TellsALivingGatewayFromOneThatTakesScans) {
  Health health{.broker_connected = true, .counters = {{"movements_booked", 7}}};
  gateway::http::Probe probe;
  probe.health = [&] { return health; };
  start(std::move(probe));
  EXPECT_EQ(get("/readyz").status, 200);
  EXPECT_EQ(number_of(*parse_json(get("/readyz").body).find("counters"), "movements_booked"), 7);
  health.topics = {.comparing = true, .rows = 3, .rows_all = 9, .corrected = 2, .cleared = 1};
  const Value comparing = parse_json(get("/readyz").body);
  EXPECT_EQ(comparing.find("ready")->as_bool(), true) << "nothing waits for the comparison";
  EXPECT_EQ(comparing.find("topics")->find("comparing")->as_bool(), true);
  EXPECT_EQ(number_of(*comparing.find("topics"), "rows"), 3);
  EXPECT_EQ(number_of(*comparing.find("topics"), "rows_all"), 9);
  EXPECT_EQ(number_of(*comparing.find("topics"), "corrected"), 2);
  EXPECT_EQ(number_of(*comparing.find("topics"), "cleared"), 1);
  health.deaf_or_mute = "acks do not arrive";
  const RawReply mute = get("/readyz");
  EXPECT_EQ(mute.status, 503);
  EXPECT_EQ(text_of(parse_json(mute.body), "deaf_or_mute"), "acks do not arrive");
  health.deaf_or_mute = "";
  health.broker_connected = false;
  EXPECT_EQ(get("/readyz").status, 503);
  health = {.intake_paused = true, .pause_reason = "the disk is full", .broker_connected = true};
  const RawReply holding = get("/readyz");
  EXPECT_EQ(holding.status, 503);
  EXPECT_EQ(text_of(parse_json(holding.body), "hold_reason"), "the disk is full");
  const Value alive = parse_json(get("/healthz").body);
  EXPECT_EQ(text_of(alive, "site"), "test");
  EXPECT_EQ(text_of(alive, "version"), "1.2.3");
}

TEST_F(StateOverHttp, HandsOutTheDoctorsFindings) {
  EXPECT_EQ(get("/api/v1/doctor").status, 503) << "nobody measured";
  gateway::http::Probe probe;
  std::vector<Finding> findings = {{"disk", "ok", "20 GiB free", ""},
                                   {"clock", "warning", "not synchronised", "Turn it on."}};
  probe.doctor = [&] { return findings; };
  start(std::move(probe));
  const Value answer = parse_json(get("/api/v1/doctor").body);
  EXPECT_EQ(answer.find("ok")->as_bool(), true) << "of warnings alone";
  ASSERT_EQ(array_of(answer, "rows").size(), 2U);
  EXPECT_EQ(text_of(array_of(answer, "rows")[1], "state"), "warning");
  EXPECT_EQ(text_of(array_of(answer, "rows")[1], "advice"), "Turn it on.");
  findings.push_back({"broker", "failed", "not connected", "Start it."});
  EXPECT_EQ(parse_json(get("/api/v1/doctor").body).find("ok")->as_bool(), false);
}

TEST_F(StateOverHttp, VerifiesTheStore) {
  add_item("BOLT");
  receive("BOLT", 4, "MAIN");
  const Value report = parse_json(get("/api/v1/verify").body);
  EXPECT_EQ(report.find("ok")->as_bool(), true);
  EXPECT_EQ(number_of(report, "entries"), 1);
  EXPECT_TRUE(array_of(report, "problems").empty());
  EXPECT_FALSE(array_of(report, "checked").empty());
}

TEST_F(StateOverHttp, StreamsTheProgressOfAVerify) {
  add_item("BOLT");
  receive("BOLT", 4, "MAIN");
  const RawReply reply = support::http_request(socket_, "GET", "/api/v1/verify", "",
                                               "Accept: application/x-ndjson\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/x-ndjson");
  ASSERT_TRUE(reply.body.ends_with('\n'));
  const std::string lines = reply.body.substr(0, reply.body.size() - 1);
  const auto last = lines.rfind('\n');
  const Value report = parse_json(last == std::string::npos ? lines : lines.substr(last + 1));
  EXPECT_EQ(report.find("ok")->as_bool(), true);
}

}  // namespace
}  // namespace http_fixture
