// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Delivers outbox rows of one kind on a thread of its own, one at a time, until the
/// receiver has each. A receiver that hangs delays what goes the same way and nothing
/// else. What it learns goes back through the inbox; after a crash in between the row
/// is handed over again under the same message id.
class Courier {
 public:
  /// Hands one over; blocks; returns soon after a stop request.
  using HandOver = std::function<Delivery(const DeliveryDue&, const std::stop_token&)>;
  /// Names of what a row is about: rows that share one go out in their order. Empty
  /// function: every row by itself.
  using Subjects = std::function<std::vector<std::string>(const DeliveryDue&)>;
  struct Callbacks {
    std::function<std::int64_t()> now_ms;   ///< wall clock
    std::function<std::uint32_t()> random;  ///< for the jitter of repeats
  };

  /// The inbox must outlive the courier.
  Courier(HandOver hand_over, Subjects subjects, intake::Inbox& inbox, Callbacks callbacks);
  ~Courier();  ///< stops

  void start();
  /// Ends a delivery that runs within about a second.
  void stop();

  /// Hands over a row that is due, at the start or by the last commit. Any thread;
  /// never blocks. One that is on its way already is left alone: its report comes.
  void take(const DeliveryDue& due);
  /// The row must not go out any more. What is on its way cannot be called back.
  void withdraw(std::uint64_t id);

 private:
  void run(const std::stop_token& stop);
  [[nodiscard]] const DeliveryDue* next() const;
  void deliver(const DeliveryDue& due, const std::stop_token& stop);
  [[nodiscard]] DeliveryReport report_on(const OutboxRow& row, const Delivery& delivery) const;

  const HandOver hand_over_;
  const Subjects subjects_;
  intake::Inbox& inbox_;
  const Callbacks callbacks_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::uint64_t, DeliveryDue> waiting_;  ///< by id
  std::uint64_t on_its_way_ = 0;                  ///< id; 0: none
  std::jthread thread_;
};

}  // namespace gateway::daemon
