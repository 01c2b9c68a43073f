// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/daemon/checkpoints.h"
#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Counted since the start; for health and logs.
struct WriterCounters {
  std::atomic<std::uint64_t> commands{0};
  std::atomic<std::uint64_t> commits{0};
  std::atomic<std::uint64_t> movements{0};  ///< in decided batches, also old and refused ones
  std::atomic<std::uint64_t> orders{0};     ///< of customers, also repeated and refused ones
  std::atomic<std::uint64_t> dropped_full{0};
  std::atomic<std::uint64_t> dropped_paused{0};  ///< not counting the gateway's own commands
  std::atomic<std::uint64_t> heartbeat{0};       ///< grows at least once a second while it lives
  std::atomic<std::uint64_t> bytes_used{0};      ///< of the store's map, when last read
  std::atomic<std::uint64_t> bytes_max{0};
};

/// The one thread that changes the store: takes the commands that wait in its bounded
/// inbox, decides them as one batch, makes the batch durable, then shows the effects.
/// While a commit runs, the next batch gathers; there is no artificial wait.
///
/// start() and stop(): one thread. The rest: any thread.
class Writer final : public intake::Inbox {
 public:
  struct Callbacks {
    // Called on the writer's thread; start() also calls pause_reason, on its own.
    std::function<Now()> now;
    /// Called after each commit; must not block.
    std::function<void(const Effects&)> show;
    /// Why intake must be paused, and what to do; empty: no reason.
    std::function<std::string(const Usage&)> pause_reason;
    /// Called when a commit failed: nothing of its batch was acked. Must end the process.
    std::function<void(const std::string&)> fatal;
  };

  /// Store and engine must outlive the writer; between start() and stop() they
  /// belong to its thread.
  Writer(Store& store, Engine& engine, Callbacks callbacks);
  ~Writer() override;  ///< stops

  void start();
  /// Takes no more commands, decides and commits those that wait, ends the thread.
  void stop();

  wire::Status submit(Command command, intake::PendingReply reply) override;

  /// Blocks until Store::snapshot() shows everything that was acked before the call: at most
  /// about a second, and as long as the batch and the checkpoint then take. Any thread but
  /// the writer's. Errors: kUnavailable (the writer has ended, or the disk has no room).
  [[nodiscard]] wire::Status make_visible();

  [[nodiscard]] const Checkpoints& checkpoints() const { return checkpoints_; }
  [[nodiscard]] const WriterCounters& counters() const { return counters_; }
  /// Why intake is paused; empty: it is not.
  [[nodiscard]] std::string pause_reason() const;

 private:
  struct Waiting {
    Command command;
    intake::PendingReply reply;
    std::size_t weight = 1;
  };

  void run();
  [[nodiscard]] bool wait_for_work();
  [[nodiscard]] std::vector<Waiting> take_batch();
  void review_pause();
  void keep_visible();
  void decide(std::vector<Waiting> batch);

  Store& store_;
  Engine& engine_;
  const Callbacks callbacks_;
  WriterCounters counters_;
  Checkpoints checkpoints_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Waiting> inbox_;
  std::size_t inbox_weight_ = 0;
  std::string pause_reason_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gateway::daemon
