// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
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

/// Settings of one connection.
struct ConnectionSettings {
  paho::Broker broker;
  paho::Credentials credentials;
  std::string client_id;
  /// Last Will: retained, QoS 1. Nothing: none, and the broker keeps no session either.
  std::optional<live::Message> will;
};

/// One attempt at one connection to one broker. It is never reused, so no message of an old
/// connection can follow one of a newer.
///
/// With a Last Will, the session at the broker is kept between connections (MQTT's clean session
/// is off): plain supply messages and orders that come while we are not connected wait there,
/// and one that we did not acknowledge comes again.
///
/// One thread calls, and holds no lock that a callback takes; each call may block
/// as long as a message callback of this process runs. After the destructor no
/// callback comes. The library's exceptions end here.
class Client {
 public:
  enum class State {
    kConnecting,
    kUp,
    kDown,  ///< failed, lost or ended; final
  };

  /// Called on a thread of the library.
  struct Callbacks {
    /// What a getter other than in_flight() returns has changed.
    std::function<void()> changed;
    /// A message of this QoS is finished, and `left` are still in flight.
    std::function<void(int qos, std::size_t left)> published;
    /// A message arrived. False: it must stay with the broker; the connection is cut
    /// before the library can acknowledge it. Must not throw.
    std::function<bool(const Arrival&)> arrived;
  };

  /// Sends nothing before connect().
  Client(const ConnectionSettings& settings, Callbacks callbacks);
  /// Ends the connection; one that is up with DISCONNECT, so that the broker does not publish
  /// the Last Will. The library's threads live while there is a client: make the next one
  /// before this one ends.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Begins to connect; state() shows the result.
  void connect();

  struct Subscription {
    std::string filter;
    int qos = 0;
  };
  /// Begins to subscribe. The broker's answer changes unanswered() and, when it refused one,
  /// refused(). Do not call while another subscribe() is unanswered.
  void subscribe(const std::vector<Subscription>& subscriptions);
  /// The same in one packet, which the broker answers once; a filter that it refuses is not named.
  void subscribe_together(const std::vector<std::string>& filters, int qos);
  void unsubscribe(const std::vector<std::string>& filters);  ///< in one packet

  /// Hands over a message; `retain`: the broker is to keep it. False: not taken, because
  /// there is no connection.
  [[nodiscard]] bool publish(const live::Message& message, int qos, bool retain);

  [[nodiscard]] State state() const;
  /// The broker's side has taken a TCP connection of this attempt, whatever it answers.
  [[nodiscard]] bool reached() const;
  [[nodiscard]] bool unanswered() const;               ///< a subscribe() has no answer yet
  [[nodiscard]] bool refused() const;                  ///< the last subscribe() was refused in part
  [[nodiscard]] std::size_t in_flight(int qos) const;  ///< published, not finished
  [[nodiscard]] bool acknowledged() const;  ///< every message of QoS 1 that was published
  [[nodiscard]] bool cut() const;           ///< a message was left at the broker
  [[nodiscard]] std::string why() const;    ///< the reason of kDown; may be empty

 private:
  struct Shared;

  template <typename Action>
  bool guarded(const char* what, Action action);

  const ConnectionSettings settings_;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<::mqtt::async_client> paho_;
};

}  // namespace gateway::mqtt
