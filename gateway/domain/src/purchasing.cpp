// SPDX-License-Identifier: MIT
#include "purchasing.h"

#include <algorithm>
#include <array>

#include "exceptions.h"
#include "gateway/limits.h"

namespace gateway {

namespace {

void store_order(Decision& decision, PurchaseOrder& order) {
  order.at_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kPurchaseOrders, number_key(order.number), order);
}

/// Numbers of the proposed orders under a key prefix, the newest of each (supplier, warehouse)
/// last.
std::vector<std::uint64_t> proposed_below(const Reader& store, const std::string& prefix) {
  std::vector<std::uint64_t> numbers;
  store.scan(Table::kMeta, prefix, [&](std::string_view key, std::string_view value) {
    if (!key.starts_with(prefix)) return false;
    if (const auto row = decode<NumberRow>(value)) numbers.push_back(row->number);
    return true;
  });
  return numbers;
}

std::string hex(std::uint64_t number) {
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) {
    text.push_back("0123456789abcdef"[(number >> shift) & 0xf]);
  }
  return text;
}

/// Derived from the store and the order, so that every attempt, after any crash,
/// carries the same one.
std::string message_id_of(const Decision& decision, const PurchaseOrder& order) {
  std::string id = purchase_id(order.number);
  std::transform(id.begin(), id.end(), id.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return id + "." + hex(decision.counters.store_id) + "@" + decision.settings.site +
         ".shelfwire.invalid";
}

void queue_mail(Decision& decision, const PurchaseOrder& order, const Supplier& supplier) {
  OutboxRow row;
  row.id = ++decision.counters.outbox;
  row.purchase_order = order.number;
  row.to = supplier.email;
  row.to_name = supplier.name;
  row.subject = render_purchase_mail(order, supplier.name, decision.settings.site).subject;
  row.message_id = message_id_of(decision, order);
  row.created_ms = decision.now.wall_ms;
  row.next_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kOutbox, number_key(row.id), row);
  ++decision.counters.outbox_rows;
  decision.deliver(row.id);
}

/// A supplier nobody can write to: a person must look, once an order.
bool tell_once(Decision& decision, PurchaseOrder& order) {
  if (order.exception_id != 0) return false;
  Exception task;
  task.why = "no_supplier_address";
  task.at_ms = decision.now.wall_ms;
  task.detail =
      purchase_id(order.number) + " waits: set an e-mail address for supplier " + order.supplier;
  order.exception_id = store_task(decision, std::move(task));
  store_order(decision, order);
  return true;
}

bool approve(Decision& decision, PurchaseOrder& order) {
  const auto supplier = find_supplier(decision.store, order.supplier);
  if (!supplier || supplier->email.empty()) return tell_once(decision, order);
  if (decision.counters.outbox_rows >= kOutboxRowsMax) return false;
  if (order.exception_id != 0) (void)withdraw_task(decision, order.exception_id);
  queue_mail(decision, order, *supplier);
  order.state = PurchaseState::kApproved;
  store_order(decision, order);
  decision.store.erase(Table::kMeta, proposed_key(order));
  return true;
}

}  // namespace

std::uint64_t add_line(Decision& decision, const std::string& supplier,
                       const std::string& warehouse, const PurchaseLine& line) {
  const auto open = proposed_below(decision.store, proposed_prefix(supplier, warehouse));
  auto order = open.empty() ? std::nullopt : find_purchase(decision.store, open.back());
  if (!order || order->lines.size() >= kPurchaseLinesMax) {
    order = PurchaseOrder{};
    order->number = ++decision.counters.purchase;
    order->supplier = supplier;
    order->warehouse = warehouse;
    order->created_ms = decision.now.wall_ms;
    put_row(decision.store, Table::kMeta, proposed_key(*order), NumberRow{order->number});
  }
  order->lines.push_back(line);
  store_order(decision, *order);
  return order->number;
}

void receive_line(Decision& decision, Position& position, wire::Quantity received) {
  auto order = find_purchase(decision.store, position.purchase_order);
  if (!order || order->state == PurchaseState::kProposed) return;
  const auto line = std::find_if(order->lines.begin(), order->lines.end(), [&](const auto& l) {
    return l.sku == position.sku && l.cycle == position.cycle;
  });
  if (line == order->lines.end()) return;
  const auto taken = std::min(received, line->qty - line->received);
  line->received += taken;
  position.on_order -= taken;
  if (line->received == line->qty) position.purchase_order = 0;
  const bool whole = std::all_of(order->lines.begin(), order->lines.end(),
                                 [](const auto& l) { return l.received == l.qty; });
  order->state = whole ? PurchaseState::kReceived : PurchaseState::kPartlyReceived;
  store_order(decision, *order);
}

std::uint64_t approve_proposed(Decision& decision) {
  std::uint64_t changed = 0;
  for (const auto number : proposed_below(decision.store, proposed_prefix())) {
    auto order = find_purchase(decision.store, number);
    if (order && approve(decision, *order)) ++changed;
  }
  return changed;
}

void mark_sent(Decision& decision, std::uint64_t number) {
  auto order = find_purchase(decision.store, number);
  if (!order || order->state != PurchaseState::kApproved) return;
  order->state = PurchaseState::kSent;
  store_order(decision, *order);
}

}  // namespace gateway
