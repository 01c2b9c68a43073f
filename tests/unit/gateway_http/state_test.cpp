// SPDX-License-Identifier: MIT
// Promise: supervisors learn whether scans are taken, and people what to do when
// they are not; `verify` reports what it read and can be watched.
// Method: hand the door made-up facts and read its answers.

#include "findings.h"
#include "gateway/limits.h"
#include "http_fixture.h"

namespace http_fixture {
namespace {

using gateway::http::DoctorFacts;
using gateway::http::Finding;
using gateway::http::Health;
using gateway::http::OutboxFill;
using State = Finding::State;

DoctorFacts healthy() {
  DoctorFacts facts;
  facts.disk = {.path = "/var/lib/shelfwire",
                .free_bytes = 20'000'000'000,
                .free_bytes_min = 268'435'456,
                .flush_us = 900,
                .error = {}};
  facts.clock.synchronised = true;
  facts.broker = {.url = "mqtt://127.0.0.1:1883",
                  .connected = true,
                  .error = {},
                  .round_trip_us = 700,
                  .receive_maximum = {}};
  facts.store = {.bytes_used = 1'000'000, .bytes_max = 17'179'869'184};
  return facts;
}

const Finding& find(const std::vector<Finding>& findings, std::string_view check) {
  for (const Finding& finding : findings) {
    if (finding.check == check) return finding;
  }
  ADD_FAILURE() << "no finding " << check;
  return findings.front();
}

TEST(Doctor, FindsNothingWhereAllIsWell) {
  for (const Finding& finding : judge(healthy(), Health{}, OutboxFill{})) {
    EXPECT_EQ(finding.state, State::kOk) << finding.check;
    EXPECT_TRUE(finding.advice.empty()) << finding.check;
    EXPECT_FALSE(finding.found.empty()) << finding.check;
  }
}

TEST(Doctor, NamesEachIllnessAndWhatToDo) {
  struct Case {
    const char* check;
    State state;
    const char* advice;
    void (*make_ill)(DoctorFacts&, Health&);
  };
  const Case cases[] = {
      {"disk", State::kFailed, "Free space",
       [](DoctorFacts& f, Health&) { f.disk.free_bytes = f.disk.free_bytes_min - 1; }},
      {"disk", State::kWarning, "soon",
       [](DoctorFacts& f, Health&) { f.disk.free_bytes = f.disk.free_bytes_min * 2 - 2; }},
      {"flush", State::kWarning, "SSD", [](DoctorFacts& f, Health&) { f.disk.flush_us = 50'001; }},
      {"flush", State::kFailed, "may write",
       [](DoctorFacts& f, Health&) {
         f.disk.flush_us.reset();
         f.disk.error = "Permission denied";
       }},
      {"clock", State::kWarning, "timedatectl",
       [](DoctorFacts& f, Health&) { f.clock.synchronised = false; }},
      {"broker", State::kFailed, "mosquitto",
       [](DoctorFacts& f, Health&) { f.broker.connected = false; }},
      {"broker", State::kWarning, "max_inflight_messages",
       [](DoctorFacts& f, Health&) { f.broker.receive_maximum = 19; }},
      {"round_trip", State::kWarning, "set_tcp_nodelay true",
       [](DoctorFacts& f, Health&) { f.broker.round_trip_us = 30'001; }},
      {"round_trip", State::kWarning, "connected",
       [](DoctorFacts& f, Health&) { f.broker.round_trip_us.reset(); }},
      {"store", State::kWarning, "80 %",
       [](DoctorFacts& f, Health&) { f.store.bytes_used = f.store.bytes_max / 10 * 6 + 100; }},
      {"store", State::kFailed, "80 %",
       [](DoctorFacts& f, Health&) { f.store.bytes_used = f.store.bytes_max / 10 * 8 + 100; }},
      {"hold", State::kFailed, "disk is full",
       [](DoctorFacts&, Health& h) {
         h.holding = true;
         h.hold_reason = "the disk is full: free some space";
       }},
  };
  for (const Case& c : cases) {
    DoctorFacts facts = healthy();
    Health health;
    c.make_ill(facts, health);
    const auto findings = judge(facts, health, OutboxFill{});
    const Finding& finding = find(findings, c.check);
    EXPECT_EQ(finding.state, c.state) << c.check << ": " << finding.found;
    EXPECT_NE(finding.advice.find(c.advice), std::string::npos) << finding.advice;
  }
}

TEST(Doctor, SaysWhatWaitsInTheOutbox) {
  struct Case {
    std::optional<OutboxFill> fill;
    State state;
    const char* found;
    const char* advice;
  };
  const std::uint64_t bound = gateway::kOutboxRowsMax;
  const Case cases[] = {
      {OutboxFill{}, State::kOk, "everything is delivered", ""},
      {OutboxFill{.rows = 3, .oldest_age_s = 45}, State::kOk, "3 wait, the oldest for 45 s", ""},
      {OutboxFill{.rows = 3, .oldest_age_s = 3600}, State::kOk, "60 min", ""},
      {OutboxFill{.rows = 3, .oldest_age_s = 3601}, State::kWarning, "60 min", "outbox list"},
      {OutboxFill{.rows = 3, .oldest_age_s = 90'000}, State::kWarning, "25 h", "outbox list"},
      {OutboxFill{.rows = 3, .oldest_age_s = 200'000}, State::kWarning, "2 d", "outbox list"},
      {OutboxFill{.rows = 3, .dead = 1}, State::kFailed, "2 wait, the oldest for 0 s; 1 refused",
       "outbox retry"},
      {OutboxFill{.rows = bound - 1}, State::kOk, "9999 wait", ""},
      {OutboxFill{.rows = bound}, State::kFailed, "10000 wait", "outbox list"},
      {std::nullopt, State::kFailed, "could not be read", "verify"},
  };
  for (const Case& c : cases) {
    const auto findings = judge(healthy(), Health{}, c.fill);
    const Finding& finding = find(findings, "outbox");
    EXPECT_EQ(finding.state, c.state) << finding.found;
    EXPECT_NE(finding.found.find(c.found), std::string::npos) << finding.found;
    EXPECT_NE(finding.advice.find(c.advice), std::string::npos) << finding.advice;
    EXPECT_EQ(finding.advice.empty(), c.state == State::kOk) << finding.advice;
  }
}

TEST(Doctor, JustMeetsItsLimits) {
  DoctorFacts facts = healthy();
  facts.disk.free_bytes = facts.disk.free_bytes_min * 2;
  facts.disk.flush_us = 50'000;
  facts.broker.round_trip_us = 30'000;
  facts.broker.receive_maximum = 20;
  for (const Finding& finding : judge(facts, Health{}, OutboxFill{})) {
    EXPECT_EQ(finding.state, State::kOk) << finding.check;
  }
}

class StateOverHttp : public HttpTest {};

TEST_F(StateOverHttp, TellsALivingGatewayFromOneThatTakesScans) {
  Health health{.broker_connected = true, .counters = {{"movements_booked", 7}}};
  gateway::http::Probe probe;
  probe.health = [&] { return health; };
  start(std::move(probe));
  EXPECT_EQ(get("/readyz").status, 200);
  EXPECT_EQ(number_of(*parse_json(get("/readyz").body).find("counters"), "movements_booked"), 7);
  health.broker_connected = false;
  EXPECT_EQ(get("/readyz").status, 503);
  health = {.holding = true, .hold_reason = "the disk is full", .broker_connected = true};
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
  probe.doctor = [] {
    DoctorFacts facts = healthy();
    facts.broker.connected = false;
    return facts;
  };
  start(std::move(probe));
  const Value answer = parse_json(get("/api/v1/doctor").body);
  EXPECT_EQ(answer.find("ok")->as_bool(), false);
  EXPECT_EQ(array_of(answer, "rows").size(), 8U);
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
