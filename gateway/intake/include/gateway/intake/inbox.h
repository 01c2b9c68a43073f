// SPDX-License-Identifier: MIT
// Where commands enter, and how their outcomes come back.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/engine/commands.h"

namespace gateway::intake {

/// The reply that one command owes its sender. Answers exactly once: with the outcome, after
/// the commit that holds the command, or, when it is destroyed without one, with a drop: the
/// command was not decided and changed nothing. Moves, and is not copied; not thread-safe.
class PendingReply {
 public:
  /// Null: dropped. Called on the thread that answers; must not block.
  using Receive = std::function<void(const Outcome* outcome)>;

  PendingReply() = default;  ///< nobody waits for it
  explicit PendingReply(Receive receive) : receive_(std::move(receive)) {}
  PendingReply(PendingReply&& other) noexcept : receive_(std::exchange(other.receive_, nullptr)) {}
  PendingReply& operator=(PendingReply&& other) noexcept {
    answer(nullptr);
    receive_ = std::exchange(other.receive_, nullptr);
    return *this;
  }
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;
  ~PendingReply() { answer(nullptr); }

  void resolve(const Outcome& outcome) { answer(&outcome); }

 private:
  void answer(const Outcome* outcome) {
    if (const Receive receive = std::exchange(receive_, nullptr)) receive(outcome);
  }

  Receive receive_;
};

/// A reply for a thread that waits, and what it waits for: an empty value is a drop.
struct AwaitedReply {
  AwaitedReply() {
    auto promise = std::make_shared<std::promise<std::optional<Outcome>>>();
    outcome = promise->get_future();
    reply = PendingReply([promise = std::move(promise)](const Outcome* given) {
      promise->set_value(given != nullptr ? std::optional(*given) : std::nullopt);
    });
  }

  PendingReply reply;  ///< to be given away
  std::future<std::optional<Outcome>> outcome;
};

/// Where commands enter; the daemon's writer implements it.
class Inbox {
 public:
  virtual ~Inbox() = default;

  /// Queues `command`; any thread; never blocks. `reply` answers on the writer's thread, a drop
  /// where the gateway pauses its intake or stops; on the caller's, before this returns, where
  /// the command is not queued. Errors: kFull (drop the message: a scanner sends it again),
  /// kUnavailable (intake paused, or stopping).
  virtual wire::Status submit(Command command, PendingReply reply) = 0;
};

}  // namespace gateway::intake
