// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "paho/broker.h"
#include "scanner/host/paho_link.h"

namespace mqtt {
class async_client;
}

namespace scanner::host {

/// One attempt at one connection. It is never reused, so that nothing of an old
/// connection can reach a newer one.
///
/// Not thread-safe: one thread calls. It holds no lock that a callback of the library
/// takes. The library's exceptions end here. After the destructor `wakeup` is not used.
class Connection {
 public:
  enum class State {
    kConnecting,
    kAccepted,  ///< by the broker; call subscribe()
    kSubscribing,
    kUp,
    kDown,  ///< failed, lost or ended; final
  };

  struct Incoming {
    std::string topic;
    std::string payload;
    bool retained = false;
  };

  /// Begins to connect; of the settings `brokers` and `ack_topic` are not used. `wakeup` must
  /// outlive the connection and is notified of every change.
  Connection(const LinkSettings& settings, const paho::Broker& broker, Wakeup& wakeup);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] State state() const;
  [[nodiscard]] std::string why() const;  ///< the reason of kDown, for a person; else empty

  /// Subscribes with QoS 0; the step after kAccepted. Does not wait: kUp or kDown follows.
  void subscribe(const std::string& topic);

  /// The messages since the last call, oldest first.
  [[nodiscard]] std::vector<Incoming> take();

  /// Hands a message over and does not wait. False: not connected, or no room just now.
  [[nodiscard]] bool publish(std::string_view topic, std::string_view payload, int qos,
                             bool retained);

  /// Publishes a last retained message and ends the connection; waits up to two
  /// seconds in all. Does nothing without a connection.
  void say_goodbye(const std::string& topic, const std::string& payload);

 private:
  struct Shared;

  const paho::Broker broker_;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<::mqtt::async_client> paho_;
};

}  // namespace scanner::host
