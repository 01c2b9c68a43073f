// SPDX-License-Identifier: MIT
#include "scanner/host/connection.h"

#include <mqtt/async_client.h>

#include <chrono>
#include <mutex>

#include "paho/nodelay.h"

namespace scanner::host {
namespace {

/// Positive codes are the broker's return codes for CONNECT in MQTT 3.1.1.
std::string describe(int code) {
  switch (code) {
    case 1:
      return "the broker does not speak MQTT 3.1.1";
    case 2:
      return "the broker refuses the client id";
    case 3:
      return "the broker is not available";
    case 4:
      return "the broker refuses user name or password";
    case 5:
      return "the broker does not authorise us";
    default:
      return "the broker does not answer";
  }
}

}  // namespace

/// The part of a connection that the library's threads use; their callbacks keep it alive.
struct Connection::Shared {
  Shared(const LinkSettings& settings, Wakeup& to_notify)
      : incoming_max(settings.incoming_max),
        incoming_bytes_max(settings.incoming_bytes_max),
        wakeup(&to_notify) {}

  template <typename Change>
  void change(Change apply) {
    const std::lock_guard lock(mutex);
    apply();
    if (wakeup != nullptr) wakeup->notify();
  }

  void down(const std::string& reason) {
    change([&] {
      if (state == State::kDown) return;
      state = State::kDown;
      why = reason;
    });
  }

  void enter(State from, State to) {
    change([&] {
      if (state == from) state = to;
    });
  }

  void arrived(const ::mqtt::message& message) {
    // One byte more than allowed, so that the reader sees that it is too long.
    Incoming incoming{message.get_topic(), message.to_string(), message.is_retained()};
    incoming.payload.resize(std::min(incoming.payload.size(), incoming_bytes_max + 1));
    change([&] {
      if (inbox.size() == incoming_max) inbox.erase(inbox.begin());
      inbox.push_back(std::move(incoming));
    });
  }

  class Connecting final : public ::mqtt::iaction_listener {
   public:
    explicit Connecting(Shared& shared) : shared_(shared) {}
    // Nothing to do: the library also calls its connected handler.
    void on_success(const ::mqtt::token& /*token*/) override {}
    void on_failure(const ::mqtt::token& token) override {
      shared_.down(describe(token.get_return_code()));
    }

   private:
    Shared& shared_;
  };

  class Subscribing final : public ::mqtt::iaction_listener {
   public:
    explicit Subscribing(Shared& shared) : shared_(shared) {}
    void on_success(const ::mqtt::token& /*token*/) override {
      shared_.enter(State::kSubscribing, State::kUp);
    }
    void on_failure(const ::mqtt::token& /*token*/) override {
      shared_.down("the broker refuses the subscription");
    }

   private:
    Shared& shared_;
  };

  class Publishing final : public ::mqtt::iaction_listener {
   public:
    explicit Publishing(Shared& shared) : shared_(shared) {}
    void on_success(const ::mqtt::token& /*token*/) override {}
    // Paho 1.3.12 frees a QoS 1 message whose socket failed, but keeps it in the list
    // that it frees with the client.
    void on_failure(const ::mqtt::token& token) override {
      if (token.get_return_code() != MQTTASYNC_FAILURE) return;
      shared_.change([this] { shared_.damaged = true; });
    }

   private:
    Shared& shared_;
  };

  const std::size_t incoming_max;
  const std::size_t incoming_bytes_max;

  std::mutex mutex;
  Wakeup* wakeup;
  State state = State::kConnecting;
  std::string why;
  std::vector<Incoming> inbox;
  bool damaged = false;

  Connecting connecting{*this};
  Subscribing subscribing{*this};
  Publishing publishing{*this};
};

Connection::Connection(const LinkSettings& settings, const paho::Broker& broker, Wakeup& wakeup)
    : broker_(broker), shared_(std::make_shared<Shared>(settings, wakeup)) {
  try {
    // Names the version, or the library would also try an older one by itself.
    paho_ = std::make_unique<::mqtt::async_client>(broker.paho_uri(), settings.client_id,
                                                   ::mqtt::create_options(MQTTVERSION_3_1_1));
    paho_->set_connected_handler([shared = shared_](const std::string&) {
      shared->enter(State::kConnecting, State::kAccepted);
    });
    paho_->set_connection_lost_handler(
        [shared = shared_](const std::string&) { shared->down("the connection was lost"); });
    paho_->set_message_callback([shared = shared_](const ::mqtt::const_message_ptr& message) {
      shared->arrived(*message);
    });
    auto options = paho::make_connect_options(broker, settings.credentials);
    if (!settings.state_topic.empty()) {
      options.set_will(::mqtt::will_options(settings.state_topic, settings.will, 1, true));
    }
    paho_->connect(options, nullptr, shared_->connecting);
  } catch (const std::exception& error) {
    shared_->down(std::string("cannot connect (are the TLS files readable?): ") + error.what());
  }
}

Connection::~Connection() {
  bool damaged = false;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->wakeup = nullptr;
    damaged = shared_->damaged;
  }
  // Leaked on purpose: destroying it would free memory that is already free.
  if (damaged) static_cast<void>(paho_.release());
}

Connection::State Connection::state() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->state;
}

std::string Connection::why() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->why;
}

std::vector<Connection::Incoming> Connection::take() {
  const std::lock_guard lock(shared_->mutex);
  return std::exchange(shared_->inbox, {});
}

void Connection::subscribe(const std::string& topic) {
  paho::set_nodelay_to(broker_);
  shared_->enter(State::kAccepted, State::kSubscribing);
  try {
    paho_->subscribe(topic, 0, nullptr, shared_->subscribing);
  } catch (const std::exception& error) {
    shared_->down(error.what());
  }
}

bool Connection::publish(std::string_view topic, std::string_view payload, int qos, bool retained) {
  if (state() != State::kUp) return false;
  try {
    paho_->publish(
        ::mqtt::make_message(std::string(topic), payload.data(), payload.size(), qos, retained),
        nullptr, shared_->publishing);
    return true;
  } catch (const std::exception&) {
    return false;  // not connected, or too much is waiting; the core offers it again
  }
}

void Connection::say_goodbye(const std::string& topic, const std::string& payload) {
  if (state() != State::kUp) return;
  constexpr auto kHalf = std::chrono::seconds(1);
  try {
    paho_->publish(topic, payload.data(), payload.size(), 1, true)->wait_for(kHalf);
    paho_->disconnect(kHalf)->wait_for(kHalf);
  } catch (const std::exception&) {
    // The connection broke meanwhile; the broker then publishes the Last Will, which is the same.
  }
}

}  // namespace scanner::host
