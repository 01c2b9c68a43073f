// SPDX-License-Identifier: MIT
#include "order_client.h"

#include <utility>

#include "wire/client_id.h"

namespace order_sender {
namespace {

using scanner::host::Connection;
using scanner::host::LinkSettings;

constexpr scanner::TimeMs kRetryMs = 500;
/// Shown orders that wait to be read, and the longest: of our own there are five lines.
constexpr std::size_t kIncomingMax = 65'536;
constexpr std::size_t kIncomingBytesMax = 4'096;

LinkSettings settings_of(LinkSettings link) {
  link.client_id = std::string(wire::client_id(link.client_id, "-orders").view());
  link.state_topic.clear();  // nobody waits for this client's last word
  link.incoming_max = kIncomingMax;
  link.incoming_bytes_max = kIncomingBytesMax;
  return link;
}

}  // namespace

OrderClient::OrderClient(OrderBook book, const gateway::live::Topics& topics, LinkSettings link,
                         scanner::host::Wakeup& wakeup)
    : book_(std::move(book)),
      topics_(topics),
      link_(settings_of(std::move(link))),
      wakeup_(wakeup) {}

void OrderClient::drive(scanner::TimeMs now_ms) {
  if (retry_due_ && now_ms >= *retry_due_) connect();
  if (!connection_) return;
  const Connection::State state = connection_->state();
  if (state == Connection::State::kAccepted) {
    connection_->subscribe(std::string(topics_.all_orders().view()));
  }
  up_ = state == Connection::State::kUp;
  if (up_) {
    read();
    publish();
  }
  if (state != Connection::State::kDown || retry_due_) return;
  offline_ = connection_->why();
  retry_due_ = now_ms + kRetryMs;
}

void OrderClient::connect() {
  const paho::Broker& broker = link_.brokers[next_broker_];
  next_broker_ = (next_broker_ + 1) % link_.brokers.size();
  retry_due_.reset();
  // The library's threads end with its last client: the new one comes first.
  auto next = std::make_unique<Connection>(link_, broker, wakeup_);
  connection_ = std::move(next);
}

void OrderClient::read() {
  const auto now = Clock::now();
  for (const Connection::Incoming& message : connection_->take()) {
    const auto id = topics_.parse_order(message.topic);
    if (id) book_.shown(id->view(), message.payload, now);
  }
}

void OrderClient::publish() {
  constexpr int kQos = 1;
  const std::string topic(topics_.new_order().view());
  for (;;) {
    const auto now = Clock::now();
    const NewOrder* order = book_.due(now);
    if (order == nullptr || !connection_->publish(topic, order->json, kQos, false)) return;
    book_.sent(order->id, now);
  }
}

std::string OrderClient::trouble() const {
  return up_ ? "no outcome came; is the gateway running?" : offline_;
}

}  // namespace order_sender
