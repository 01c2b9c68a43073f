// SPDX-License-Identifier: MIT
// Promise: checkpoints are made when they are due and not before; who waits for one is told
// when it is there, or that it will not be.
// How: a store that says what it is asked for, and clock readings made up by the test.

#include "gateway/daemon/checkpoints.h"

#include <gtest/gtest.h>

#include <thread>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {
namespace {

using std::chrono::milliseconds;
using wire::Status;

class AskedStore final : public Store {
 public:
  std::optional<std::string_view> get(Table, std::string_view) const override { return {}; }
  void scan(Table, std::string_view, const Visitor&) const override {}
  void fail(Status, std::string) const override {}
  Status failure() const override { return Status::kOk; }
  std::string failure_text() const override { return {}; }
  void put(Table, std::string_view, std::string_view) override {}
  void erase(Table, std::string_view) override {}
  Status commit() override { return Status::kOk; }
  Status checkpoint() override {
    ++checkpoints;
    const auto end = Checkpoints::Clock::now() + takes;
    while (Checkpoints::Clock::now() < end) {
    }
    if (answer == Status::kOk) state = {};
    return answer;
  }
  Status prove() override {
    ++proofs;
    return Status::kOk;
  }
  Backlog backlog() const override { return state; }
  wire::Result<std::unique_ptr<Reader>> snapshot() const override {
    return wire::fail(Status::kUnavailable);
  }
  Usage usage() const override { return {}; }

  Backlog state;
  Status answer = Status::kOk;
  milliseconds takes{0};
  int checkpoints = 0;
  int proofs = 0;
};

class CheckpointsTest : public testing::Test {
 protected:
  void commit() {
    ++store_.state.commits;
    checkpoints_.committed(now_);
  }
  bool runs_at(Checkpoints::Clock::time_point when) {
    const int before = store_.checkpoints;
    static_cast<void>(checkpoints_.run(when));
    return store_.checkpoints > before;
  }

  static constexpr milliseconds kAge{kCheckpointAgeMs};
  const Checkpoints::Clock::time_point now_ = Checkpoints::Clock::now();
  AskedStore store_;
  Checkpoints checkpoints_{store_};
};

TEST_F(CheckpointsTest, WithNothingCommittedNothingIsDue) {
  EXPECT_EQ(checkpoints_.ask(), 0U);
  EXPECT_FALSE(runs_at(now_ + 2 * kAge));
}

TEST_F(CheckpointsTest, AreDueWhenTheFirstCommitIsOld) {
  commit();
  checkpoints_.committed(now_ + kAge / 2);  // a later one does not put it off
  EXPECT_FALSE(runs_at(now_ + kAge - milliseconds(1)));
  EXPECT_TRUE(runs_at(now_ + kAge));
  EXPECT_FALSE(runs_at(now_ + 3 * kAge)) << "it covers everything";
}

TEST_F(CheckpointsTest, TheLastCommitIsProvedASecondLaterAndOnce) {
  const milliseconds delay(kProofDelayMs);
  commit();
  EXPECT_EQ(checkpoints_.due(), now_ + delay);
  static_cast<void>(checkpoints_.run(now_ + delay - milliseconds(1)));
  EXPECT_EQ(store_.proofs, 0);
  static_cast<void>(checkpoints_.run(now_ + delay));
  static_cast<void>(checkpoints_.run(now_ + 2 * delay));
  EXPECT_EQ(store_.proofs, 1);
  EXPECT_EQ(store_.checkpoints, 0);
}

TEST_F(CheckpointsTest, ABatchThatChangedNothingPutsNoProofOff) {
  const milliseconds delay(kProofDelayMs);
  commit();
  checkpoints_.committed(now_ + delay / 2);
  EXPECT_EQ(checkpoints_.due(), now_ + delay);
  static_cast<void>(checkpoints_.run(now_ + delay));
  EXPECT_EQ(store_.proofs, 1);
  ++store_.state.commits;
  checkpoints_.committed(now_ + 2 * delay);
  EXPECT_EQ(checkpoints_.due(), now_ + 3 * delay);
}

TEST_F(CheckpointsTest, WhatACheckpointCoversNeedsNoProof) {
  commit();
  ASSERT_EQ(checkpoints_.run_now(), Status::kOk);
  static_cast<void>(checkpoints_.run(now_ + milliseconds(kProofDelayMs)));
  EXPECT_EQ(store_.proofs, 0);
}

TEST_F(CheckpointsTest, AreDueWhenTheStoreSaysSo) {
  commit();
  store_.state.urgent = true;
  EXPECT_TRUE(runs_at(now_));
}

TEST_F(CheckpointsTest, AreDueWhenSomebodyWantsToRead) {
  commit();
  const auto number = checkpoints_.ask();
  EXPECT_GT(number, 0U);
  EXPECT_TRUE(runs_at(now_));
  EXPECT_TRUE(checkpoints_.await(number));
  EXPECT_EQ(checkpoints_.ask(), 0U) << "it is all visible";
}

TEST_F(CheckpointsTest, ThatReadersAskForTakeATenthOfTheWritersTime) {
  store_.takes = milliseconds(2);
  const auto begin = Checkpoints::Clock::now();
  commit();
  EXPECT_GT(checkpoints_.ask(), 0U);
  EXPECT_TRUE(runs_at(begin));
  commit();
  EXPECT_GT(checkpoints_.ask(), 0U);
  EXPECT_GE(checkpoints_.due(), begin + 10 * store_.takes);
  store_.state.urgent = true;
  EXPECT_TRUE(runs_at(now_)) << "a ring that fills does not wait";
  EXPECT_EQ(checkpoints_.count(), 2U);
  EXPECT_GE(checkpoints_.longest_us(), 2000U);
}

TEST_F(CheckpointsTest, WithoutRoomAreTriedAgainLaterAndReadersGoOn) {
  commit();
  store_.answer = Status::kFull;
  const auto number = checkpoints_.ask();
  EXPECT_TRUE(runs_at(now_));
  EXPECT_TRUE(checkpoints_.await(number)) << "snapshots see it from memory";
  EXPECT_TRUE(checkpoints_.stuck());
  EXPECT_EQ(checkpoints_.ask(), 0U) << "nothing was committed since";
  EXPECT_FALSE(runs_at(Checkpoints::Clock::now())) << "not at once";
  store_.answer = Status::kOk;
  EXPECT_TRUE(runs_at(Checkpoints::Clock::now() + milliseconds(kCheckpointPauseMsMax)));
  EXPECT_FALSE(checkpoints_.stuck());
}

TEST_F(CheckpointsTest, AfterTheEndNobodyWaits) {
  commit();
  const auto number = checkpoints_.ask();
  std::thread waiting([&] { EXPECT_FALSE(checkpoints_.await(number)); });
  checkpoints_.end();
  waiting.join();
  EXPECT_EQ(checkpoints_.ask(), 0U) << "nor is anybody told to";
}

}  // namespace
}  // namespace gateway::daemon
