// SPDX-License-Identifier: MIT
// Promise: nothing is shown or answered before its commit; what cannot be
// committed is never answered; what does not fit, or comes during a hold, is
// refused at the door and loses nothing that was taken.
#include "gateway/daemon/writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>

#include "fakes/memory_store.h"
#include "gateway/daemon/limits.h"

namespace gateway::daemon {
namespace {

Command item(const std::string& sku) {
  ChangeItems change;
  change.rows.push_back({0, *wire::Sku::from(sku), {{"name", sku}}});
  return change;
}

Command receive(const std::string& sku, std::int64_t qty) {
  ManualMovement manual;
  manual.movement.op = wire::Op::kReceive;
  manual.movement.sku = *wire::Sku::from(sku);
  manual.movement.to = *wire::Location::from("MAIN/A");
  manual.movement.qty = qty;
  return manual;
}

/// Calls `then` for an outcome and not for a drop.
template <typename Then>
intake::PendingReply when_decided(Then then) {
  return intake::PendingReply([then](const Outcome* outcome) {
    if (outcome != nullptr) then();
  });
}

/// A writer over a memory store, with every door under the test's hand.
class WriterTest : public testing::Test {
 protected:
  WriterTest() : engine_(store_, Settings{}) { EXPECT_EQ(engine_.open(), wire::Status::kOk); }

  Writer::Callbacks callbacks() {
    return {.now = [] { return Now{.wall_ms = 1'790'000'000'000}; },
            .show = [this](const Effects& effects) { on_show(effects); },
            .pause_reason =
                [this](const Usage&) {
                  ++looks_;
                  looks_.notify_all();
                  return std::string(hold_ ? "on hold for the test" : "");
                },
            .fatal = [this](const std::string& why) { fatal_.set_value(why); }};
  }

  virtual void on_show(const Effects&) {}

  static Outcome answer_to(Writer& writer, Command command) {
    intake::AwaitedReply awaited;
    EXPECT_EQ(writer.submit(std::move(command), std::move(awaited.reply)), wire::Status::kOk);
    const auto outcome = awaited.outcome.get();
    EXPECT_TRUE(outcome) << "dropped";
    return outcome.value_or(Outcome{});
  }

  fakes::MemoryStore store_;
  Engine engine_;
  std::atomic<bool> hold_{false};
  std::atomic<int> looks_{0};
  std::promise<std::string> fatal_;
};

TEST_F(WriterTest, AnswersAfterTheCommit) {
  Writer writer(store_, engine_, callbacks());
  writer.start();
  std::promise<std::uint64_t> commits;
  const auto before = store_.commits();
  ASSERT_EQ(writer.submit(item("A"), when_decided([&] { commits.set_value(store_.commits()); })),
            wire::Status::kOk);
  EXPECT_EQ(commits.get_future().get(), before + 1);
  EXPECT_EQ(answer_to(writer, receive("A", 5)).ledger_seq, 1U);
}

TEST_F(WriterTest, WhatCannotBeCommittedIsNeverAnswered) {
  Writer writer(store_, engine_, callbacks());
  store_.fail_next_commit(wire::Status::kIoError, false);
  std::atomic<bool> answered{false};
  ASSERT_EQ(writer.submit(item("A"), when_decided([&] { answered = true; })), wire::Status::kOk);
  writer.start();
  fatal_.get_future().wait();
  writer.stop();
  EXPECT_FALSE(answered);
}

TEST_F(WriterTest, StopDecidesWhatWaitsAndTakesNothingMore) {
  Writer writer(store_, engine_, callbacks());
  int answered = 0;
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(writer.submit(item("A"), when_decided([&] { ++answered; })), wire::Status::kOk);
  }
  writer.start();
  writer.stop();
  EXPECT_EQ(answered, 10);
  EXPECT_EQ(writer.submit(item("B"), {}), wire::Status::kUnavailable);
}

TEST_F(WriterTest, CommandsThatWaitTogetherAreOneCommit) {
  Writer writer(store_, engine_, callbacks());
  for (int i = 0; i < 100; ++i) ASSERT_EQ(writer.submit(item("A"), {}), wire::Status::kOk);
  const auto before = store_.commits();
  writer.start();
  writer.stop();
  EXPECT_EQ(store_.commits(), before + 1);
}

TEST_F(WriterTest, AFullInboxRefusesAndKeepsWhatItTook) {
  Writer writer(store_, engine_, callbacks());
  std::size_t taken = 0;
  std::size_t answered = 0;
  wire::Status status = wire::Status::kOk;
  while ((status = writer.submit(RunSweep{}, when_decided([&] { ++answered; }))) ==
         wire::Status::kOk) {
    ++taken;
    ASSERT_LE(taken, kInboxWeightMax);
  }
  EXPECT_EQ(status, wire::Status::kFull);
  EXPECT_EQ(writer.counters().dropped_full, 1U);
  writer.start();
  writer.stop();
  EXPECT_EQ(answered, taken);
}

TEST_F(WriterTest, AHoldRefusesAndEndsByItself) {
  hold_ = true;
  Writer writer(store_, engine_, callbacks());
  writer.start();
  EXPECT_EQ(writer.submit(item("A"), {}), wire::Status::kUnavailable);
  EXPECT_EQ(writer.pause_reason(), "on hold for the test");
  hold_ = false;
  // The second look from now on began after the hold ended, and was acted upon.
  for (const int seen = looks_; looks_ < seen + 2;) looks_.wait(looks_);
  EXPECT_EQ(answer_to(writer, item("A")).verdict, Verdict::kDone);
}

TEST_F(WriterTest, AHoldThatBeginsDoesNotDropTheWayOutOfIt) {
  Writer writer(store_, engine_, callbacks());
  std::optional<bool> decided;
  std::optional<bool> dropped;
  ASSERT_EQ(writer.submit(TakeOver{},
                          intake::PendingReply([&](const Outcome* o) { decided = o != nullptr; })),
            wire::Status::kOk);
  ASSERT_EQ(writer.submit(item("A"),
                          intake::PendingReply([&](const Outcome* o) { dropped = o == nullptr; })),
            wire::Status::kOk);
  hold_ = true;
  writer.start();  // looks whether to hold while both wait
  writer.stop();
  EXPECT_EQ(decided, std::optional(true)) << "a person's answer to the hold";
  EXPECT_EQ(dropped, std::optional(true));
}

TEST_F(WriterTest, EachReplyComesOnceAndSaysWhetherItsCommandWasDecided) {
  std::vector<bool> decided;
  const auto note = [&] {
    return intake::PendingReply(
        [&](const Outcome* outcome) { decided.push_back(outcome != nullptr); });
  };
  {
    Writer writer(store_, engine_, callbacks());
    ASSERT_EQ(writer.submit(item("A"), note()), wire::Status::kOk);
    EXPECT_TRUE(decided.empty()) << "it waits";
    hold_ = true;
    writer.start();
    EXPECT_EQ(decided, (std::vector<bool>{false})) << "dropped when intake paused";
    EXPECT_EQ(writer.submit(item("A"), note()), wire::Status::kUnavailable);
    EXPECT_EQ(decided, (std::vector<bool>{false, false})) << "not taken";
  }
  hold_ = false;
  {
    Writer writer(store_, engine_, callbacks());
    ASSERT_EQ(writer.submit(item("A"), note()), wire::Status::kOk);
    writer.start();
  }
  EXPECT_EQ(decided, (std::vector<bool>{false, false, true}));
}

TEST_F(WriterTest, AHoldCountsWhatOthersSentAndNotTheGatewaysOwnSteps) {
  Writer writer(store_, engine_, callbacks());
  for (const Command& own : {Command(RunSweep{}), Command(StepOrders{}), Command(ExpireOrders{}),
                             Command(DeliveryReport{})}) {
    ASSERT_EQ(writer.submit(own, {}), wire::Status::kOk);
  }
  ASSERT_EQ(writer.submit(PlainSupply{}, {}), wire::Status::kOk);
  hold_ = true;
  writer.start();  // drops what waits
  EXPECT_EQ(writer.counters().dropped_paused, 1U);
  EXPECT_EQ(writer.submit(RunSweep{}, {}), wire::Status::kUnavailable);
  EXPECT_EQ(writer.submit(NodeBatch{}, {}), wire::Status::kUnavailable);
  EXPECT_EQ(writer.counters().dropped_paused, 2U);
}

TEST_F(WriterTest, SubmitsFromManyThreadsAreEachAnsweredOnce) {
  Writer writer(store_, engine_, callbacks());
  writer.start();
  EXPECT_EQ(answer_to(writer, item("A")).verdict, Verdict::kDone);
  constexpr int kThreads = 4;
  constexpr int kEach = 250;
  std::atomic<int> answered{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < kEach; ++i) {
          ASSERT_EQ(writer.submit(receive("A", 1), when_decided([&] { ++answered; })),
                    wire::Status::kOk);
        }
      });
    }
  }
  writer.stop();
  EXPECT_EQ(answered, kThreads * kEach);
  EXPECT_EQ(last_ledger_seq(store_), std::uint64_t{kThreads * kEach});
}

bool shows_item(const Store& store, const std::string& sku) {
  return find_item(**store.snapshot(), sku).has_value();
}

TEST_F(WriterTest, WhatWasAnsweredIsVisibleToWhoAsks) {
  Writer writer(store_, engine_, callbacks());
  writer.start();
  for (const std::string sku : {"A", "B", "C"}) {
    answer_to(writer, item(sku));
    EXPECT_FALSE(shows_item(store_, sku)) << "a checkpoint is rare";
    EXPECT_EQ(writer.make_visible(), wire::Status::kOk);
    EXPECT_TRUE(shows_item(store_, sku));
  }
  const auto before = writer.checkpoints().count();
  EXPECT_EQ(writer.make_visible(), wire::Status::kOk);
  EXPECT_EQ(writer.checkpoints().count(), before) << "there was nothing to do";
}

TEST_F(WriterTest, ManyWhoAskAreAllAnswered) {
  Writer writer(store_, engine_, callbacks());
  writer.start();
  std::atomic<int> answered{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          answer_to(writer, item("A"));
          if (writer.make_visible() == wire::Status::kOk) ++answered;
        }
      });
    }
  }
  EXPECT_EQ(answered, 200);
  EXPECT_LE(writer.checkpoints().count(), 200U);
}

TEST_F(WriterTest, StopMakesEverythingVisible) {
  Writer writer(store_, engine_, callbacks());
  writer.start();
  answer_to(writer, item("A"));
  writer.stop();
  EXPECT_TRUE(shows_item(store_, "A"));
  EXPECT_EQ(writer.make_visible(), wire::Status::kOk);
}

/// Effects are shown before answers are given, and with the batch on disk.
class WriterShowTest : public WriterTest {
 protected:
  void on_show(const Effects& effects) override {
    shown_ = effects.seq;
    on_disk_ = last_ledger_seq(fakes::MemorySnapshot(store_.disk()));
  }
  std::uint64_t shown_ = 0;
  std::uint64_t on_disk_ = 0;
};

TEST_F(WriterShowTest, ShowsEffectsOfWhatIsOnDiskBeforeItAnswers) {
  Writer writer(store_, engine_, callbacks());
  writer.start();
  answer_to(writer, item("A"));
  const auto outcome = answer_to(writer, receive("A", 3));
  EXPECT_EQ(shown_, outcome.ledger_seq);
  EXPECT_EQ(on_disk_, outcome.ledger_seq);
}

}  // namespace
}  // namespace gateway::daemon
