// SPDX-License-Identifier: MIT
// The model's customers: their orders, the stages, and what people and time do with them.
#include <algorithm>
#include <tuple>

#include "model.h"

namespace domain_test {

using gateway::OrderPolicy;
using gateway::OrderStage;
using gateway::OrderState;
using gateway::Outcome;
using gateway::Verdict;

namespace {

std::string content_of(const gateway::SubmitOrder& order) {
  std::string content = order.customer.name + '|' + order.customer.email + '|' +
                        order.customer.address + '|' + order.problem + '|' +
                        std::to_string(order.policy ? static_cast<int>(*order.policy) : 0);
  for (const auto& line : order.lines) {
    content += '|' + std::string(line.sku.view()) + '*' + std::to_string(line.qty);
  }
  return content;
}

}  // namespace

void Model::note(std::uint64_t number, const std::string& what) {
  notes.emplace_back(orders[number - 1].id, what);
}

void Model::changed(std::uint64_t number) {
  orders_touched.insert(number);
  ModelOrder& order = orders[number - 1];
  const auto now = state(number);
  const bool closed =
      now == OrderState::kShipped || now == OrderState::kRejected || now == OrderState::kCancelled;
  if (closed && order.closed == 0) {
    order.closed = ++closings_;
    order.expires_ms = 0;
    if (now == OrderState::kShipped) note(number, "pick");
  }
  if (!closed && order.closed != 0) {
    order.closed = 0;
    note(number, "pick");
  }
}

void Model::queue_order(std::uint64_t number, OrderStage stage) {
  orders[number - 1].waits_for = stage;
  work.insert(stage);
}

void Model::confirm(std::uint64_t number, OrderState as) {
  ModelOrder& order = orders[number - 1];
  order.decided = as;
  begin_expiry(order);
  queue_order(number, OrderStage::kInvoice);
}

Outcome Model::on(const gateway::SubmitOrder& submitted) {
  const auto content = content_of(submitted);
  for (std::uint64_t number = 1; number <= orders.size(); ++number) {
    if (orders[number - 1].id != submitted.id) continue;
    if (orders[number - 1].content == content) {
      orders_touched.insert(number);
      return verdict(Verdict::kRepeated);
    }
    Outcome outcome = verdict(submitted.answered ? Verdict::kRefused : Verdict::kTask);
    outcome.refused = wire::Refusal::kKeyReused;
    if (!submitted.answered) outcome.task_id = except("key_reused");
    return outcome;
  }
  ModelOrder order;
  order.id = submitted.id;
  order.content = content;
  order.email = submitted.customer.email;
  order.policy = submitted.policy.value_or(settings_.order_policy);
  order.broken = !submitted.problem.empty();
  for (const auto& [sku, qty] : submitted.lines) {
    auto line = std::find_if(order.lines.begin(), order.lines.end(),
                             [&](const auto& each) { return each.sku == sku.view(); });
    if (line == order.lines.end()) {
      order.lines.push_back({std::string(sku.view()), 0, 0, 0, {}, {}, 0});
      line = order.lines.end() - 1;
    }
    line->qty += qty;
  }
  orders.push_back(order);
  queue_order(orders.size(), OrderStage::kReceive);
  changed(orders.size());
  return {};
}

Outcome Model::on(const gateway::StepOrders& step) {
  std::vector<std::uint64_t> waiting;
  for (std::uint64_t number = 1; number <= orders.size(); ++number) {
    if (orders[number - 1].waits_for == step.stage) waiting.push_back(number);
  }
  Outcome outcome;
  outcome.stalled =
      step.stage == OrderStage::kInvoice && (!trusted || documents_wait) && !waiting.empty();
  if (outcome.stalled) return outcome;
  outcome.more = waiting.size() > step.orders_max;
  if (outcome.more) waiting.resize(step.orders_max);
  for (const auto number : waiting) {
    orders[number - 1].waits_for.reset();
    if (step.stage == OrderStage::kReceive) receive_order(number);
    if (step.stage == OrderStage::kCheck) check_order(number);
    if (step.stage == OrderStage::kInvoice) invoice_order(number);
    if (step.stage == OrderStage::kNotify) notify_order(number);
    changed(number);
    ++outcome.changed;
  }
  return outcome;
}

/// Fills in what the catalogue says.
bool Model::acceptable(ModelOrder& order) const {
  std::string currency = settings_.company.currency;
  std::int64_t amount = 0;
  bool good = !order.broken && !order.lines.empty();
  for (auto& line : order.lines) {
    const auto item = items.find(line.sku);
    if (item == items.end() || line.qty > 1'000'000) return false;
    line.price = item->second.price;
    line.tax_percent = item->second.tax_percent;
    amount += line.price.value_or(0) * line.qty;
    if (!line.price || item->second.currency.empty()) continue;
    if (currency.empty()) currency = item->second.currency;
    good = good && currency == item->second.currency;
  }
  return good && amount <= 10'000'000'000'000;
}

void Model::receive_order(std::uint64_t number) {
  ModelOrder& order = orders[number - 1];
  const bool good = acceptable(order);
  if (!good) order.decided = OrderState::kRejected;
  note(number, "receive");
  queue_order(number, good ? OrderStage::kCheck : OrderStage::kNotify);
}

void Model::check_order(std::uint64_t number) {
  ModelOrder& order = orders[number - 1];
  std::int64_t there = 0;
  std::int64_t asked = 0;
  for (const auto& line : order.lines) {
    there += std::min(line.qty, free_stock(line.sku));
    asked += line.qty;
  }
  const bool waits = order.policy == OrderPolicy::kBackorder;
  const bool part = order.policy == OrderPolicy::kPartial && there > 0;
  order.decided = there == asked ? OrderState::kConfirmed
                  : waits        ? OrderState::kBackordered
                  : part         ? OrderState::kPartlyConfirmed
                                 : OrderState::kRejected;
  for (auto& line : order.lines) {
    if (order.decided == OrderState::kRejected) continue;
    const auto had = alerts.lower_bound({line.sku, ""});
    const bool known = had != alerts.end() && had->first.first == line.sku;
    hold(number, line, std::min(line.qty, free_stock(line.sku)));
    line.waiting = waits ? line.qty - line.got : 0;
    if (line.waiting > 0 && known) {
      line.home = had->first.second;
      warehouses_touched_.insert(line.home);
    }
    look_at_touched(line.sku);
  }
  note(number, "check");
  if (told_of_goods(order.decided)) return confirm(number, order.decided);
  queue_order(number, OrderStage::kNotify);
}

void Model::invoice_order(std::uint64_t number) {
  ModelOrder& order = orders[number - 1];
  ModelInvoice invoice{number, {}, false};
  bool priced = true;
  for (const auto& line : order.lines) {
    if (line.got == 0) continue;
    invoice.lines[line.sku] = line.got;
    const auto net = line.price.value_or(0) * line.got;
    const auto tax_in_hundredths = net * line.tax_percent;
    order.total += net + tax_in_hundredths / 100 + (tax_in_hundredths % 100 >= 50 ? 1 : 0);
    priced = priced && line.price.has_value();
  }
  invoices.push_back(invoice);
  order.invoice = invoices.size();
  if (!priced) except("no_price");
  note(number, "invoice");
  queue_order(number, OrderStage::kNotify);
}

void Model::notify_order(std::uint64_t number) {
  ModelOrder& order = orders[number - 1];
  order.notified = order.decided;
  if (!order.email.empty()) {
    auto& row = outbox[queue(gateway::OutboxKind::kOrderMail, 0)];
    row.order = number;
    // Where invoices were given out that are not here, one of them may have been this order's.
    const bool others_were = restored_.last_invoice > restored_.invoices;
    row.in_doubt =
        others_were && number <= restored_.orders && order.invoice > restored_.last_invoice;
  }
  note(number, "notify");
}

void Model::cancel(std::uint64_t number, const std::string& who) {
  ModelOrder& order = orders[number - 1];
  order.decided = OrderState::kCancelled;
  order.expires_ms = 0;
  if (order.invoice != 0) invoices[order.invoice - 1].cancelled = true;
  for (auto& line : order.lines) {
    for (const auto& each : std::vector<ModelPromise>(promises)) {
      if (each.order == number && each.sku == line.sku) {
        promise(number, each.sku, each.bin, -each.qty);
      }
    }
    if (line.waiting > 0 && !line.home.empty()) warehouses_touched_.insert(line.home);
    line.got = line.waiting = 0;
    fill(line.sku);
    look_at_touched(line.sku);
  }
  note(number, who);
  queue_order(number, OrderStage::kNotify);
  changed(number);
}

/// By a clock that is not trusted: at a time that never comes, until one that is says more.
void Model::begin_expiry(ModelOrder& order) const {
  if (settings_.reservation_ms == 0) return;
  order.expires_ms = trusted ? now_ms + settings_.reservation_ms : gateway::kExpiryUnknownMs;
}

Outcome Model::on(const gateway::ExpireOrders& request) {
  if (!trusted) return {};
  std::vector<std::pair<std::int64_t, std::uint64_t>> due;
  for (std::uint64_t number = 1; number <= orders.size(); ++number) {
    const auto until = orders[number - 1].expires_ms;
    if (until != 0 && until < now_ms) due.emplace_back(until, number);
  }
  std::sort(due.begin(), due.end());
  due.resize(std::min(due.size(), request.orders_max));
  for (const auto& [until, number] : due) {
    if (!picked_any(number)) {
      cancel(number, "expire");
      continue;
    }
    orders[number - 1].expires_ms = 0;
    changed(number);
  }
  std::size_t dated = 0;
  for (std::uint64_t number = 1; number <= orders.size() && dated < request.orders_max; ++number) {
    ModelOrder& order = orders[number - 1];
    if (order.expires_ms != gateway::kExpiryUnknownMs) continue;
    order.expires_ms = 0;
    if (told_of_goods(order.decided) && !picked_any(number)) begin_expiry(order);
    changed(number);
    ++dated;
  }
  Outcome outcome;
  outcome.changed = due.size() + dated;
  outcome.more = due.size() == request.orders_max || dated == request.orders_max;
  return outcome;
}

Outcome Model::change_order(const gateway::ChangeOrder& change) {
  std::uint64_t number = 0;
  for (std::uint64_t i = 1; i <= orders.size(); ++i)
    number = orders[i - 1].id == change.id ? i : number;
  if (number == 0) return verdict(Verdict::kNotFound);
  if (change.action == gateway::OrderAction::kShip) return ship(number);
  const auto decided = orders[number - 1].decided;
  const bool over = decided == OrderState::kRejected || decided == OrderState::kCancelled ||
                    state(number) == OrderState::kShipped;
  if (over || picked_any(number)) return verdict(Verdict::kRefused);
  cancel(number, "cancel");
  return {};
}

Outcome Model::ship(std::uint64_t number) {
  auto theirs = promises;
  std::erase_if(theirs, [&](const auto& each) { return each.order != number; });
  std::sort(theirs.begin(), theirs.end(), [](const auto& a, const auto& b) {
    return std::tie(a.sku, a.bin) < std::tie(b.sku, b.bin);
  });
  if (theirs.empty()) return verdict(Verdict::kRefused);
  for (const auto& each : theirs) {
    const auto policy = policies_.find(each.bin);
    const bool strict =
        policy != policies_.end() && policy->second == gateway::NegativeStock::kForbid;
    if (strict && on_hand(each.sku, each.bin) < each.qty) return verdict(Verdict::kRefused);
  }
  note(number, "ship");
  changed(number);
  Outcome outcome;
  for (const auto& each : theirs) {
    ModelEntry entry;
    entry.op = wire::Op::kPick;
    entry.sku = each.sku;
    entry.from = each.bin;
    entry.to = "@customer";
    entry.qty = each.qty;
    entry.source = "@manual";
    entry.scanned_ms = by_hand();
    entry.ref = orders[number - 1].id;
    outcome.ledger_seq = append(entry).entry;
    ++outcome.changed;
  }
  return outcome;
}

}  // namespace domain_test
