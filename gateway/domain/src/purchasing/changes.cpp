// SPDX-License-Identifier: MIT
#include "purchasing/changes.h"

#include <algorithm>
#include <map>
#include <string>

#include "gateway/limits.h"
#include "gateway/restore/restore.h"
#include "outbox/queue.h"
#include "purchasing/deliveries.h"
#include "purchasing/purchasing.h"
#include "purchasing/rows.h"
#include "rows/manual_request.h"
#include "stock/booking.h"
#include "tasks/store_tasks.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

Outcome wrong_state(const PurchaseOrder& order, std::string_view advice) {
  return refuse("po", purchase_id(order.number) + " is " + to_string(order.state()) + ": " +
                          std::string(advice));
}

/// Opens a task, at most one per order, because its supplier has no address. True: it did.
bool tell_once(BatchContext& context, PurchaseOrder& order) {
  if (order.task_id != 0) return false;
  Task task;
  task.why = "no_supplier_address";
  task.at_ms = context.now.wall_ms;
  task.detail =
      purchase_id(order.number) + " waits: set an e-mail address for supplier " + order.supplier;
  order.task_id = store_task(context, std::move(task));
  store_purchase(context, order);
  return true;
}

bool has_way(const BatchContext& context, const std::optional<Supplier>& supplier) {
  return (supplier && !supplier->email.empty()) || context.settings.upstream;
}

/// Whether the outbox takes what sends the order: the mail, or else the post. A post that goes
/// with a mail may pass the bound of posts, so that a server upstream that is away stops no mail.
bool has_room(const BatchContext& context, const std::optional<Supplier>& supplier) {
  const bool by_mail = supplier && !supplier->email.empty();
  return outbox_has_room(context, by_mail ? OutboxKind::kMail : OutboxKind::kUpOrder);
}

/// Sends a proposed order out. The caller has checked has_way() and has_room().
void approve(BatchContext& context, PurchaseOrder& order, const std::optional<Supplier>& supplier) {
  if (order.task_id != 0) (void)withdraw_task(context, order.task_id);
  close_to_lines(context, order);
  if (order.stage == PurchaseState::kInDoubt) ++order.mails;  // so the mail says that it may repeat
  order.stage = PurchaseState::kApproved;
  if (supplier && !supplier->email.empty()) queue_mail(context, order, *supplier);
  if (context.settings.upstream) queue_post(context, order);
  store_purchase(context, order);
}

const char* const kOutboxFull =
    "the outbox is full: see `shelfctl outbox list` for what cannot be delivered";

bool may_approve(const PurchaseOrder& order) {
  return order.stage == PurchaseState::kProposed || order.stage == PurchaseState::kInDoubt;
}

Outcome approve_by_hand(BatchContext& context, PurchaseOrder& order) {
  if (!may_approve(order)) return wrong_state(order, "it was approved before");
  const auto supplier = find_supplier(context.store, order.supplier);
  if (!has_way(context, supplier)) {
    return refuse("supplier", "supplier " + order.supplier +
                                  " has no e-mail address: set one, or confirm it once the "
                                  "supplier has it");
  }
  if (!has_room(context, supplier)) return refuse("outbox", kOutboxFull);
  approve(context, order, supplier);
  return {};
}

/// A mail that waits is tried at once; one that was sent is sent again, and says so.
Outcome send_by_hand(BatchContext& context, PurchaseOrder& order) {
  if (may_approve(order)) return approve_by_hand(context, order);
  if (order.closed()) return wrong_state(order, "there is nothing to send");
  if (const auto waiting = find_outbox(context.store, order.mail)) {
    retry_delivery(context, *waiting);
    return {};
  }
  const auto supplier = find_supplier(context.store, order.supplier);
  if (!supplier || supplier->email.empty()) {
    return refuse("supplier", "supplier " + order.supplier + " has no e-mail address: set one");
  }
  if (!has_room(context, supplier)) return refuse("outbox", kOutboxFull);
  queue_mail(context, order, *supplier);
  store_purchase(context, order);
  return {};
}

/// The supplier has the order, no matter how: its mail is withdrawn.
Outcome confirm(BatchContext& context, PurchaseOrder& order) {
  if (order.closed() || order.stage == PurchaseState::kConfirmed) {
    return wrong_state(order, "there is nothing to confirm");
  }
  if (order.task_id != 0) (void)withdraw_task(context, order.task_id);
  close_to_lines(context, order);
  withdraw_delivery(context, order, order.mail);  // the post to the upstream server still goes out
  order.stage = PurchaseState::kConfirmed;
  if (order.sent_ms == 0) order.sent_ms = context.now.wall_ms;
  store_purchase(context, order);
  return {};
}

Outcome cancel(BatchContext& context, PurchaseOrder& order, const std::string& why) {
  if (order.closed()) return wrong_state(order, "there is nothing to cancel");
  if (order.task_id != 0) (void)withdraw_task(context, order.task_id);
  close_to_lines(context, order);
  withdraw_delivery(context, order, order.mail);
  withdraw_delivery(context, order, order.post);
  release_lines(context, order);
  order.stage = PurchaseState::kCancelled;
  order.why = excerpt(why, kReasonBytesMax);
  store_purchase(context, order);
  return {};
}

using Lines = std::vector<ReceivePurchase::Line>;

Lines open_lines(const PurchaseOrder& order) {
  Lines lines;
  for (const PurchaseLine& line : order.lines) {
    if (line.open() > 0) lines.push_back({line.sku, line.open()});
  }
  return lines;
}

/// Whether `qty` more of a SKU stays within kStockMax, in the bin and at the supplier.
bool books_have_room(const Reader& store, std::string_view sku, std::string_view to,
                     wire::Quantity qty) {
  const auto into = find_bin(store, sku, to);
  const auto from = find_bin(store, sku, wire::kAtSupplier);
  return (!into || into->on_hand <= kStockMax - qty) && (!from || from->on_hand >= qty - kStockMax);
}

/// Every problem of a receipt, before anything is booked.
std::vector<Problem> problems_of(const BatchContext& context, const PurchaseOrder& order,
                                 const Lines& lines, const wire::Location& to) {
  std::vector<Problem> problems;
  std::map<std::string, wire::Quantity> sums;  // a SKU may be named twice
  for (const auto& [sku, qty] : lines) {
    const auto ordered = std::find_if(order.lines.begin(), order.lines.end(),
                                      [&](const auto& line) { return line.sku == sku; });
    const std::string name(sku.view());
    if (ordered == order.lines.end()) {
      problems.push_back({0, "sku", name + " is not in " + purchase_id(order.number)});
    }
    const bool in_range = qty >= 1 && qty <= kThresholdMax;
    if (in_range) sums[name] += qty;
    if (!in_range || !books_have_room(context.store, name, to.view(), sums[name])) {
      problems.push_back({0, "qty", name + ": the quantity is out of range"});
    }
  }
  if (!wire::is_location(to.view())) {
    problems.push_back({0, "to", "must be a location like MAIN/A-01"});
  } else if (wire::warehouse_of(to.view()) != order.warehouse) {
    problems.push_back(
        {0, "to", "must be in " + order.warehouse + ", where the purchase order goes"});
  }
  return problems;
}

/// Books a line in movements of at most wire::kQuantityMax: a line may be larger.
void book_receipt(BatchContext& context, const ReceivePurchase::Line& line, wire::Movement movement,
                  Outcome& outcome) {
  movement.sku = line.sku;
  for (wire::Quantity rest = line.qty; rest > 0; rest -= movement.qty) {
    movement.qty = std::min(rest, wire::kQuantityMax);
    const auto booked = book(context, movement, manual_origin(), MovementChannel::kManual);
    if (!booked) {  // the item left the catalogue, which cannot happen
      outcome.problems.push_back({0, "sku", to_string(booked.error())});
      return;
    }
    outcome.ledger_seq = booked->seq;
    ++outcome.changed;
  }
}

}  // namespace

void skip_purchases(BatchContext& context, std::uint64_t last) {
  while (context.counters.purchase < last) {
    PurchaseOrder order;
    order.number = ++context.counters.purchase;
    order.stage = PurchaseState::kUnknown;
    order.at_ms = context.now.wall_ms;
    put_row(context.store, Table::kPurchaseOrders, number_key(order.number), order);
  }
}

std::uint64_t doubt_proposed(BatchContext& context) {
  const auto numbers = list_proposed(context.store);
  for (const auto number : numbers) {
    auto order = find_purchase(context.store, number);
    if (!order) continue;
    if (order->task_id != 0) (void)withdraw_task(context, order->task_id);
    close_to_lines(context, *order);
    order->stage = PurchaseState::kInDoubt;
    store_purchase(context, *order);
  }
  return numbers.size();
}

std::uint64_t approve_proposed(BatchContext& context) {
  if (!context.settings.approve_by_itself || context.counters.documents_wait) return 0;
  std::uint64_t changed = 0;
  for (const auto number : list_proposed(context.store)) {
    auto order = find_purchase(context.store, number);
    if (!order) continue;
    const auto supplier = find_supplier(context.store, order->supplier);
    if (!has_way(context, supplier)) {
      changed += tell_once(context, *order) ? 1 : 0;
    } else if (has_room(context, supplier)) {
      approve(context, *order, supplier);
      ++changed;
    }
  }
  return changed;
}

Outcome decide(BatchContext& context, const ChangePurchase& change) {
  auto order = find_purchase(context.store, change.number);
  if (!order) {
    Outcome missing;
    missing.verdict = Verdict::kNotFound;
    return missing;
  }
  const bool sends =
      change.action == PurchaseAction::kApprove || change.action == PurchaseAction::kSend;
  if (sends && context.counters.documents_wait) {
    return refuse(
        "po",
        std::string(
            "the store was restored or copied, or lost what was acked: nothing leaves until ") +
            kNameLastNumbers);
  }
  switch (change.action) {
    case PurchaseAction::kApprove:
      return approve_by_hand(context, *order);
    case PurchaseAction::kSend:
      return send_by_hand(context, *order);
    case PurchaseAction::kConfirm:
      return confirm(context, *order);
    case PurchaseAction::kCancel:
      return cancel(context, *order, change.why);
  }
  return {};
}

std::string request_content(const ChangePurchase& change) {
  return "po " + std::to_string(change.number) + " " +
         std::to_string(static_cast<int>(change.action)) + change.why;
}

Outcome decide(BatchContext& context, const ReceivePurchase& receipt) {
  Outcome outcome;
  const auto order = find_purchase(context.store, receipt.number);
  if (!order) {
    outcome.verdict = Verdict::kNotFound;
    return outcome;
  }
  if (!rule_of(order->stage).takes_goods) {
    return wrong_state(*order, "receive the goods with `shelfctl move receive`");
  }
  wire::Movement movement;
  movement.op = wire::Op::kReceive;
  movement.by = receipt.by;
  movement.to = receipt.to;
  if (movement.to.empty()) {
    if (const auto whole = wire::Location::from(order->warehouse)) movement.to = *whole;
  }
  if (const auto id = wire::Reference::from(purchase_id(order->number))) movement.ref = *id;
  const Lines lines = receipt.lines.empty() ? open_lines(*order) : receipt.lines;
  if (lines.empty()) return wrong_state(*order, "everything is in; name what came too much");
  outcome.problems = problems_of(context, *order, lines, movement.to);
  if (outcome.problems.empty()) {
    for (const auto& line : lines) book_receipt(context, line, movement, outcome);
  }
  if (!outcome.problems.empty()) outcome.verdict = Verdict::kRefused;
  return outcome;
}

std::string request_content(const ReceivePurchase& receipt) {
  std::string content = "receive " + std::to_string(receipt.number) + '\0';
  content += receipt.to.view();
  for (const auto& line : receipt.lines) {
    content += '\0' + std::string(line.sku.view()) + '\0' + std::to_string(line.qty);
  }
  return content;
}

}  // namespace gateway
