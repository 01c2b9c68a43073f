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

/// One attempt at one connection: made, used, thrown away, so that nothing of an
/// old connection can reach a newer one.
///
/// One thread calls; it holds no lock that a callback of the library takes. The
/// library's exceptions end here. After the destructor no callback reaches anyone.
class Connection {
 public:
  enum class State {
    kConnecting,
    kAccepted,  ///< by the broker; subscribe() is next
    kSubscribing,
    kUp,
    kDown,  ///< failed, lost or ended; final
  };

  struct Incoming {
    std::string topic;
    std::string payload;
    bool retained = false;
  };

  /// Begins to connect; of the settings `brokers` and `ack_topic` are not used. `wakeup` is
  /// notified of every change.
  Connection(const LinkSettings& settings, const paho::Broker& broker, Wakeup& wakeup);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] State state() const;
  [[nodiscard]] std::string why() const;  ///< of kDown

  /// The next step after kAccepted.
  void subscribe(const std::string& topic);

  /// What has come since the last call, oldest first.
  [[nodiscard]] std::vector<Incoming> take();

  /// False: not taken.
  [[nodiscard]] bool publish(std::string_view topic, std::string_view payload, int qos,
                             bool retained);

  /// Publishes a last retained message and ends the connection; waits up to two
  /// seconds in all.
  void say_goodbye(const std::string& topic, const std::string& payload);

 private:
  struct Shared;

  const paho::Broker broker_;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<::mqtt::async_client> paho_;
};

}  // namespace scanner::host
