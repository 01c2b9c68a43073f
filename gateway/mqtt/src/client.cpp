// SPDX-License-Identifier: MIT
#include "client.h"

#include <mqtt/async_client.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "paho/nodelay.h"
#include "paho/sockets.h"

namespace gateway::mqtt {
namespace {

constexpr int kSubscriptionRefused = 0x80;  // in SUBACK

enum class Action { kConnect, kSubscribe, kPublish0, kPublish1 };

}  // namespace

// The part of a client that the library's threads use. The library keeps it alive.
struct Client::Shared {
  // Reports the end of actions of one kind.
  class Listener final : public ::mqtt::iaction_listener {
   public:
    Listener(Shared& shared, Action action) : shared_(shared), action_(action) {}
    void on_success(const ::mqtt::token& /*token*/) override { shared_.ended(action_, 0); }
    void on_failure(const ::mqtt::token& token) override {
      shared_.ended(action_, token.get_return_code());
    }

   private:
    Shared& shared_;
    const Action action_;
  };

  Shared(const ConnectionSettings& settings, Callbacks callbacks_to_call)
      : broker(settings.broker),
        client_id(settings.client_id),
        callbacks(std::move(callbacks_to_call)) {}

  void tell_changed() {
    const std::lock_guard open(gate);
    if (callbacks.changed) callbacks.changed();
  }

  template <typename Change>
  void change(Change apply) {
    {
      const std::lock_guard lock(mutex);
      apply();
    }
    tell_changed();
  }

  void up() {
    change([this] {
      if (state == State::kConnecting) state = State::kUp;
    });
  }

  void down(const std::string& reason) {
    change([&] {
      if (state == State::kDown) return;
      state = State::kDown;
      why = reason;
    });
  }

  void ended(Action action, int error) {
    if (action == Action::kConnect) {
      if (error != 0) down(describe(error));
      return;
    }
    if (action != Action::kSubscribe) return published(action == Action::kPublish1 ? 1 : 0, error);
    change([&] {
      --unanswered;
      if (error == kSubscriptionRefused) refused = true;
    });
  }

  void published(int qos, int error) {
    std::size_t left = 0;
    {
      const std::lock_guard lock(mutex);
      left = --in_flight[qos > 0 ? 1 : 0];
      if (qos > 0 && error != 0) unacknowledged = true;
      // Paho 1.3.12 frees a QoS 1 message whose socket failed, but keeps it in the
      // list that it frees with the client.
      if (qos > 0 && error == MQTTASYNC_FAILURE) damaged = true;
    }
    const std::lock_guard open(gate);
    if (callbacks.published) callbacks.published(qos, left);
  }

  // Positive codes are the broker's return codes for CONNECT in MQTT 3.1.1. The library
  // gives no details of other errors.
  [[nodiscard]] std::string describe(int error) const {
    constexpr std::array<const char*, 6> kAnswers{"",
                                                  "the broker speaks no MQTT 3.1.1",
                                                  "the broker refuses the client id",
                                                  "the broker is not ready",
                                                  "the broker refuses user name or password",
                                                  "the broker does not authorise us"};
    constexpr int kIdRefused = 2;
    if (error == kIdRefused) {
      return std::string(kAnswers[kIdRefused]) + ' ' + client_id +
             ", which comes from site.name: let the gateway's user have it there";
    }
    if (error > 0 && static_cast<std::size_t>(error) < kAnswers.size()) {
      return kAnswers[static_cast<std::size_t>(error)];
    }
    return broker.tls ? "nobody listens, or TLS fails: check the certificate, its name and ca_file"
                      : "nobody listens there";
  }

  void arrived(const ::mqtt::message& message) {
    const Arrival arrival{{message.get_topic_ref().data(), message.get_topic_ref().size()},
                          {message.get_payload_ref().data(), message.get_payload_ref().size()},
                          message.get_qos() > 0,
                          message.is_retained()};
    bool may_acknowledge = false;  // stays so when the client has ended
    {
      const std::lock_guard open(gate);
      if (callbacks.arrived) may_acknowledge = callbacks.arrived(arrival);
    }
    if (!may_acknowledge && arrival.acknowledged) cut_connection();
  }

  // Of this attempt, and of connections that were made later.
  [[nodiscard]] std::vector<paho::Socket> sockets() const {
    std::vector<paho::Socket> found = paho::sockets_to(broker);
    std::erase_if(found, [this](const paho::Socket& socket) {
      return std::find(sockets_before.begin(), sockets_before.end(), socket) !=
             sockets_before.end();
    });
    return found;
  }

  // On return from the callback the library would send PUBACK. It cannot on a socket that is
  // shut down, and then sees a lost connection.
  void cut_connection() {
    for (const paho::Socket& socket : sockets()) ::shutdown(socket.fd, SHUT_RDWR);
    change([this] { cut = true; });
  }

  const paho::Broker broker;
  const std::string client_id;
  std::vector<paho::Socket> sockets_before;  // set before connect()

  std::mutex gate;  // held during callbacks, so that closing it waits for them
  Callbacks callbacks;

  std::mutex mutex;
  State state = State::kConnecting;
  std::size_t unanswered = 0;
  bool refused = false;
  bool cut = false;
  bool damaged = false;
  bool unacknowledged = false;  // a message of QoS 1 ended without the broker's word
  std::array<std::size_t, 2> in_flight{};
  std::string why;

  Listener connecting{*this, Action::kConnect};
  Listener subscribing{*this, Action::kSubscribe};
  Listener publishing_0{*this, Action::kPublish0};
  Listener publishing_1{*this, Action::kPublish1};
};

Client::Client(const ConnectionSettings& settings, Callbacks callbacks)
    : settings_(settings), shared_(std::make_shared<Shared>(settings, std::move(callbacks))) {
  const bool made = guarded("create", [this] {
    // Names the version, or the library would also try an older one by itself
    // when a connection is lost.
    paho_ = std::make_unique<::mqtt::async_client>(settings_.broker.paho_uri(), settings_.client_id,
                                                   ::mqtt::create_options(MQTTVERSION_3_1_1));
    paho_->set_connected_handler([shared = shared_](const std::string&) { shared->up(); });
    paho_->set_connection_lost_handler(
        [shared = shared_](const std::string&) { shared->down("connection lost"); });
    paho_->set_message_callback([shared = shared_](const ::mqtt::const_message_ptr& message) {
      shared->arrived(*message);
    });
  });
  if (!made) shared_->down("the MQTT library refuses this address");
}

Client::~Client() {
  {
    const std::lock_guard closed(shared_->gate);
    shared_->callbacks = {};
  }
  const std::unique_lock lock(shared_->mutex);
  if (!shared_->damaged) return;
  // Leaked on purpose: destroying it would free memory that is already free.
  spdlog::warn("left a connection's memory behind (the broker vanished while it was written to)");
  static_cast<void>(paho_.release());
}

template <typename Action>
bool Client::guarded(const char* what, Action action) {
  try {
    action();
    return true;
  } catch (const std::exception& error) {
    spdlog::debug("{}: {}", what, error.what());
    return false;
  }
}

void Client::connect() {
  if (state() == State::kDown) return;
  const bool begun = guarded("connect", [this] {
    auto options = paho::make_connect_options(settings_.broker, settings_.credentials);
    options.set_clean_session(!settings_.will);
    if (settings_.will) {
      options.set_will(
          ::mqtt::will_options(settings_.will->topic, settings_.will->payload, 1, true));
    }
    shared_->sockets_before = paho::sockets_to(settings_.broker);
    paho_->connect(options, nullptr, shared_->connecting);
  });
  if (!begun) shared_->down("cannot connect; are the TLS files readable?");
}

void Client::subscribe(const std::vector<Subscription>& subscriptions) {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->unanswered += subscriptions.size();
    shared_->refused = false;
  }
  for (const Subscription& each : subscriptions) {
    const bool begun = guarded("subscribe", [&] {
      paho_->subscribe(each.filter, each.qos, nullptr, shared_->subscribing);
    });
    if (!begun) shared_->ended(Action::kSubscribe, MQTTASYNC_DISCONNECTED);
  }
}

void Client::subscribe_together(const std::vector<std::string>& filters, int qos) {
  {
    const std::lock_guard lock(shared_->mutex);
    ++shared_->unanswered;
    shared_->refused = false;
  }
  const bool begun = guarded("subscribe", [&] {
    paho_->subscribe(std::make_shared<::mqtt::string_collection>(filters),
                     ::mqtt::async_client::qos_collection(filters.size(), qos), nullptr,
                     shared_->subscribing);
  });
  if (!begun) shared_->ended(Action::kSubscribe, MQTTASYNC_DISCONNECTED);
}

void Client::unsubscribe(const std::vector<std::string>& filters) {
  if (filters.empty()) return;
  guarded("unsubscribe",
          [&] { paho_->unsubscribe(std::make_shared<::mqtt::string_collection>(filters)); });
}

bool Client::publish(const live::Message& message, int qos, bool retain) {
  {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->state != State::kUp) return false;
    ++shared_->in_flight[qos > 0 ? 1 : 0];
  }
  auto& listener = qos > 0 ? shared_->publishing_1 : shared_->publishing_0;
  const bool begun = guarded("publish", [&] {
    paho_->publish(::mqtt::make_message(message.topic, message.payload, qos, retain), nullptr,
                   listener);
  });
  if (!begun)
    shared_->ended(qos > 0 ? Action::kPublish1 : Action::kPublish0, MQTTASYNC_DISCONNECTED);
  return begun;
}

Client::State Client::state() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->state;
}

bool Client::reached() const {
  return !shared_->sockets().empty();
}

bool Client::unanswered() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->unanswered > 0;
}

bool Client::refused() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->refused;
}

std::size_t Client::in_flight(int qos) const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->in_flight[qos > 0 ? 1 : 0];
}

bool Client::acknowledged() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->in_flight[1] == 0 && !shared_->unacknowledged;
}

bool Client::cut() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->cut;
}

std::string Client::why() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->why;
}

}  // namespace gateway::mqtt
