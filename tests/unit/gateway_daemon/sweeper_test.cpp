// SPDX-License-Identifier: MIT
// Promise: a sweep of a large warehouse reaches its end slice by slice, one sweep at a
// time, and one that was dropped does not keep the next from beginning.
#include "gateway/daemon/sweeper.h"

#include <gtest/gtest.h>

#include <vector>

namespace gateway::daemon {
namespace {

/// Keeps what it is given until the test answers or drops it.
class SweeperInbox final : public intake::Inbox {
 public:
  wire::Status submit(Command command, intake::PendingReply reply) override {
    if (full) return wire::Status::kFull;
    from.push_back(std::get<RunSweep>(command).from);
    answers.push_back(std::move(reply));
    return wire::Status::kOk;
  }
  void answer(std::string next) {
    intake::PendingReply reply = std::move(answers.back());
    answers.clear();
    Outcome outcome;
    outcome.next = std::move(next);
    reply.resolve(outcome);
  }
  std::vector<std::string> from;
  std::vector<intake::PendingReply> answers;
  bool full = false;
};

class SweeperTest : public testing::Test {
 protected:
  SweeperInbox inbox;
  Sweeper sweeper{inbox};
};

TEST_F(SweeperTest, GoesOnUntilNothingIsLeft) {
  EXPECT_TRUE(sweeper.begin());
  inbox.answer("B");
  inbox.answer("C");
  inbox.answer("");
  EXPECT_EQ(inbox.from, (std::vector<std::string>{"", "B", "C"}));
  EXPECT_TRUE(sweeper.begin());
}

TEST_F(SweeperTest, DoesNotBeginWhileOneRuns) {
  EXPECT_TRUE(sweeper.begin());
  EXPECT_FALSE(sweeper.begin());
  inbox.answer("B");
  EXPECT_FALSE(sweeper.begin());
}

TEST_F(SweeperTest, BeginsAgainAfterOneWasDropped) {
  EXPECT_TRUE(sweeper.begin());
  inbox.answers.clear();  // on hold
  EXPECT_TRUE(sweeper.begin());
  inbox.full = true;
  inbox.answer("B");
  EXPECT_FALSE(sweeper.begin()) << "the inbox is full";
  inbox.full = false;
  EXPECT_TRUE(sweeper.begin());
}

}  // namespace
}  // namespace gateway::daemon
