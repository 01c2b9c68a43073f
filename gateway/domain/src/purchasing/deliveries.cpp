// SPDX-License-Identifier: MIT
#include "purchasing/deliveries.h"

#include <string>

#include "outbox/queue.h"
#include "purchasing/purchasing.h"

namespace gateway {

namespace {

/// The order no longer waits for row `id`.
void forget_row(PurchaseOrder& order, std::uint64_t id) {
  if (order.mail == id) order.mail = 0;
  if (order.post == id) order.post = 0;
}

void use_address_of_now(const BatchContext& context, OutboxRow& row) {
  const auto order = find_purchase(context.store, row.purchase_order);
  if (row.kind != OutboxKind::kMail || !order) return;
  const auto supplier = find_supplier(context.store, order->supplier);
  if (!supplier || supplier->email.empty()) return;
  row.to = supplier->email;
  row.to_name = supplier->name;
}

}  // namespace

void queue_mail(BatchContext& context, PurchaseOrder& order, const Supplier& supplier) {
  OutboxRow row = new_row(context, OutboxKind::kMail);
  // Even a first mail that was dropped may have arrived.
  const bool repeated = order.mails > 0;
  ++order.mails;
  row.purchase_order = order.number;
  row.to = supplier.email;
  row.to_name = supplier.name;
  row.language = supplier.language;
  row.subject = purchase_subject(order, supplier.language, repeated);
  row.message_id = message_id_of(
      context, purchase_id(order.number) + (repeated ? ".r" + std::to_string(order.mails) : ""));
  order.mail = row.id;
  queue_row(context, row);
}

void queue_post(BatchContext& context, PurchaseOrder& order) {
  OutboxRow row = new_row(context, OutboxKind::kUpOrder);
  row.purchase_order = order.number;
  row.subject = purchase_id(order.number);
  row.message_id = event_id_of(context, row.subject);
  order.post = row.id;
  queue_row(context, row);
}

void queue_alert(BatchContext& context, const LowAlert& alert) {
  OutboxRow row = new_row(context, OutboxKind::kUpLow);
  const Position& position = alert.position;
  row.low = LowFacts{position.sku,      position.warehouse, alert.available,
                     position.on_order, alert.threshold,    position.low_since_ms};
  row.subject = "low " + std::string(position.sku.view()) + " " + position.warehouse;
  row.message_id = event_id_of(context, "low-" + std::to_string(row.id));
  queue_row(context, row);
}

void withdraw_delivery(BatchContext& context, PurchaseOrder& order, std::uint64_t id) {
  if (id == 0) return;
  withdraw_row(context, id);
  forget_row(order, id);
}

void retry_delivery(BatchContext& context, OutboxRow row) {
  use_address_of_now(context, row);
  retry_row(context, std::move(row));
}

void mark_delivered(BatchContext& context, const OutboxRow& row) {
  auto order = find_purchase(context.store, row.purchase_order);
  if (!order) return;
  forget_row(*order, row.id);
  if (order->stage == PurchaseState::kApproved && order->mail == 0) {
    order->stage = PurchaseState::kSent;
  }
  if (order->sent_ms == 0 && order->mail == 0) order->sent_ms = context.now.wall_ms;
  store_purchase(context, *order);
}

void mark_dropped(BatchContext& context, const OutboxRow& row) {
  auto order = find_purchase(context.store, row.purchase_order);
  if (!order) return;
  forget_row(*order, row.id);
  store_purchase(context, *order);
}

}  // namespace gateway
