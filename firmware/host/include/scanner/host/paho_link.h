// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "paho/broker.h"
#include "paho/connect_options.h"
#include "scanner/host/wakeup.h"
#include "scanner/link.h"
#include "scanner/random.h"
#include "scanner/scanner.h"

namespace scanner::host {

class Connection;

struct LinkSettings {
  std::vector<paho::Broker> brokers;  ///< at least one; tried in turn
  paho::Credentials credentials;
  /// wire::client_id() of the node, ending in `-<4 hex digits, new at each start>`.
  std::string client_id;
  std::string ack_topic;
  std::string state_topic;  ///< empty: no Last Will
  std::string will;         ///< payload of the Last Will on the state topic, and of close()
  /// Messages that wait for drive(); beyond it the oldest is dropped: acks are cumulative.
  std::size_t incoming_max = 64;
  /// Bytes of one message; of a longer one, one more is kept, so that it is seen as too long.
  std::size_t incoming_bytes_max = wire::kNodeMessageBytesMax;
};

/// The scanner's link over Eclipse Paho. It connects by itself: at once, then again
/// after 0.5 s doubling to 10 s, 20 % more or less; after a connection that lasted
/// ten seconds it begins again with 0.5 s.
///
/// Not thread-safe. What the library's threads receive is kept until drive() hands it to
/// the scanner, so the scanner is called only on the thread that calls here.
class PahoLink final : public Link {
 public:
  /// `random` and `wakeup` must outlive the link. `wakeup` is notified whenever
  /// drive() has something to do.
  PahoLink(LinkSettings settings, Random& random, Wakeup& wakeup);
  ~PahoLink();
  PahoLink(const PahoLink&) = delete;
  PahoLink& operator=(const PahoLink&) = delete;

  /// Hands received messages to `scanner` and connects when that is due. Does not wait.
  /// Call on every wakeup, and at least about every 100 ms.
  void drive(Scanner& scanner, TimeMs now_ms);

  wire::Status publish(std::string_view topic, std::string_view payload, Qos qos,
                       bool retained) override;

  /// If connected, publishes `will` and disconnects; waits up to two seconds. Do not call
  /// drive() afterwards.
  void close();

  /// Why there is no connection, for a person; empty while there is one, and until
  /// the first attempt has failed.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  void begin(TimeMs now_ms);
  void give_up(TimeMs now_ms);

  LinkSettings settings_;
  Random& random_;
  Wakeup& wakeup_;
  std::unique_ptr<Connection> connection_;
  std::size_t next_broker_ = 0;
  bool up_ = false;
  TimeMs began_ms_ = 0;
  TimeMs up_since_ms_ = 0;
  TimeMs retry_ms_;
  std::optional<TimeMs> retry_due_;
  std::string trouble_;
};

}  // namespace scanner::host
