// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/intake/inbox.h"
#include "gateway/mqtt/counts.h"
#include "wire/topics.h"

namespace gateway::mqtt {

/// One message as the broker delivered it. Views of the caller's memory, valid in the call.
struct Arrival {
  std::string_view topic;
  std::string_view payload;
  bool acknowledged = false;  ///< QoS 1: a PUBACK is sent when the callback returns
  bool retained = false;      ///< kept by the broker, not just published
};

struct IntakeWaits {
  std::chrono::milliseconds commit{2000};  ///< longest wait for a message's commit
  std::chrono::milliseconds room{5};       ///< between two tries at a full inbox
};

/// Turns messages into commands and hands them to the writer's inbox.
///
/// Runs on the thread of the MQTT library, inside its message callback. Decoding a
/// usual batch takes about 50 us; only a plain supply message or an order of QoS 1
/// waits for its commit.
class Intake {
 public:
  /// `inbox` must outlive the intake. `plain_topic` empty: no plain messages are taken.
  Intake(intake::Inbox& inbox, const wire::Topics& topics, std::string plain_topic,
         IntakeWaits waits = {});

  [[nodiscard]] bool wants(std::string_view topic) const;
  [[nodiscard]] bool is_scan(std::string_view topic) const;
  void drop_scan() { ++dropped_mute_; }  ///< counts one whose ack would not arrive

  /// False: the message must stay with the broker, so no PUBACK may be sent: the
  /// caller ends the connection before it returns. Messages of other topics are
  /// ignored.
  [[nodiscard]] bool take(const Arrival& arrival);

  /// Adds what this object counted to `counts`.
  void add_to(Counts& counts) const;

 private:
  using Counter = std::atomic<std::uint64_t>;

  [[nodiscard]] bool is_plain(std::string_view topic) const;
  void take_up(const wire::NodeName& node, const Arrival& arrival);
  [[nodiscard]] bool take_plain(const Arrival& arrival);
  [[nodiscard]] bool take_order(const Arrival& arrival);
  [[nodiscard]] bool hand_over_acknowledged(const Arrival& arrival, Command command,
                                            Counter& counter);
  void hand_over(Command command, Counter& counter);
  [[nodiscard]] bool hand_over_and_wait(const Arrival& arrival, const Command& command,
                                        Counter& counter);
  [[nodiscard]] bool may_acknowledge(const Arrival& arrival,
                                     std::future<std::optional<Outcome>>& outcome,
                                     std::chrono::steady_clock::time_point deadline);
  void count(wire::Status status, Counter& counter);

  intake::Inbox& inbox_;
  const wire::Topics topics_;
  const wire::Topic order_topic_;
  const std::string plain_topic_;
  const IntakeWaits waits_;

  Counter batches_{0};
  Counter plain_{0};
  Counter orders_{0};
  Counter unreadable_{0};
  Counter dropped_full_{0};
  Counter dropped_paused_{0};
  Counter dropped_mute_{0};
  Counter plain_unconfirmed_{0};
  Counter retained_ignored_{0};
};

}  // namespace gateway::mqtt
