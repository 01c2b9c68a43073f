// SPDX-License-Identifier: MIT
#include "outbox.h"

#include <algorithm>
#include <string>

#include "digits.h"
#include "excerpt.h"
#include "gateway/limits.h"
#include "orders.h"
#include "purchasing.h"

namespace gateway {

namespace {

/// Derived from the store and the cause, so that every attempt, after any crash,
/// carries the same one.
std::string event_id_of(const Decision& decision, std::string cause) {
  std::transform(cause.begin(), cause.end(), cause.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return cause + "." + hex16(decision.counters.store_id);
}

std::string message_id_of(const Decision& decision, std::string cause) {
  return event_id_of(decision, std::move(cause)) + "@" + decision.settings.site +
         ".shelfwire.invalid";
}

OutboxRow new_row(Decision& decision, OutboxKind kind) {
  OutboxRow row;
  row.id = ++decision.counters.outbox;
  row.kind = kind;
  row.created_ms = decision.now.wall_ms;
  row.next_ms = decision.now.wall_ms;
  return row;
}

void store_new(Decision& decision, const OutboxRow& row) {
  put_row(decision.store, Table::kOutbox, number_key(row.id), row);
  ++decision.counters.outbox_rows;
  decision.deliver(row.id);
}

void erase_row(Decision& decision, std::uint64_t id) {
  decision.store.erase(Table::kOutbox, number_key(id));
  --decision.counters.outbox_rows;
}

/// The order no longer waits for row `id`.
void forget_row(PurchaseOrder& order, std::uint64_t id) {
  if (order.mail == id) order.mail = 0;
  if (order.post == id) order.post = 0;
}

void mark_told(Decision& decision, const OutboxRow& row) {
  auto order = find_order(decision.store, row.order);
  if (!order) return;
  note_step(decision, *order, "mail",
            std::string(to_string(row.notice->state)) + ": sent to " + row.to);
  store_order(decision, *order);
}

/// The supplier has it once no mail of it waits.
void mark_delivered(Decision& decision, const OutboxRow& row) {
  if (row.notice) return mark_told(decision, row);
  auto order = find_purchase(decision.store, row.purchase_order);
  if (!order) return;
  forget_row(*order, row.id);
  if (order->stage == PurchaseState::kApproved && order->mail == 0) {
    order->stage = PurchaseState::kSent;
  }
  if (order->sent_ms == 0 && order->mail == 0) order->sent_ms = decision.now.wall_ms;
  store_purchase(decision, *order);
}

/// A person who retries may have corrected the supplier's address first.
void use_address_of_now(const Decision& decision, OutboxRow& row) {
  const auto order = find_purchase(decision.store, row.purchase_order);
  if (row.kind != OutboxKind::kMail || !order) return;
  const auto supplier = find_supplier(decision.store, order->supplier);
  if (!supplier || supplier->email.empty()) return;
  row.to = supplier->email;
  row.to_name = supplier->name;
}

}  // namespace

bool outbox_has_room(const Decision& decision) {
  return decision.counters.outbox_rows < kOutboxRowsMax;
}

void queue_mail(Decision& decision, PurchaseOrder& order, const Supplier& supplier) {
  OutboxRow row = new_row(decision, OutboxKind::kMail);
  // Whoever dropped the first mail cannot know that it never arrived.
  const bool repeated = order.mails > 0;
  ++order.mails;
  row.purchase_order = order.number;
  row.to = supplier.email;
  row.to_name = supplier.name;
  row.language = supplier.language;
  row.subject = purchase_subject(order, supplier.language, repeated);
  row.message_id = message_id_of(
      decision, purchase_id(order.number) + (repeated ? ".r" + std::to_string(order.mails) : ""));
  order.mail = row.id;
  store_new(decision, row);
}

void queue_post(Decision& decision, PurchaseOrder& order) {
  OutboxRow row = new_row(decision, OutboxKind::kUpOrder);
  row.purchase_order = order.number;
  row.subject = purchase_id(order.number);
  row.message_id = event_id_of(decision, row.subject);
  order.post = row.id;
  store_new(decision, row);
}

void queue_alert(Decision& decision, const LowAlert& alert) {
  OutboxRow row = new_row(decision, OutboxKind::kUpLow);
  const Position& position = alert.position;
  row.low = LowFacts{position.sku,      position.warehouse, alert.available,
                     position.on_order, alert.threshold,    position.low_since_ms};
  row.subject = "low " + std::string(position.sku.view()) + " " + position.warehouse;
  row.message_id = event_id_of(decision, "low-" + std::to_string(row.id));
  store_new(decision, row);
}

void queue_notice(Decision& decision, const Order& order) {
  OutboxRow row = new_row(decision, OutboxKind::kOrderMail);
  row.order = order.number;
  row.to = order.customer.email;
  row.to_name = order.customer.name;
  row.notice = OrderNotice{order.id, order.decided, order.reason, order.lines, order.invoice};
  row.subject = order_subject(*row.notice);
  row.message_id = message_id_of(
      decision, "order-" + std::to_string(order.number) + "-" + to_string(order.decided));
  store_new(decision, row);
}

void withdraw_delivery(Decision& decision, PurchaseOrder& order, std::uint64_t id) {
  if (id == 0) return;
  erase_row(decision, id);
  decision.withdraw(id);
  forget_row(order, id);
}

bool retry_delivery(Decision& decision, std::uint64_t id) {
  auto row = find_outbox(decision.store, id);
  if (!row) return false;
  row->state = DeliveryState::kQueued;
  row->next_ms = decision.now.wall_ms;
  use_address_of_now(decision, *row);
  put_row(decision.store, Table::kOutbox, number_key(id), *row);
  decision.deliver(id);
  return true;
}

Outcome note_delivery(Decision& decision, const DeliveryReport& report) {
  Outcome outcome;
  auto row = find_outbox(decision.store, report.outbox_id);
  if (!row) {
    outcome.verdict = Verdict::kNotFound;
    return outcome;
  }
  if (report.state == DeliveryState::kSent) {
    erase_row(decision, row->id);
    mark_delivered(decision, *row);
    return outcome;
  }
  row->state = report.state;
  row->next_ms = report.next_ms;
  row->error = excerpt(report.error, kReasonBytesMax);
  ++row->attempts;
  put_row(decision.store, Table::kOutbox, number_key(row->id), *row);
  decision.deliver(row->id);  // one that failed for good is not handed out
  return outcome;
}

Outcome change_outbox(Decision& decision, const ChangeOutbox& change) {
  Outcome outcome;
  const auto row = find_outbox(decision.store, change.id);
  if (!row) {
    outcome.verdict = Verdict::kNotFound;
    return outcome;
  }
  if (change.action == OutboxAction::kRetry) {
    (void)retry_delivery(decision, change.id);
    return outcome;
  }
  erase_row(decision, change.id);
  decision.withdraw(change.id);
  if (auto order = find_purchase(decision.store, row->purchase_order)) {
    forget_row(*order, change.id);
    store_purchase(decision, *order);
  }
  return outcome;
}

}  // namespace gateway
