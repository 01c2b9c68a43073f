// SPDX-License-Identifier: MIT
// The inbox for commands, and the replies that bring their outcomes back.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/engine/commands.h"

namespace gateway::intake {

/// The reply to the sender of one command. Answers exactly once: with the outcome, after the
/// commit that holds the command, or, where it is destroyed before, with a drop: the command was
/// not decided and changed nothing. Can be moved, not copied. Not thread-safe.
class PendingReply {
 public:
  /// Null: dropped. Called on the thread that answers, and must not block. The outcome is valid
  /// during the call.
  using Receive = std::function<void(const Outcome* outcome)>;

  PendingReply() = default;  ///< the sender wants no answer
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

  /// Answers with the outcome; without effect after the first answer.
  void resolve(const Outcome& outcome) { answer(&outcome); }

 private:
  void answer(const Outcome* outcome) {
    if (const Receive receive = std::exchange(receive_, nullptr)) receive(outcome);
  }

  Receive receive_;
};

/// A reply for a thread that waits, and the future it waits for; an empty value is a drop.
struct AwaitedReply {
  AwaitedReply() {
    auto promise = std::make_shared<std::promise<std::optional<Outcome>>>();
    outcome = promise->get_future();
    reply = PendingReply([promise = std::move(promise)](const Outcome* given) {
      promise->set_value(given != nullptr ? std::optional(*given) : std::nullopt);
    });
  }

  PendingReply reply;  ///< to be passed to submit()
  std::future<std::optional<Outcome>> outcome;
};

/// The queue of commands before the engine; the daemon's writer implements it.
class Inbox {
 public:
  virtual ~Inbox() = default;

  /// Queues `command`. Any thread; never waits for the engine or the disk. `reply` answers on the
  /// writer's thread: with the outcome, or a drop where intake is paused before its turn. Where the
  /// command is not queued, it answers with a drop on the caller's thread. Errors: kFull (drop
  /// the message: a scanner sends it again), kUnavailable (intake paused, or stopping).
  virtual wire::Status submit(Command command, PendingReply reply) = 0;
};

}  // namespace gateway::intake
