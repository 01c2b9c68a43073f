// SPDX-License-Identifier: MIT
// What may have become of the orders, whatever happened to the gateway meanwhile.
#include <map>
#include <sstream>

#include "gateway/verify/verify.h"
#include "order_world.h"

namespace crash {

using gateway::Order;
using gateway::OrderState;

namespace {

/// A customer may be told these before `last`, and nothing else.
std::set<OrderState> may_precede(OrderState last) {
  switch (last) {
    case OrderState::kConfirmed:
      return {OrderState::kBackordered};
    case OrderState::kCancelled:
      return {OrderState::kConfirmed, OrderState::kPartlyConfirmed, OrderState::kBackordered};
    default:
      return {};
  }
}

std::string list(const std::set<OrderState>& states) {
  std::string text;
  for (const auto state : states) text += std::string(text.empty() ? "" : ", ") + to_string(state);
  return text;
}

}  // namespace

std::string OrderWorld::judge_order(const Order& order) const {
  if (order.waits_for || order.notified != order.decided) return "it still waits";
  std::set<OrderState> mailed;
  for (const auto& [id, mail] : mailbox_) {
    if (mail.order != order.id) continue;
    if (!mailed.insert(mail.state).second) return "it was told the same under two Message-IDs";
    const bool bills =
        mail.state == OrderState::kConfirmed || mail.state == OrderState::kPartlyConfirmed;
    if (bills && mail.invoice == 0) return "it was told of no invoice";
    if (mail.invoice != 0 && mail.invoice != order.invoice) return "it was told of two invoices";
  }
  const auto found = shown_.find(order.id);
  const auto shown = found == shown_.end() ? std::set<OrderState>() : found->second;
  const bool by_mail = !order.customer.email.empty();
  if (by_mail != mailed.contains(order.notified)) return "its outcome was not mailed";
  auto heard = mailed;
  heard.insert(shown.begin(), shown.end());
  if (by_mail && heard != mailed) return "it was shown as what no mail says";
  heard.erase(order.notified);
  const auto may = may_precede(order.notified);
  for (const auto state : heard) {
    if (!may.contains(state)) {
      return std::string("it was told ") + list(heard) + ", then " + to_string(order.notified);
    }
  }
  return {};
}

std::string OrderWorld::judge_invoices(const gateway::Reader& store) const {
  std::map<std::string, int> invoices;
  std::uint64_t last = 0;
  std::string problem;
  gateway::scan_invoices(store, 1, [&](const gateway::Invoice& invoice) {
    if (invoice.number != ++last) problem = "the invoices have a gap";
    ++invoices[invoice.order];
    return true;
  });
  gateway::scan_orders(store, 1, [&](const Order& order) {
    const bool confirmed =
        order.decided == OrderState::kConfirmed || order.decided == OrderState::kPartlyConfirmed;
    const int count = invoices[order.id];
    const bool fits = confirmed ? count == 1
                                : count == (order.invoice != 0 ? 1 : 0) &&
                                      (count == 0 || order.decided == OrderState::kCancelled);
    if (!fits) problem = "order " + order.id + " has " + std::to_string(count) + " invoices";
    return true;
  });
  return problem;
}

std::string OrderWorld::judge(const gateway::Reader& store) const {
  if (!problem_.empty()) return problem_;
  const auto report = gateway::verify(store, {});
  if (!report.ok()) return "verify: " + report.problems.texts.front();
  std::map<std::string, Order> found;
  gateway::scan_orders(store, 1, [&](const Order& order) {
    found[order.id] = order;
    return true;
  });
  if (found.size() != orders_.size()) {
    return "there are " + std::to_string(found.size()) + " orders of " +
           std::to_string(orders_.size());
  }
  for (const auto& [id, order] : found) {
    const auto problem = judge_order(order);
    if (!problem.empty()) return "order " + id + ": " + problem;
  }
  std::set<std::uint32_t> booked;
  bool twice = false;
  gateway::scan_ledger(store, 1, [&](const gateway::Entry& entry) {
    if (entry.origin.source == "S1") twice = !booked.insert(entry.origin.seq).second || twice;
    return true;
  });
  if (twice) return "a scan was booked twice";
  return judge_invoices(store);
}

std::string OrderWorld::summary(const gateway::Reader& store) const {
  std::map<OrderState, int> counts;
  gateway::scan_orders(store, 1, [&](const Order& order) { return ++counts[order.state()] > 0; });
  std::ostringstream text;
  for (const auto& [state, count] : counts) text << count << ' ' << to_string(state) << ", ";
  text << mailbox_.size() << " mails";
  return text.str();
}

}  // namespace crash
