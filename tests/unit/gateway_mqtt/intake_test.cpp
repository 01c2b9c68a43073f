// SPDX-License-Identifier: MIT
// Promise: a plain message or an order is acknowledged only when it is on disk or its wait
// is over; never when it was not taken. Batches never wait.
// How: an inbox that answers as it is told, at once or not at all, and waits of
// milliseconds.

#include "intake.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "support/waiting.h"

namespace gateway::mqtt {
namespace {

class ScriptedInbox final : public intake::Inbox {
 public:
  wire::Status submit(Command command, intake::PendingReply reply) override {
    ++submissions;
    wire::Status status = wire::Status::kOk;
    if (!answers.empty()) {
      status = answers.front();
      answers.pop_front();
    }
    if (status != wire::Status::kOk) return status;
    commands.push_back(std::move(command));
    if (commit) reply.resolve({});
    if (keep) kept.push_back(std::move(reply));
    return status;
  }

  std::deque<wire::Status> answers;  // then kOk
  bool commit = true;
  bool keep = false;  // neither answer nor drop
  std::vector<Command> commands;
  std::vector<intake::PendingReply> kept;
  int submissions = 0;
};

class IntakeTest : public testing::Test {
 protected:
  bool plain(bool acknowledged = true, bool retained = false) {
    return intake_.take({"inventory_updates", kPlain, acknowledged, retained});
  }
  bool order(const std::string& payload = kOrder, bool acknowledged = true, bool retained = false) {
    return intake_.take({"shelfwire/v1/main/order/new", payload, acknowledged, retained});
  }
  Counts counts() {
    Counts counts;
    intake_.add_to(counts);
    return counts;
  }

  static constexpr std::string_view kPlain =
      R"({"product_code":"A","warehouse_name":"MAIN","quantity":1})";
  inline static const std::string kOrder = R"({"order":"7","lines":[{"sku":"A"}]})";

  ScriptedInbox inbox_;
  Intake intake_{inbox_,
                 *wire::Topics::make("shelfwire/v1", "main"),
                 "inventory_updates",
                 {.commit = std::chrono::milliseconds(50), .room = std::chrono::milliseconds(1)}};
};

TEST_F(IntakeTest, ConfirmsACommittedPlainMessage) {
  EXPECT_TRUE(plain());
  ASSERT_EQ(inbox_.commands.size(), 1U);
  const auto* command = std::get_if<PlainSupply>(&inbox_.commands[0]);
  ASSERT_NE(command, nullptr);
  EXPECT_EQ(command->topic, "inventory_updates");
  EXPECT_EQ(counts().plain, 1U);
}

TEST_F(IntakeTest, ConfirmsNothingThatWasNotTaken) {
  inbox_.answers = {wire::Status::kUnavailable};
  EXPECT_FALSE(plain());
  EXPECT_EQ(counts().dropped_paused, 1U);
  EXPECT_EQ(counts().plain, 0U);
}

TEST_F(IntakeTest, ConfirmsNothingThatWasDroppedUnanswered) {
  inbox_.commit = false;
  EXPECT_FALSE(plain());
  EXPECT_EQ(counts().dropped_paused, 1U);
}

TEST_F(IntakeTest, LetsAPlainMessageGoWhenItsCommitTakesTooLong) {
  inbox_.commit = false;
  inbox_.keep = true;
  EXPECT_TRUE(plain());
  EXPECT_EQ(counts().plain_unconfirmed, 1U);
  inbox_.kept.front().resolve({});  // late: nobody listens, nothing breaks
}

TEST_F(IntakeTest, WaitsForRoomAndThenTakes) {
  Intake patient(inbox_, *wire::Topics::make("shelfwire/v1", "main"), "inventory_updates",
                 {.commit = kHung, .room = std::chrono::milliseconds(1)});
  inbox_.answers = {wire::Status::kFull, wire::Status::kFull};
  EXPECT_TRUE(patient.take({"inventory_updates", kPlain, true, false}));
  EXPECT_EQ(inbox_.submissions, 3);
  EXPECT_EQ(inbox_.commands.size(), 1U);
  Counts counts;
  patient.add_to(counts);
  EXPECT_EQ(counts.dropped_full, 0U);
}

TEST_F(IntakeTest, LeavesAPlainMessageAtTheBrokerWhenThereIsNoRoom) {
  inbox_.answers.assign(10'000, wire::Status::kFull);
  EXPECT_FALSE(plain());
  EXPECT_EQ(counts().dropped_full, 1U);
}

TEST_F(IntakeTest, DoesNotWaitForWhatNobodyConfirms) {
  inbox_.commit = false;
  inbox_.keep = true;
  EXPECT_TRUE(plain(false));
  inbox_.answers = {wire::Status::kUnavailable};
  EXPECT_TRUE(plain(false));
  EXPECT_EQ(counts().plain_unconfirmed, 0U);
}

TEST_F(IntakeTest, ConfirmsACommittedOrder) {
  EXPECT_TRUE(order());
  ASSERT_EQ(inbox_.commands.size(), 1U);
  const auto* command = std::get_if<SubmitOrder>(&inbox_.commands[0]);
  ASSERT_NE(command, nullptr);
  EXPECT_EQ(command->id, "7");
  EXPECT_EQ(counts().orders, 1U);
  EXPECT_EQ(counts().plain, 0U);
}

TEST_F(IntakeTest, ConfirmsNoOrderThatIsNotOnDisk) {
  inbox_.answers = {wire::Status::kUnavailable};
  EXPECT_FALSE(order());
  inbox_.commit = false;
  EXPECT_FALSE(order());
  EXPECT_EQ(counts().dropped_paused, 2U);
  inbox_.keep = true;
  EXPECT_TRUE(order()) << "its wait is over";
  EXPECT_EQ(counts().plain_unconfirmed, 1U);
}

TEST_F(IntakeTest, TakesAnOrderHoweverItComes) {
  EXPECT_TRUE(order(kOrder, true, true));
  EXPECT_TRUE(order(kOrder, false, true));
  inbox_.commit = false;
  EXPECT_TRUE(order(kOrder, false));
  EXPECT_EQ(inbox_.commands.size(), 3U);
  EXPECT_EQ(counts().orders, 3U);
  EXPECT_EQ(counts().retained_ignored, 0U);
}

TEST_F(IntakeTest, TakesAnOrderThatCannotBeFilledAndKeepsOneNobodyCanBeToldOf) {
  EXPECT_TRUE(order(R"({"order":"7"})"));
  EXPECT_TRUE(order(R"({"lines":[{"sku":"A"}]})"));
  ASSERT_EQ(inbox_.commands.size(), 2U);
  const auto* wrong = std::get_if<SubmitOrder>(&inbox_.commands[0]);
  ASSERT_NE(wrong, nullptr);
  EXPECT_NE(wrong->problem, "");
  const auto* unreadable = std::get_if<KeepUnreadable>(&inbox_.commands[1]);
  ASSERT_NE(unreadable, nullptr);
  EXPECT_EQ(unreadable->topic, "shelfwire/v1/main/order/new");
  EXPECT_EQ(counts().orders, 1U);
  EXPECT_EQ(counts().unreadable, 1U);
  inbox_.commit = false;
  EXPECT_FALSE(order("?")) << "it is not on disk";
}

TEST_F(IntakeTest, DropsBatchesThatFindNoRoom) {
  const std::string hello = R"({"v":1,"e":"00000001","s":1,"b":1,"p":"00000001","m":[]})";
  inbox_.answers = {wire::Status::kFull, wire::Status::kUnavailable};
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(intake_.take({"shelfwire/v1/main/node/n/up", hello, false, false}));
  }
  EXPECT_EQ(inbox_.submissions, 3);
  EXPECT_EQ(inbox_.commands.size(), 1U);
  EXPECT_EQ(counts().batches, 1U);
  EXPECT_EQ(counts().dropped_full, 1U);
  EXPECT_EQ(counts().dropped_paused, 1U);
}

TEST_F(IntakeTest, KeepsWhatItCannotRead) {
  EXPECT_TRUE(intake_.take({"shelfwire/v1/main/node/n/up", std::string(5000, '{'), false, false}));
  EXPECT_TRUE(intake_.take({"inventory_updates", "?", true, false}));
  ASSERT_EQ(inbox_.commands.size(), 2U);
  const auto* batch = std::get_if<KeepUnreadable>(&inbox_.commands[0]);
  ASSERT_NE(batch, nullptr);
  EXPECT_EQ(batch->topic, "shelfwire/v1/main/node/n/up");
  EXPECT_EQ(batch->payload, std::string(512, '{'));
  EXPECT_FALSE(batch->why.empty());
  EXPECT_NE(std::get_if<KeepUnreadable>(&inbox_.commands[1]), nullptr);
  EXPECT_EQ(counts().unreadable, 2U);
}

TEST_F(IntakeTest, TakesOnlyItsOwnTopics) {
  for (const char* topic : {"shelfwire/v1/main/node/n/ack", "shelfwire/v1/other/node/n/up",
                            "shelfwire/v1/main/node/n/up/x", "shelfwire/v1/main/node/+/up",
                            "inventory_updates/x", "shelfwire/v1/main/order/7",
                            "shelfwire/v1/main/order/new/x", "shelfwire/v1/other/order/new", ""}) {
    EXPECT_FALSE(intake_.wants(topic)) << topic;
    EXPECT_TRUE(intake_.take({topic, "{}", true, false}));
  }
  EXPECT_EQ(inbox_.submissions, 0);
  EXPECT_TRUE(intake_.wants("inventory_updates"));
  EXPECT_TRUE(intake_.wants("shelfwire/v1/main/order/new"));
  EXPECT_TRUE(intake_.wants("shelfwire/v1/main/node/n/up"));
}

}  // namespace
}  // namespace gateway::mqtt
