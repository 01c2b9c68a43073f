// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "client.h"
#include "gateway/live/topics.h"
#include "gateway/mqtt/broker.h"
#include "intake.h"
#include "wire/topics.h"

namespace gateway::mqtt {

/// Proves what the broker lets us do. A broker with an access list may grant a subscription that it
/// does not serve, and confirm a message that it drops; only a message to ourselves that comes back
/// proves anything. Such probes go under the node name `@gateway`, which no scanner can have.
///
/// A right fails when two probes in a row did not come back in kProbeTimeout each; it is proved
/// again by the first that does. A scanner's message proves that `up` can be read, a customer's
/// order that `order/new` can. Time comes in; thread-safe.
class Rights {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Rights(const wire::Topics& site, const live::Topics& topics, const BrokerSettings& settings);

  /// To subscribe to, beside what the gateway reads anyway.
  [[nodiscard]] std::vector<Client::Subscription> subscriptions() const;

  /// A connection begins: nothing is proved, and all is probed at once.
  void begin(Time now);
  /// The next probe that has to be sent now, at QoS 1; the caller asks until there is none.
  [[nodiscard]] std::optional<live::Message> next_probe(Time now);
  /// The probe or state was not sent, because the broker ends the connection on its topic.
  void not_sent(std::string_view topic, Time now);
  /// The gateway's state was published, which proves a right when it comes back.
  void state_published(Time now);
  /// When due() or judge() has something to do next.
  [[nodiscard]] Time next() const;
  /// Notices probes that did not come back. True: the failed() rights are others than before.
  [[nodiscard]] bool judge(Time now);

  /// The topic of the probe that stands for the kind of `topic`; empty: none does.
  [[nodiscard]] std::string_view probe_for(std::string_view topic) const;

  /// True: it was a probe, nothing for anybody else. On the library's thread.
  [[nodiscard]] bool arrived(const Arrival& arrival, Time now);

  /// The broker ends the connection on the topic of the right of this name.
  [[nodiscard]] bool ends_connection(std::string_view name) const;
  /// Names of those that failed, such as "ack".
  [[nodiscard]] std::vector<std::string> failed() const;
  [[nodiscard]] std::vector<Right> all() const;
  /// Acks do not arrive: scans must not be taken. Never waits.
  [[nodiscard]] bool mute() const { return mute_; }
  /// Scans are known not to be heard, or acks not to arrive.
  [[nodiscard]] bool stop_scans() const;
  /// Acks were seen to arrive on this connection, and scans are not known to be forbidden.
  [[nodiscard]] bool acks_flow() const;

 private:
  struct Kept {
    Right right;
    bool probed = true;        // by a message to this topic; false: only by what others send
    bool numbered = true;      // the probe carries run and a number; false: it is empty
    int qos = 0;               // at which it comes back
    std::string awaited = {};  // payload of the last probe
    bool pending = false;      // sent, and neither back nor missed
    int misses = 0;            // in a row
    Time at = {};              // when it was sent, or is to be sent
  };
  [[nodiscard]] Kept* find(std::string_view topic);
  [[nodiscard]] const Kept& ack() const { return kept_[1]; }
  void prove(Kept& kept, Time now);
  [[nodiscard]] static bool is_probe(std::string_view payload);

  const std::string run_;
  const std::string state_topic_;
  const std::string new_order_;
  const std::string plain_topic_;
  const std::chrono::milliseconds every_;

  std::atomic<bool> up_heard_{false};
  std::atomic<bool> mute_{false};

  mutable std::mutex mutex_;
  std::minstd_rand random_;
  std::vector<Kept> kept_;
  std::vector<std::string> reported_;
};

}  // namespace gateway::mqtt
