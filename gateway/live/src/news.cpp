// SPDX-License-Identifier: MIT
#include "gateway/live/news.h"

#include <cassert>
#include <utility>

#include "gateway/orders/events.h"
#include "gateway/outbox/events.h"
#include "gateway/purchasing/events.h"

namespace gateway::live {
namespace {

struct MakeEvent {
  const std::string& source;

  Event operator()(const Entry& entry) const { return movement_event(source, entry); }
  Event operator()(const PurchaseOrder& order) const { return purchase_event(source, order); }
  Event operator()(const LowAlert& alert) const { return low_event(source, alert); }
  Event operator()(const Order& order) const { return order_event(source, order); }
  Event operator()(const Exception& exception) const { return exception_event(source, exception); }
  Event operator()(const Incident& incident) const { return incident_event(source, incident); }
};

// An event says nothing of the customer, and the history is longer than the rest.
Order what_is_told(Order order) {
  order.customer = {};
  order.history = {};
  return order;
}

}  // namespace

std::vector<News> news_of(const Effects& effects) {
  std::vector<News> news(effects.entries.begin(), effects.entries.end());
  for (const PurchaseShown& each : effects.purchases) {
    if (each.changed) news.emplace_back(each.order);
  }
  for (const LowAlert& alert : effects.lows) {
    if (alert.rose) news.emplace_back(alert);
  }
  for (const OrderShown& each : effects.orders) {
    if (each.changed) news.emplace_back(what_is_told(each.order));
  }
  news.insert(news.end(), effects.exceptions.begin(), effects.exceptions.end());
  news.insert(news.end(), effects.incidents.begin(), effects.incidents.end());
  return news;
}

std::size_t lines_of(const News& news) {
  if (const auto* purchase = std::get_if<PurchaseOrder>(&news)) return purchase->lines.size();
  const auto* order = std::get_if<Order>(&news);
  return order == nullptr ? 0 : order->lines.size();
}

Message event_message(const Topics& topics, const std::string& source, const News& news) {
  Event event = std::visit(MakeEvent{source}, news);
  const auto topic = topics.event(event.kind);
  assert(topic);
  return {std::string(topic->view()), std::move(event.json)};
}

}  // namespace gateway::live
