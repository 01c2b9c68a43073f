// SPDX-License-Identifier: MIT
#include "orders/stages.h"

#include <algorithm>
#include <vector>

#include "gateway/limits.h"
#include "orders/orders.h"
#include "orders/rows.h"
#include "outbox/queue.h"
#include "rows/request_log.h"
#include "tasks/store_tasks.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

std::string content_of(const SubmitOrder& submitted) {
  const Customer& customer = submitted.customer;
  std::string content = customer.name + '\0' + customer.email + '\0' + customer.address + '\0';
  content += submitted.policy ? to_string(*submitted.policy) : "";
  for (const auto& line : submitted.lines) {
    content += '\0' + std::string(line.sku.view()) + '\0' + std::to_string(line.qty);
  }
  return content + '\0' + submitted.problem;
}

Outcome key_reused(BatchContext& context, const SubmitOrder& submitted) {
  const std::string detail = "order " + submitted.id + " came before, with other content";
  if (!submitted.answered) {
    Outcome outcome = store_refused(context, wire::Refusal::kKeyReused, {}, {}, detail);
    return outcome;
  }
  Outcome outcome;
  outcome.verdict = Verdict::kRefused;
  outcome.refused = wire::Refusal::kKeyReused;
  outcome.problems.push_back({0, "order", detail});
  return outcome;
}

/// A SKU that was submitted twice becomes one line.
void add_line(Order& order, const SubmitOrder::Line& submitted) {
  const auto same = std::find_if(order.lines.begin(), order.lines.end(),
                                 [&](const OrderLine& line) { return line.sku == submitted.sku; });
  if (same != order.lines.end()) {
    same->qty += submitted.qty;
    return;
  }
  OrderLine line;
  line.sku = submitted.sku;
  line.qty = submitted.qty;
  order.lines.push_back(std::move(line));
}

void run_stage(BatchContext& context, OrderStage stage, Order& order) {
  switch (stage) {
    case OrderStage::kReceive:
      return receive_order(context, order);
    case OrderStage::kCheck:
      return check_order(context, order);
    case OrderStage::kInvoice:
      return invoice_order(context, order);
    case OrderStage::kNotify:
      return notify_order(context, order);
  }
}

/// An invoice has a date and a number, so it waits until both can be known.
bool can_run(const BatchContext& context, OrderStage stage) {
  if (stage == OrderStage::kInvoice) {
    return context.now.wall_trusted && !context.counters.documents_wait;
  }
  return stage != OrderStage::kNotify || outbox_has_room(context, OutboxKind::kOrderMail);
}

/// The oldest orders of a stage's queue, at most `most`.
std::vector<std::uint64_t> oldest_waiting(const Reader& store, OrderStage stage, std::size_t most) {
  std::vector<std::uint64_t> numbers;
  scan_prefix<NumberRow>(store, Table::kOrderQueues, stage_prefix(stage),
                         [&](std::string_view, const NumberRow& row) {
                           if (numbers.size() == most) return false;
                           numbers.push_back(row.number);
                           return true;
                         });
  return numbers;
}

}  // namespace

Outcome decide(BatchContext& context, const SubmitOrder& submitted) {
  const auto hash = content_hash(content_of(submitted));
  if (const auto before = find_order(context.store, submitted.id)) {
    if (before->content_hash != hash) return key_reused(context, submitted);
    context.touch_order(before->number);  // its state is shown again to whoever asks again
    Outcome repeated;
    repeated.verdict = Verdict::kRepeated;
    return repeated;
  }
  Order order;
  order.number = ++context.counters.order;
  order.id = submitted.id;
  order.content_hash = hash;
  order.customer = submitted.customer;
  order.policy = submitted.policy.value_or(context.settings.order_policy);
  order.reason = excerpt(submitted.problem, kReasonBytesMax);
  order.created_ms = context.now.wall_ms;
  for (const auto& line : submitted.lines) add_line(order, line);
  put_row(context.store, Table::kOrderIds, order.id, NumberRow{order.number});
  queue_order(context, order, OrderStage::kReceive);
  store_order(context, order);
  return {};
}

Outcome decide(BatchContext& context, const StepOrders& step) {
  Outcome outcome;
  const auto waiting = oldest_waiting(context.store, step.stage, step.orders_max + 1);
  for (const auto number : waiting) {
    if (outcome.changed == step.orders_max) {
      outcome.more = true;
      break;
    }
    if (!can_run(context, step.stage)) {
      outcome.stalled = true;
      break;
    }
    auto order = find_order(context.store, number);
    if (!order) continue;  // `verify` reports it
    run_stage(context, step.stage, *order);
    store_order(context, *order);
    ++outcome.changed;
  }
  return outcome;
}

}  // namespace gateway
