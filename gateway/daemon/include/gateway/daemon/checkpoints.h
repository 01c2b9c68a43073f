// SPDX-License-Identifier: MIT
// When the writer makes a checkpoint of its store.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "gateway/rows/store.h"

namespace gateway::daemon {

/// A checkpoint costs much more than a commit and the writer waits for it, so it is rare:
/// when the store asks for one, when what was committed first is kCheckpointAgeMs old, and
/// when somebody wants to read what was just acked. The last kind never takes more than a
/// tenth of the writer's time: who asks too often waits.
///
/// ask() and await() may be called from any thread, the rest from the writer's.
class Checkpoints {
 public:
  using Clock = std::chrono::steady_clock;

  /// The store must outlive this.
  explicit Checkpoints(Store& store) : store_(store) {}

  /// A number for await(). 0: snapshots already show everything that was acked. The
  /// writer has to be woken.
  [[nodiscard]] std::uint64_t ask();

  /// Returns once a snapshot shows what was acked before ask(). False: it never will,
  /// because the writer has ended or the disk has no room for a checkpoint.
  [[nodiscard]] bool await(std::uint64_t number);

  /// After each commit, before anybody hears of it.
  void committed(Clock::time_point now);

  /// When run() has something to do; Clock::time_point::max() where nothing is known yet.
  [[nodiscard]] Clock::time_point due() const;

  /// Makes a checkpoint if one is due. As Store::checkpoint().
  [[nodiscard]] wire::Status run(Clock::time_point now);

  /// Makes one where there is something to cover, due or not.
  [[nodiscard]] wire::Status run_now();

  /// No more will come: whoever waits is told.
  void end();

  /// The last one found no room on the disk.
  [[nodiscard]] bool stuck() const { return stuck_; }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t longest_us() const { return longest_us_; }

 private:
  using Lock = std::lock_guard<std::mutex>;
  [[nodiscard]] bool asked() const { return asked_ > std::max(visible_, refused_); }

  Store& store_;
  Clock::time_point since_{};       // of the first commit that is not visible
  Clock::time_point allowed_at_{};  // the next one that somebody asks for
  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::uint64_t> longest_us_{0};
  std::atomic<bool> stuck_{false};

  mutable std::mutex mutex_;
  std::condition_variable answered_;
  bool behind_ = false;  // something committed is not visible
  bool ended_ = false;
  std::uint64_t asked_ = 0;    // numbers given out
  std::uint64_t visible_ = 0;  // of them answered with yes
  std::uint64_t refused_ = 0;  // and with no
};

}  // namespace gateway::daemon
