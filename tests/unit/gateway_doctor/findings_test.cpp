// SPDX-License-Identifier: MIT
// Promise: people learn what ails the gateway and what to do, and nothing where all is well.
// Method: made-up facts, each just within its limit and just beyond.

#include "gateway/doctor/findings.h"

#include <gtest/gtest.h>

#include <string_view>

#include "gateway/limits.h"

namespace gateway::doctor {
namespace {

using State = Finding::State;

Facts healthy() {
  Facts facts;
  facts.disk = {.path = "/var/lib/shelfwire",
                .free_bytes = 20'000'000'000,
                .free_bytes_min = 268'435'456,
                .flush_us = 900,
                .error = {}};
  facts.clock = {.trust = ClockTrust::kTrusted, .synchronised = true, .wall_ms = 1'790'000'000'000};
  facts.broker = {.url = "mqtt://127.0.0.1:1883",
                  .connected = true,
                  .error = {},
                  .round_trip_us = 700,
                  .receive_maximum = {}};
  facts.store = {.bytes_used = 1'000'000, .bytes_max = 17'179'869'184};
  facts.outbox = OutboxFill{};
  facts.unreadable = UnreadableMessages{};
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
  for (const Finding& finding : judge(healthy())) {
    EXPECT_EQ(finding.state, State::kOk) << finding.check;
    EXPECT_TRUE(finding.advice.empty()) << finding.check;
    EXPECT_FALSE(finding.found.empty()) << finding.check;
  }
}

TEST(Doctor, NamesWhatIsDamagedInAStoreHoweverFullItIs) {
  Facts facts = healthy();
  facts.store.damage = "the checksum of bins \"a\" is wrong";
  facts.store.bytes_used = facts.store.bytes_max / 10 * 7;
  const Finding finding = find(judge(facts), "store");
  EXPECT_EQ(finding.state, State::kFailed);
  EXPECT_NE(finding.found.find("damaged: the checksum of bins \"a\" is wrong"), std::string::npos);
}

TEST(Doctor, BlamesNothingButTheHoldWhereAnotherGatewayGoesOn) {
  Facts facts = healthy();
  facts.held = true;
  facts.pause_reason = "another gateway is at work";
  facts.broker.connected = false;
  facts.outbox->rows[OutboxShare::kSupplier] = 1;
  facts.outbox->oldest_age_s = 100'000;
  facts.blocked = {{"mail", false, "cannot connect", "", 60}};
  for (const Finding& finding : judge(facts)) {
    const bool is_hold = finding.check == "hold";
    EXPECT_EQ(finding.state, is_hold ? State::kFailed : State::kOk) << finding.check;
    EXPECT_EQ(finding.advice, is_hold ? facts.pause_reason : "") << finding.check;
  }
  EXPECT_EQ(find(judge(facts), "broker").found,
            "it stays away from the broker while this gateway holds");
  facts.restore = RestoreWait{};
  EXPECT_NE(find(judge(facts), "restore").advice.find("First decide which gateway goes on"),
            std::string::npos);
  facts.outbox.reset();
  EXPECT_EQ(find(judge(facts), "outbox").found, "could not be read");
}

TEST(Doctor, TellsARestoreFromALossThatWasAccepted) {
  Facts facts = healthy();
  for (const char* why : {"store_moved", "store_older"}) {
    facts.restore = RestoreWait{.why = why};
    const Finding restored = find(judge(facts), "restore");
    EXPECT_NE(restored.found.find("restored or copied on"), std::string::npos) << restored.found;
    EXPECT_NE(restored.advice.find("gateway of the original"), std::string::npos);
  }
  facts.restore = RestoreWait{.why = "acked_lost"};
  const Finding lost = find(judge(facts), "restore");
  EXPECT_TRUE(lost.found.starts_with("some of what was acked is lost")) << lost.found;
  EXPECT_NE(lost.advice.find("shelfctl restored"), std::string::npos);
  EXPECT_EQ(lost.advice.find("original"), std::string::npos) << lost.advice;
}

TEST(Doctor, AsksToConfirmNoClockThatCannotBeConfirmedAndSaysWhatThatDoes) {
  Facts facts = healthy();
  facts.clock.built_ms = facts.clock.wall_ms;
  for (const ClockTrust trust : {ClockTrust::kBehind, ClockTrust::kStepped}) {
    facts.clock.trust = trust;
    const Finding late = find(judge(facts), "clock");
    EXPECT_NE(late.advice.find("overdue reservations are cancelled"), std::string::npos);
    Facts early = facts;
    --early.clock.wall_ms;
    const Finding finding = find(judge(early), "clock");
    EXPECT_EQ(finding.advice.find("clock confirm"), std::string::npos) << finding.advice;
    EXPECT_NE(finding.advice.find("earlier than this program, so set it"), std::string::npos);
  }
}

TEST(Doctor, NamesTopicsThatAreLeftOut) {
  Facts facts = healthy();
  facts.topics.left_out = {"P/stock/A.1/MAIN"};
  const Finding finding = find(judge(facts), "topics");
  EXPECT_EQ(finding.state, State::kWarning);
  EXPECT_NE(finding.found.find("left out: P/stock/A.1/MAIN"), std::string::npos);
  EXPECT_NE(finding.advice.find("ends the connection"), std::string::npos);
}

TEST(Doctor, TellsWhatTheBrokerLetsUsDo) {
  Facts facts = healthy();
  facts.rights = {
      .proved = {"up", "ack"}, .unproved = {"inventory_updates"}, .failed = {}, .deaf_or_mute = {}};
  EXPECT_EQ(find(judge(facts), "rights").state, State::kOk);
  EXPECT_EQ(find(judge(facts), "rights").found, "proved: up, ack; not proved: inventory_updates");
  facts.rights.failed = {"stock", "event"};
  const Finding missing = find(judge(facts), "rights");
  EXPECT_EQ(missing.state, State::kWarning);
  EXPECT_NE(missing.found.find("forbidden: stock, event"), std::string::npos);
  EXPECT_NE(missing.advice.find("access list"), std::string::npos);
  facts.rights.deaf_or_mute = "acks do not arrive";
  EXPECT_EQ(find(judge(facts), "rights").state, State::kFailed);
  EXPECT_NE(find(judge(facts), "rights").advice.find("acks do not arrive"), std::string::npos);
  EXPECT_EQ(find(judge(facts), "hold").state, State::kFailed);
  EXPECT_EQ(find(judge(facts), "hold").advice, "See `rights`.");
}

TEST(Doctor, KnowsNothingOfABrokerThatIsAway) {
  Facts facts = healthy();
  facts.rights.proved = {"up", "ack"};
  facts.broker.connected = false;
  for (int i = 0; i < 2; ++i) {
    const auto findings = judge(facts);
    for (const char* check : {"round_trip", "rights", "topics"}) {
      EXPECT_EQ(find(findings, check).state, State::kWarning) << check;
      EXPECT_EQ(find(findings, check).found, "not known without the broker") << check;
    }
    EXPECT_EQ(find(findings, "hold").state, State::kFailed);
    EXPECT_EQ(find(findings, "hold").found, "no scans arrive, and scanners keep theirs");
    EXPECT_EQ(find(findings, "hold").advice, "See `broker`.");
    facts.broker.round_trip_us.reset();  // never connected
    facts.rights.proved.clear();
  }
  facts.pause_reason = "the disk is full";
  EXPECT_EQ(find(judge(facts), "hold").advice, "the disk is full");
}

TEST(Doctor, TellsOfMessagesThatCouldNotBeRead) {
  Facts facts = healthy();
  EXPECT_EQ(find(judge(facts), "unreadable").found, "every message could be read");
  Unreadable newest;
  newest.topic = "inventory_updates";
  newest.why = "no JSON";
  facts.unreadable = UnreadableMessages{.count = 17, .newest = newest, .newest_age_s = 61};
  const Finding fresh = find(judge(facts), "unreadable");
  EXPECT_EQ(fresh.state, State::kWarning);
  EXPECT_EQ(fresh.found,
            "17 messages could not be read, the newest 61 s ago: inventory_updates: no JSON");
  EXPECT_NE(fresh.advice.find("`shelfctl unreadable list`"), std::string::npos);
  facts.unreadable->count = 1;
  facts.unreadable->newest_age_s = -5;  // the clock was set back
  EXPECT_TRUE(find(judge(facts), "unreadable").found.starts_with("1 message could not be read"));
  EXPECT_NE(find(judge(facts), "unreadable").found.find(" 0 s ago"), std::string::npos);
  facts.unreadable->newest_age_s = 86'399;
  EXPECT_EQ(find(judge(facts), "unreadable").state, State::kWarning);
  facts.unreadable->newest_age_s = 86'400;
  EXPECT_EQ(find(judge(facts), "unreadable").state, State::kOk)
      << "the list stays, the news is old";
  EXPECT_EQ(find(judge(facts), "unreadable").advice, "");
  facts.unreadable.reset();
  EXPECT_EQ(find(judge(facts), "unreadable").state, State::kFailed);
}

TEST(Doctor, TellsHowFarTheTopicsAreComparedAndThatNothingIsWrongWithThat) {
  Facts facts = healthy();
  facts.topics = {.comparing = true, .rows = 120, .rows_all = 1000, .corrected = 7, .cleared = 3};
  const Finding under_way = find(judge(facts), "topics");
  EXPECT_EQ(under_way.state, State::kOk);
  EXPECT_NE(under_way.found.find("120 of 1000 rows"), std::string::npos) << under_way.found;
  EXPECT_NE(under_way.found.find("7 set right and 3 cleared"), std::string::npos);
  facts.topics.comparing = false;
  facts.topics.strangers_left = true;
  EXPECT_NE(find(judge(facts), "topics").found.find("not looked for"), std::string::npos);
}

TEST(Doctor, NamesEachIllnessAndWhatToDo) {
  struct Case {
    const char* check;
    State state;
    const char* advice;
    void (*make_ill)(Facts&);
  };
  const Case cases[] = {
      {"disk", State::kFailed, "Free space",
       [](Facts& f) { f.disk.free_bytes = f.disk.free_bytes_min - 1; }},
      {"disk", State::kWarning, "soon",
       [](Facts& f) { f.disk.free_bytes = f.disk.free_bytes_min * 2 - 2; }},
      {"flush", State::kWarning, "SSD", [](Facts& f) { f.disk.flush_us = 50'001; }},
      {"flush", State::kFailed, "may write",
       [](Facts& f) {
         f.disk.flush_us.reset();
         f.disk.error = "Permission denied";
       }},
      {"clock", State::kWarning, "timedatectl", [](Facts& f) { f.clock.synchronised = false; }},
      {"clock", State::kWarning, "five minutes",
       [](Facts& f) { f.clock.trust = ClockTrust::kUnknown; }},
      {"clock", State::kFailed, "timedatectl",
       [](Facts& f) { f.clock.trust = ClockTrust::kBehind; }},
      {"clock", State::kFailed, "shelfctl clock confirm",
       [](Facts& f) { f.clock.trust = ClockTrust::kStepped; }},
      {"broker", State::kFailed, "mosquitto", [](Facts& f) { f.broker.connected = false; }},
      {"broker", State::kWarning, "max_inflight_messages",
       [](Facts& f) { f.broker.receive_maximum = 19; }},
      {"round_trip", State::kWarning, "set_tcp_nodelay true",
       [](Facts& f) { f.broker.round_trip_us = 30'001; }},
      {"round_trip", State::kWarning, "within a minute",
       [](Facts& f) { f.broker.round_trip_us.reset(); }},
      {"store", State::kWarning, "80 %",
       [](Facts& f) { f.store.bytes_used = f.store.bytes_max / 10 * 6 + 100; }},
      {"store", State::kFailed, "80 %",
       [](Facts& f) { f.store.bytes_used = f.store.bytes_max / 10 * 8 + 100; }},
      {"store", State::kFailed,
       "/var/lib/shelfwire away and keep it, and restore the newest backup",
       [](Facts& f) { f.store.damage = "the checksum of bins \"a\" is wrong"; }},
      {"hold", State::kFailed, "disk is full",
       [](Facts& f) { f.pause_reason = "the disk is full: free some space"; }},
  };
  for (const Case& c : cases) {
    Facts facts = healthy();
    c.make_ill(facts);
    const auto findings = judge(facts);
    const Finding& finding = find(findings, c.check);
    EXPECT_EQ(finding.state, c.state) << c.check << ": " << finding.found;
    EXPECT_NE(finding.advice.find(c.advice), std::string::npos) << finding.advice;
  }
}

OutboxRows suppliers(std::uint64_t rows) {
  OutboxRows filled;
  filled[OutboxShare::kSupplier] = rows;
  return filled;
}

TEST(Doctor, SaysWhichPartOfTheOutboxIsFull) {
  for (const OutboxShare share : kOutboxShares) {
    Facts facts = healthy();
    facts.outbox = OutboxFill{};
    facts.outbox->rows[share] = outbox_rows_max(share) - 1;
    EXPECT_EQ(find(judge(facts), "outbox").state, State::kOk);
    facts.outbox->rows[share] = outbox_rows_max(share);
    const auto findings = judge(facts);
    const Finding& finding = find(findings, "outbox");
    EXPECT_EQ(finding.state, State::kFailed);
    EXPECT_NE(finding.advice.find(to_string(share)), std::string::npos) << finding.advice;
  }
}

TEST(Doctor, SaysWhyNoMailGoesOutAndWhatToChange) {
  Facts facts = healthy();
  facts.blocked.push_back({"mail", true, "the server refused the recipient: 504 5.5.2 ...",
                           "set mail.hello to a full name", 7200});
  auto findings = judge(facts);
  const Finding& blocked = find(findings, "mail");
  EXPECT_EQ(blocked.state, State::kFailed);
  EXPECT_EQ(blocked.found,
            "nothing goes out for 2 h: the server refused the recipient: 504 5.5.2 ...");
  EXPECT_TRUE(blocked.advice.starts_with("Set mail.hello to a full name.")) << blocked.advice;

  facts.blocked = {{"upstream", false, "cannot connect", "", 60}};
  findings = judge(facts);
  EXPECT_EQ(find(findings, "upstream").state, State::kWarning);
  EXPECT_EQ(find(findings, "upstream").advice, "It is tried again by itself.");
}

TEST(Doctor, SaysWhatWaitsInTheOutbox) {
  struct Case {
    std::optional<OutboxFill> fill;
    State state;
    const char* found;
    const char* advice;
  };
  const std::uint64_t bound = kSupplierMailsMax;
  const Case cases[] = {
      {OutboxFill{}, State::kOk, "everything is delivered", ""},
      {OutboxFill{.rows = suppliers(3), .oldest_age_s = 45}, State::kOk,
       "3 wait, the oldest for 45 s", ""},
      {OutboxFill{.rows = suppliers(3), .oldest_age_s = 3600}, State::kOk, "60 min", ""},
      {OutboxFill{.rows = suppliers(3), .oldest_age_s = 3601}, State::kWarning, "60 min",
       "outbox list"},
      {OutboxFill{.rows = suppliers(3), .oldest_age_s = 90'000}, State::kWarning, "25 h",
       "outbox list"},
      {OutboxFill{.rows = suppliers(3), .oldest_age_s = 200'000}, State::kWarning, "2 d",
       "outbox list"},
      {OutboxFill{.rows = suppliers(1), .oldest_age_s = 45}, State::kOk, "1 waits, for 45 s", ""},
      {OutboxFill{.rows = suppliers(3), .failed = 1}, State::kFailed,
       "2 wait, the oldest for 0 s; 1 waits for you", "outbox retry"},
      {OutboxFill{.rows = suppliers(1), .failed = 1}, State::kFailed, "1 waits for you",
       "outbox retry"},
      {OutboxFill{.rows = suppliers(bound - 1)}, State::kOk, "9999 wait", ""},
      {OutboxFill{.rows = suppliers(bound)}, State::kFailed, "10000 wait", "outbox list"},
      {std::nullopt, State::kFailed, "could not be read", "verify"},
  };
  for (const Case& c : cases) {
    Facts facts = healthy();
    facts.outbox = c.fill;
    const auto findings = judge(facts);
    const Finding& finding = find(findings, "outbox");
    EXPECT_EQ(finding.state, c.state) << finding.found;
    EXPECT_NE(finding.found.find(c.found), std::string::npos) << finding.found;
    EXPECT_NE(finding.advice.find(c.advice), std::string::npos) << finding.advice;
    EXPECT_EQ(finding.advice.empty(), c.state == State::kOk) << finding.advice;
  }
}

TEST(Doctor, HasAnAdviceForEachSortOfRowThatWaitsForAPerson) {
  const auto advice = [](std::uint64_t failed, std::uint64_t in_doubt, std::uint64_t unsure) {
    Facts facts = healthy();
    facts.outbox =
        OutboxFill{.rows = suppliers(3), .failed = failed, .in_doubt = in_doubt, .unsure = unsure};
    return find(judge(facts), "outbox").advice;
  };
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(has(advice(1, 0, 0), "email="));
  EXPECT_FALSE(has(advice(1, 0, 0), "restore"));
  EXPECT_FALSE(has(advice(1, 1, 0), "email="));
  EXPECT_TRUE(has(advice(1, 1, 0), "before the restore"));
  EXPECT_TRUE(has(advice(1, 0, 1), "Ask its recipient"));
  EXPECT_FALSE(has(advice(2, 1, 1), "email="));
  EXPECT_TRUE(has(advice(3, 1, 1), "email="));
}

TEST(Doctor, SaysOfNothingThatWaitsThatItWaits) {
  Facts facts = healthy();
  facts.outbox = OutboxFill{.rows = suppliers(1), .failed = 1};
  const auto findings = judge(facts);
  EXPECT_EQ(find(findings, "outbox").found, "1 waits for you");
}

TEST(Doctor, SaysThatMailsGoIntoAFolderAndNothingOfAServer) {
  Facts facts = healthy();
  for (const Finding& finding : judge(facts)) EXPECT_NE(finding.check, "mail");
  facts.mail_folder = "/var/lib/shelfwire/mail";
  const auto findings = judge(facts);
  const Finding& mail = find(findings, "mail");
  EXPECT_EQ(mail.state, State::kOk) << "it is no fault";
  EXPECT_NE(mail.found.find(facts.mail_folder), std::string::npos) << mail.found;
  EXPECT_EQ(mail.advice, "Nobody gets them until mail.url names a mail server.");
}

TEST(Doctor, JustMeetsItsLimits) {
  Facts facts = healthy();
  facts.disk.free_bytes = facts.disk.free_bytes_min * 2;
  facts.disk.flush_us = 50'000;
  facts.broker.round_trip_us = 30'000;
  facts.broker.receive_maximum = 20;
  for (const Finding& finding : judge(facts)) {
    EXPECT_EQ(finding.state, State::kOk) << finding.check;
  }
}

}  // namespace
}  // namespace gateway::doctor
