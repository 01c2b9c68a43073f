// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/live/messages.h"
#include "intake.h"
#include "paho/broker.h"
#include "paho/connect_options.h"

namespace mqtt {
class async_client;
}

namespace gateway::mqtt {

/// What a connection is made with.
struct ConnectionSettings {
  paho::Broker broker;
  paho::Credentials credentials;
  std::string client_id;
  live::Message will;  ///< retained, QoS 1: the broker's last word about us
};

/// One attempt at one connection to one broker: made, used, thrown away. Nothing
/// of it outlives it, so no message of an old connection can follow a newer one.
///
/// The session at the broker is kept between connections (MQTT's clean session is
/// off): plain supply messages that come while we are away wait for us, and one
/// that we did not confirm comes again.
///
/// One thread calls, and holds no lock that a callback takes; each call may block
/// as long as a message callback of this process runs. After the destructor no
/// callback comes. Exceptions of the library end here.
class Client {
 public:
  enum class State {
    kConnecting,
    kUp,
    kDown,  ///< failed, lost or ended; final
  };

  /// Called on a thread of the library.
  struct Callbacks {
    /// Something of what the getters tell has changed, in_flight() apart.
    std::function<void()> changed;
    /// A message of this QoS is finished, and so many are still in flight.
    std::function<void(int qos, std::size_t left)> published;
    /// A message. False: it must stay with the broker; the connection is cut
    /// before the library can confirm it. Must not throw.
    std::function<bool(const Arrival&)> arrived;
  };

  /// Prepares; nothing goes out before connect().
  Client(const ConnectionSettings& settings, Callbacks callbacks);
  /// Ends the connection; one that is up with a good-bye, so that the broker keeps
  /// the Last Will to itself. The library's threads live while there is a client:
  /// make the next one before this one goes.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Begins; state() tells how it went.
  void connect();

  struct Subscription {
    std::string filter;
    int qos = 0;
  };
  /// Begins. The answer changes unanswered() and, when the broker refused one,
  /// refused(). Not while another one is unanswered.
  void subscribe(const std::vector<Subscription>& subscriptions);
  void unsubscribe(const std::vector<std::string>& filters);

  /// Hands over a message; `retain`: the broker is to keep it. False: not taken,
  /// there is no connection.
  [[nodiscard]] bool publish(const live::Message& message, int qos, bool retain);

  [[nodiscard]] State state() const;
  [[nodiscard]] bool unanswered() const;               ///< a subscribe() still waits
  [[nodiscard]] bool refused() const;                  ///< the last subscribe() was refused in part
  [[nodiscard]] std::size_t in_flight(int qos) const;  ///< published, not finished
  [[nodiscard]] bool cut() const;                      ///< a message was left at the broker
  [[nodiscard]] std::string why() const;               ///< of kDown; may be empty

 private:
  struct Shared;

  template <typename Action>
  bool guarded(const char* what, Action action);

  const ConnectionSettings settings_;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<::mqtt::async_client> paho_;
};

}  // namespace gateway::mqtt
