// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bounds.h"
#include "client.h"
#include "gateway/live/topics.h"
#include "gateway/mqtt/broker.h"
#include "hang_ups.h"
#include "intake.h"
#include "outgoing.h"
#include "reconciler.h"
#include "rights.h"
#include "rival_watch.h"
#include "round_trip.h"
#include "seen_seq.h"
#include "wire/topics.h"

namespace gateway::mqtt {

/// The thread of the connection that does the work: connects, subscribes, and publishes what
/// waits in `outgoing_`. Beside it a Reconciler, with a thread and a connection of its own, finds
/// what is wrong with the broker's retained topics.
///
/// Locks: `mutex_` is held for moments and never while the library is called, so
/// the writer's thread and the library's callbacks never wait for the network.
class Broker::Publisher {
 public:
  Publisher(const BrokerSettings& settings, const wire::Topics& topics,
            const wire::Version& version, std::vector<paho::Broker> brokers, intake::Inbox& inbox,
            RetainedSource& retained);
  ~Publisher() { stop(); }
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  void start();
  void stop();
  void put(const Effects& effects);
  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] bool looked() const { return looked_; }
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] Counts counts() const;
  [[nodiscard]] std::vector<Right> rights() const { return rights_.all(); }
  [[nodiscard]] std::string deaf_or_mute() const;
  [[nodiscard]] std::vector<std::string> left_out() const { return hang_ups_.all(Clock::now()); }
  [[nodiscard]] Reconciliation reconciliation() const { return reconciler_.progress(); }
  [[nodiscard]] std::optional<std::uint64_t> round_trip_us() const { return round_trip_.last_us(); }

 private:
  using Clock = std::chrono::steady_clock;

  // Making and ending connections.
  void run();
  [[nodiscard]] bool attempt();
  void note_loss();
  void begin_hang_ups();
  [[nodiscard]] bool slow_to_answer();
  [[nodiscard]] std::string reason_of_failure();
  void serve();
  [[nodiscard]] milliseconds after_attempt(bool good);
  void complain(const std::string& why);
  void say_goodbye();
  [[nodiscard]] milliseconds next_delay();
  void pause(milliseconds time);
  [[nodiscard]] std::string client_id(std::string_view ending) const;
  [[nodiscard]] ConnectionSettings connection_to(const paho::Broker& broker) const;
  [[nodiscard]] Reconciler::Publishing publishing();

  // Within one connection.
  [[nodiscard]] bool subscribe_to_work();
  void report_newer_seq();
  void report_newer_seq(LedgerSeq seen, LedgerSeq known);

  // Publishing.
  enum class Kind { kAck, kRetained, kEvent, kCorrection };
  Clock::time_point pump();
  [[nodiscard]] bool may_ack() const;
  void pump_acks_and_retained();
  [[nodiscard]] bool pump_one_event();
  Clock::time_point pump_corrections();
  Clock::time_point pump_probes();
  void report_rights();
  Clock::time_point pump_state();
  [[nodiscard]] bool publish_state(const Message& state);
  [[nodiscard]] bool publish(const Message& message, Kind kind);
  [[nodiscard]] bool left_out(const Message& message, Clock::time_point now) const;
  [[nodiscard]] bool has_room(std::size_t in_flight_max) const;
  [[nodiscard]] Message state_now(bool online) const;
  [[nodiscard]] bool flushed() const;

  // Waiting.
  [[nodiscard]] bool wait(const std::function<bool()>& done, Clock::time_point deadline);
  [[nodiscard]] bool wait_through(const std::function<bool()>& done, milliseconds silence);
  [[nodiscard]] bool stopping() const;
  void published(int qos, std::size_t left);
  void wake();
  [[nodiscard]] bool arrived(const Arrival& arrival);

  const BrokerSettings settings_;
  const wire::Topics topics_;
  const live::Topics live_topics_;
  const wire::Version version_;
  const std::vector<paho::Broker> brokers_;
  Intake intake_;
  RoundTrip round_trip_;
  SeenSeq seen_seq_;
  Rights rights_;
  HangUps hang_ups_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  Outgoing outgoing_;
  LedgerSeq seq_;
  GatewayIdentity who_;
  std::string event_source_;
  Counts counts_;        // what this class counts; see counts()
  std::string trouble_;  // of the last attempt that failed

  std::atomic<bool> connected_{false};
  std::atomic<bool> looked_{false};
  std::atomic<std::uint64_t> arrivals_{0};

  // Used by the publisher's thread only.
  std::unique_ptr<Client> client_;
  std::size_t broker_index_ = 0;
  std::size_t lost_broker_ = 0;  // of the last connection that was lost
  bool silent_ = false;          // the broker took this attempt's connection and says nothing
  std::size_t failures_ = 0;     // since the last good connection
  RivalWatch rival_watch_;       // used by the library's thread only
  std::minstd_rand random_;
  std::map<std::string, Clock::time_point> complaints_;
  std::string subscribe_trouble_;                // of this attempt
  std::atomic<bool> newer_seq_reported_{false};  // on this connection
  LedgerSeq state_seq_ = 0;
  Clock::time_point state_at_{};
  Clock::time_point correction_at_{};  // when the next may go out
  std::atomic<bool> saying_goodbye_{false};

  std::mutex complaining_;  // complaints_ are also those of the reconciler's thread
  Reconciler reconciler_;   // calls all above
  std::thread thread_;
};

}  // namespace gateway::mqtt
