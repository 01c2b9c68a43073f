// SPDX-License-Identifier: MIT
// Decides when the writer makes a checkpoint of its store, and when it proves its last commit.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "gateway/rows/store.h"

namespace gateway::daemon {

/// A checkpoint costs much more than a commit and the writer waits for it, so it is made only
/// when the store asks for one, when the oldest commit without one is kCheckpointAgeMs old, and
/// when somebody wants to read what was just acked. Before one of the last kind the writer
/// books for nine times as long as the last checkpoint took, at most kCheckpointPauseMsMax.
/// A last commit that no checkpoint covers is proved (Store::prove()) after kProofDelayMs.
///
/// ask(), await(), stuck(), count() and longest_us(): any thread; the rest: the writer's.
class Checkpoints {
 public:
  using Clock = std::chrono::steady_clock;

  /// The store must outlive this.
  explicit Checkpoints(Store& store) : store_(store) {}

  /// Asks for a checkpoint and returns a number for await(); the caller then has to wake the
  /// writer. 0: none is needed, because snapshots already show everything that was acked.
  [[nodiscard]] std::uint64_t ask();

  /// Blocks until a snapshot shows what was acked before ask(). False: it will not,
  /// because the writer has ended or the checkpoint failed.
  [[nodiscard]] bool await(std::uint64_t number);

  /// Call after each commit, before its effects are shown.
  void committed(Clock::time_point now);

  /// When run() has something to do; Clock::time_point::max() when nothing is due.
  [[nodiscard]] Clock::time_point due() const;

  /// Makes a checkpoint or a proof if one is due. Errors: those of Store::checkpoint().
  [[nodiscard]] wire::Status run(Clock::time_point now);

  /// Makes one, due or not.
  [[nodiscard]] wire::Status run_now();

  /// No more checkpoints will be made: every await() returns.
  void end();

  /// True when the last checkpoint found no room on the disk.
  [[nodiscard]] bool stuck() const { return stuck_; }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t longest_us() const { return longest_us_; }

 private:
  using Lock = std::lock_guard<std::mutex>;
  [[nodiscard]] Clock::time_point checkpoint_due() const;
  [[nodiscard]] bool asked() const { return asked_ > std::max(visible_, refused_); }

  Store& store_;
  Clock::time_point since_{};       // time of the first commit that is not visible
  Clock::time_point allowed_at_{};  // earliest time of the next one that somebody asks for
  Clock::time_point prove_at_ = Clock::time_point::max();
  std::uint64_t unseen_commits_ = 0;  // Backlog::commits at the last committed()
  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::uint64_t> longest_us_{0};
  std::atomic<bool> stuck_{false};

  mutable std::mutex mutex_;
  std::condition_variable answered_;
  bool behind_ = false;  // a commit is not visible in snapshots
  bool shown_ = false;   // snapshots show every commit all the same: from memory
  bool ended_ = false;
  std::uint64_t asked_ = 0;    // last number given out
  std::uint64_t visible_ = 0;  // last number answered with true
  std::uint64_t refused_ = 0;  // last number answered with false
};

}  // namespace gateway::daemon
