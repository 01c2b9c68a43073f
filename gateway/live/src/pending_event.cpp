// SPDX-License-Identifier: MIT
#include "gateway/live/pending_event.h"

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
  Event operator()(const Task& task) const { return exception_event(source, task); }
  Event operator()(const Incident& incident) const { return incident_event(source, incident); }
};

// An event states neither customer nor history, and the history is longer than the rest.
Order what_is_told(Order order) {
  order.customer = {};
  order.history = {};
  return order;
}

}  // namespace

std::vector<PendingEvent> pending_events(const Effects& effects) {
  std::vector<PendingEvent> events(effects.entries.begin(), effects.entries.end());
  for (const PurchaseShown& each : effects.purchases) {
    if (each.changed) events.emplace_back(each.order);
  }
  for (const LowAlert& alert : effects.lows) {
    if (alert.rose) events.emplace_back(alert);
  }
  for (const OrderShown& each : effects.orders) {
    if (each.changed) events.emplace_back(what_is_told(each.order));
  }
  events.insert(events.end(), effects.tasks.begin(), effects.tasks.end());
  events.insert(events.end(), effects.incidents.begin(), effects.incidents.end());
  return events;
}

std::size_t lines_of(const PendingEvent& event) {
  if (const auto* purchase = std::get_if<PurchaseOrder>(&event)) return purchase->lines.size();
  const auto* order = std::get_if<Order>(&event);
  return order == nullptr ? 0 : order->lines.size();
}

Message event_message(const Topics& topics, const std::string& source, const PendingEvent& event) {
  Event made = std::visit(MakeEvent{source}, event);
  const auto topic = topics.event(made.kind);
  assert(topic);
  return {std::string(topic->view()), std::move(made.json)};
}

}  // namespace gateway::live
