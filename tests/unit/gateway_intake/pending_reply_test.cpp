// SPDX-License-Identifier: MIT
// Promise: whoever sends a command is answered exactly once, by the outcome or by a drop,
// however the reply is moved, overwritten or forgotten.
// How: each way a reply can end, counted.

#include <gtest/gtest.h>

#include <utility>

#include "gateway/intake/inbox.h"

namespace gateway::intake {
namespace {

struct Answers {
  PendingReply reply() {
    return PendingReply([this](const Outcome* outcome) { ++(outcome ? outcomes : drops); });
  }
  int outcomes = 0;
  int drops = 0;
};

TEST(PendingReply, AnswersOnceWithTheFirstOutcome) {
  Answers answers;
  {
    auto reply = answers.reply();
    reply.resolve(Outcome{});
    reply.resolve(Outcome{});
  }
  EXPECT_EQ(std::pair(answers.outcomes, answers.drops), std::pair(1, 0));
}

TEST(PendingReply, ThatIsForgottenIsADrop) {
  Answers answers;
  static_cast<void>(answers.reply());
  EXPECT_EQ(std::pair(answers.outcomes, answers.drops), std::pair(0, 1));
}

TEST(PendingReply, AnswersFromWhereItWasMoved) {
  Answers answers;
  {
    auto from = answers.reply();
    PendingReply reply(std::move(from));
    from.resolve(Outcome{});  // NOLINT(bugprone-use-after-move): what is moved from is silent
    EXPECT_EQ(answers.outcomes, 0);
    reply.resolve(Outcome{});
  }
  EXPECT_EQ(std::pair(answers.outcomes, answers.drops), std::pair(1, 0));
}

TEST(PendingReply, ThatIsOverwrittenIsADropAndTheOtherAnswers) {
  Answers overwritten;
  Answers kept;
  {
    auto reply = overwritten.reply();
    reply = kept.reply();
    EXPECT_EQ(overwritten.drops, 1);
    reply.resolve(Outcome{});
  }
  EXPECT_EQ(std::pair(overwritten.outcomes, overwritten.drops), std::pair(0, 1));
  EXPECT_EQ(std::pair(kept.outcomes, kept.drops), std::pair(1, 0));
}

TEST(AwaitedReply, HandsADropToWhoeverWaits) {
  AwaitedReply awaited;
  { const PendingReply forgotten = std::move(awaited.reply); }
  EXPECT_FALSE(awaited.outcome.get());
}

}  // namespace
}  // namespace gateway::intake
