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

/// Delivers outbox rows of one kind on a thread of its own, one at a time, and repeats until
/// the receiver has each or refuses it for good. A receiver that hangs delays only rows of
/// this kind. Reports go to the engine through the inbox; after a crash before that the row
/// is handed over again under the same message id.
class Courier {
 public:
  /// Hands one row over, on the courier's thread; may block, but returns soon after a stop
  /// request. Must not throw.
  using HandOver = std::function<Delivery(const DeliveryDue&, const std::stop_token&)>;
  /// Names of what a row is about: rows that share a name are delivered in their order.
  /// Empty function: rows do not wait for each other.
  using Subjects = std::function<std::vector<std::string>(const DeliveryDue&)>;
  struct Callbacks {
    std::function<std::int64_t()> now_ms;   ///< wall clock, milliseconds since 1970: to be shown
    std::function<std::int64_t()> boot_ms;  ///< milliseconds since some point; never jumps
    std::function<bool()> may_deliver;      ///< false: everything waits, for some seconds at least
    std::function<std::uint32_t()> random;  ///< for the jitter of repeats
  };

  /// The inbox must outlive the courier.
  Courier(HandOver hand_over, Subjects subjects, intake::Inbox& inbox, Callbacks callbacks);
  ~Courier();  ///< stops

  void start();
  /// Ends the thread, and a running delivery within about a second. One thread.
  void stop();

  /// Takes a row that is due, at the start or by the last commit. Any thread; never
  /// blocks. Ignores a row that is being delivered: its report decides.
  void take(const DeliveryDue& due);
  /// The row is no longer to be delivered; a running delivery of it is not stopped. Any thread.
  void withdraw(std::uint64_t id);

 private:
  struct Waiting {
    DeliveryDue due;
    std::int64_t at_boot_ms = 0;  // earliest attempt, by Callbacks::boot_ms
  };

  void run(const std::stop_token& stop);
  [[nodiscard]] const Waiting* next() const;
  [[nodiscard]] std::int64_t wait_ms(const OutboxRow& row) const;
  void deliver(const DeliveryDue& due, const std::stop_token& stop);
  [[nodiscard]] DeliveryReport report_on(const OutboxRow& row, const Delivery& delivery) const;

  const HandOver hand_over_;
  const Subjects subjects_;
  intake::Inbox& inbox_;
  const Callbacks callbacks_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::uint64_t, Waiting> waiting_;  ///< by id
  std::uint64_t on_its_way_ = 0;              ///< id; 0: none
  std::jthread thread_;
};

}  // namespace gateway::daemon
