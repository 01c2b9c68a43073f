// SPDX-License-Identifier: MIT
#include "scanner/host/paho_link.h"

#include <algorithm>
#include <cassert>

#include "scanner/host/connection.h"

namespace scanner::host {
namespace {

constexpr TimeMs kRetryMinMs = 500;
constexpr TimeMs kRetryMaxMs = 10'000;
constexpr TimeMs kStableMs = 10'000;
/// The library gives up an attempt after five seconds; this is for the case that it does not.
constexpr TimeMs kAttemptMaxMs = 20'000;

TimeMs spread(TimeMs interval_ms, Random& random) {
  const TimeMs fifth = interval_ms / 5;
  return interval_ms - fifth + random.next() % (2 * fifth + 1);
}

}  // namespace

PahoLink::PahoLink(LinkSettings settings, Random& random, Wakeup& wakeup)
    : settings_(std::move(settings)),
      random_(random),
      wakeup_(wakeup),
      retry_ms_(kRetryMinMs),
      retry_due_(0) {
  assert(!settings_.brokers.empty());
}

PahoLink::~PahoLink() = default;

void PahoLink::drive(Scanner& scanner, TimeMs now_ms) {
  if (retry_due_ && now_ms >= *retry_due_) begin(now_ms);
  if (!connection_) return;
  using State = Connection::State;
  const State state = connection_->state();
  if (state == State::kAccepted) connection_->subscribe(settings_.ack_topic);
  if (state == State::kUp && !up_) {
    up_ = true;
    up_since_ms_ = now_ms;
    trouble_.clear();
    scanner.on_connected(now_ms);
  }
  // The retained ack may arrive before state() says that we are subscribed; then it waits.
  if (up_) {
    for (const Connection::Incoming& message : connection_->take()) {
      scanner.on_message(message.topic, message.payload, message.retained, now_ms);
    }
  }
  const bool stuck = !up_ && !retry_due_ && now_ms - began_ms_ > kAttemptMaxMs;
  if (state != State::kDown && !stuck) return;
  if (up_) scanner.on_disconnected();
  if (!retry_due_) give_up(now_ms);
}

void PahoLink::begin(TimeMs now_ms) {
  retry_due_.reset();
  began_ms_ = now_ms;
  const paho::Broker& broker = settings_.brokers[next_broker_];
  next_broker_ = (next_broker_ + 1) % settings_.brokers.size();
  // The library's threads end with its last client, so make the new one before the old ends.
  auto next = std::make_unique<Connection>(settings_, broker, wakeup_);
  connection_ = std::move(next);
}

void PahoLink::give_up(TimeMs now_ms) {
  trouble_ = connection_->why();
  if (trouble_.empty()) trouble_ = "the MQTT library is stuck";
  if (up_ && now_ms - up_since_ms_ >= kStableMs) retry_ms_ = kRetryMinMs;
  retry_due_ = now_ms + spread(retry_ms_, random_);
  retry_ms_ = std::min(2 * retry_ms_, kRetryMaxMs);
  up_ = false;
}

wire::Status PahoLink::publish(std::string_view topic, std::string_view payload, Qos qos,
                               bool retained) {
  const bool taken = up_ && connection_->publish(topic, payload, static_cast<int>(qos), retained);
  return taken ? wire::Status::kOk : wire::Status::kUnavailable;
}

void PahoLink::close() {
  if (up_) connection_->say_goodbye(settings_.state_topic, settings_.will);
  up_ = false;
  retry_due_.reset();
  connection_.reset();
}

}  // namespace scanner::host
