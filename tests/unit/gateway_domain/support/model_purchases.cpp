// SPDX-License-Identifier: MIT
// The model's purchase orders after their lines were opened, the outbox, and what a
// person does with tasks.
#include <algorithm>
#include <tuple>

#include "model.h"

namespace domain_test {

using gateway::OutboxKind;
using gateway::Outcome;
using gateway::PurchaseAction;
using gateway::PurchaseState;
using gateway::TaskState;
using gateway::Verdict;

namespace {

const auto kRefusal = [] { return verdict(Verdict::kRefused); };

bool has(const ModelPurchase& order, const std::string& sku) {
  return std::any_of(order.lines.begin(), order.lines.end(),
                     [&](const ModelLine& line) { return line.sku == sku; });
}

}  // namespace

PurchaseState ModelPurchase::state() const {
  if (stage == PurchaseState::kCancelled || stage == PurchaseState::kUnknown) return stage;
  const auto open = [](const ModelLine& line) { return line.open(); };
  const auto any = [](const ModelLine& line) { return line.received > 0; };
  if (std::none_of(lines.begin(), lines.end(), open)) return PurchaseState::kReceived;
  if (std::any_of(lines.begin(), lines.end(), any)) return PurchaseState::kPartlyReceived;
  return stage;
}

bool ModelPurchase::closed() const {
  return state() == PurchaseState::kReceived || state() == PurchaseState::kCancelled ||
         stage == PurchaseState::kUnknown;
}

bool ModelPurchase::out() const {
  return !proposed() && stage != PurchaseState::kCancelled && stage != PurchaseState::kUnknown;
}

std::int64_t Model::on_order(const std::string& sku, const std::string& warehouse) const {
  std::int64_t sum = 0;
  for (const auto& order : purchases) {
    if (order.warehouse != warehouse || order.stage == PurchaseState::kCancelled) continue;
    for (const auto& line : order.lines) {
      if (line.sku == sku) sum += std::max<std::int64_t>(0, line.qty - line.received);
    }
  }
  return sum;
}

std::vector<std::uint64_t> Model::open_purchases(const std::string& sku,
                                                 const std::string& warehouse) const {
  std::map<std::uint32_t, std::uint64_t> by_cycle;
  for (std::size_t i = 0; i < purchases.size(); ++i) {
    if (purchases[i].warehouse != warehouse || purchases[i].stage == PurchaseState::kCancelled)
      continue;
    for (const auto& line : purchases[i].lines) {
      if (line.sku == sku && line.open()) by_cycle[line.cycle] = i + 1;
    }
  }
  std::vector<std::uint64_t> numbers;
  for (const auto& [cycle, number] : by_cycle) numbers.push_back(number);
  return numbers;
}

/// The last entry's goods came in.
void Model::receive(const std::string& warehouse) {
  ModelEntry& entry = ledger.back();
  std::uint64_t number = 0;
  if (entry.ref.starts_with("PO-")) number = std::stoull(entry.ref.substr(3));
  const auto fits = [&] {
    if (number < 1 || number > purchases.size()) return false;
    const ModelPurchase& order = purchases[number - 1];
    return order.out() && order.warehouse == warehouse && has(order, entry.sku);
  };
  if (!fits()) {
    const auto open = open_purchases(entry.sku, warehouse);
    number = open.empty() ? 0 : open.front();
  }
  if (!fits()) return;
  for (auto& line : purchases[number - 1].lines) {
    if (line.sku == entry.sku) line.received += entry.qty;
  }
  entry.purchase = number;
}

void Model::give_back(const ModelEntry& receipt) {
  if (receipt.purchase == 0) return;
  for (auto& line : purchases[receipt.purchase - 1].lines) {
    if (line.sku == receipt.sku) line.received -= receipt.qty;
  }
}

std::uint64_t Model::queue(OutboxKind kind, std::uint64_t purchase) {
  outbox[++last_row_] = {.kind = kind, .purchase = purchase};
  rows_touched.insert(last_row_);
  return last_row_;
}

void Model::queue_mail(std::uint64_t number) {
  ModelPurchase& order = purchases[number - 1];
  ++order.mails;
  order.mail = queue(OutboxKind::kMail, number);
}

void Model::withdraw_rows(ModelPurchase& order, bool post_too) {
  for (auto* row : {&order.mail, &order.post}) {
    if (*row == 0 || (row == &order.post && !post_too)) continue;
    answer_task(outbox.at(*row));
    outbox.erase(*row);
    withdrawn.push_back(*row);
    *row = 0;
  }
}

void Model::retry(std::uint64_t id) {
  ModelRow& row = outbox.at(id);
  answer_task(row);
  row.failed = row.in_doubt = false;
  row.failed_ms = 0;
  row.lost_answers = 0;
  rows_touched.insert(id);
}

/// Nobody needs to decide about the row any more.
void Model::answer_task(ModelRow& row) {
  if (row.task != 0 && tasks[row.task - 1].state == TaskState::kOpen) {
    tasks[row.task - 1].state = TaskState::kWithdrawn;
  }
  row.task = 0;
}

void Model::drop_row(std::uint64_t id) {
  ModelRow& row = outbox.at(id);
  if (row.purchase != 0) {
    ModelPurchase& order = purchases[row.purchase - 1];
    (row.kind == OutboxKind::kMail ? order.mail : order.post) = 0;
  }
  answer_task(row);
  outbox.erase(id);
  withdrawn.push_back(id);
}

bool Model::has_way(const ModelPurchase& order) const {
  return !suppliers_.at(order.supplier).empty() || settings_.upstream;
}

void Model::approve(std::uint64_t number) {
  ModelPurchase& order = purchases[number - 1];
  if (order.task != 0 && tasks[order.task - 1].state == TaskState::kOpen) {
    tasks[order.task - 1].state = TaskState::kWithdrawn;
  }
  if (order.stage == PurchaseState::kInDoubt) ++order.mails;
  order.stage = PurchaseState::kApproved;
  if (!suppliers_.at(order.supplier).empty()) queue_mail(number);
  if (settings_.upstream) order.post = queue(OutboxKind::kUpOrder, number);
}

bool Model::approve_or_tell(std::uint64_t number) {
  ModelPurchase& order = purchases[number - 1];
  if (has_way(order)) {
    approve(number);
    return true;
  }
  if (order.task != 0) return false;
  order.task = except("no_supplier_address");
  return true;
}

Outcome Model::change(std::uint64_t number, PurchaseAction action) {
  if (number < 1 || number > purchases.size()) return verdict(Verdict::kNotFound);
  ModelPurchase& order = purchases[number - 1];
  const bool sends = action == PurchaseAction::kSend;
  if (documents_wait && (sends || action == PurchaseAction::kApprove)) return kRefusal();
  const bool may_go = order.proposed() || order.stage == PurchaseState::kInDoubt;
  if (action == PurchaseAction::kApprove || (sends && may_go)) {
    if (!may_go || !has_way(order)) return kRefusal();
    approve(number);
    return {};
  }
  if (order.closed()) return kRefusal();
  if (sends) {
    if (order.mail != 0) return retry(order.mail), Outcome{};
    if (suppliers_.at(order.supplier).empty()) return kRefusal();
    queue_mail(number);
    return {};
  }
  const bool confirms = action == PurchaseAction::kConfirm;
  if (confirms && order.stage == PurchaseState::kConfirmed) return kRefusal();
  if (order.task != 0 && tasks[order.task - 1].state == TaskState::kOpen) {
    tasks[order.task - 1].state = TaskState::kWithdrawn;
  }
  withdraw_rows(order, !confirms);
  order.stage = confirms ? PurchaseState::kConfirmed : PurchaseState::kCancelled;
  if (confirms) return {};
  for (const auto& line : std::vector<ModelLine>(order.lines)) {
    if (!line.open()) continue;
    ModelAlert& alert = alerts.at({line.sku, order.warehouse});
    alert.reorder_suppressed = true;
    look_at(line.sku, order.warehouse);
    alert.reorder_suppressed = alert.low;
  }
  return {};
}

Outcome Model::receive_at(const gateway::ReceivePurchase& receipt) {
  if (receipt.number < 1 || receipt.number > purchases.size()) return verdict(Verdict::kNotFound);
  const ModelPurchase order = purchases[receipt.number - 1];
  if (!order.out()) return kRefusal();
  std::vector<std::pair<std::string, std::int64_t>> lines;
  for (const auto& line : receipt.lines) lines.emplace_back(str(line.sku), line.qty);
  for (const auto& line : order.lines) {
    if (receipt.lines.empty() && line.open()) {
      lines.emplace_back(line.sku, line.qty - line.received);
    }
  }
  const auto to = receipt.to.empty() ? order.warehouse : str(receipt.to);
  if (lines.empty() || !wire::is_location(to)) return kRefusal();
  if (to.substr(0, to.find('/')) != order.warehouse) return kRefusal();
  for (const auto& [sku, qty] : lines) {
    if (!has(order, sku) || qty < 1 || qty > 1'000'000'000) return kRefusal();
  }
  Outcome outcome;
  for (const auto& [sku, qty] : lines) {
    for (auto rest = qty; rest > 0; rest -= std::min<std::int64_t>(rest, 1'000'000)) {
      const auto name = std::to_string(receipt.number);
      ModelEntry entry;
      entry.op = wire::Op::kReceive;
      entry.sku = sku;
      entry.from = "@supplier";
      entry.to = to;
      entry.qty = std::min<std::int64_t>(rest, 1'000'000);
      entry.source = "@manual";
      entry.scanned_ms = by_hand();
      entry.ref = "PO-" + std::string(6 - std::min<std::size_t>(6, name.size()), '0') + name;
      outcome.ledger_seq = append(entry).entry;
      ++outcome.changed;
    }
  }
  return outcome;
}

Outcome Model::on(const gateway::DeliveryReport& report) {
  const auto row = outbox.find(report.outbox_id);
  if (row == outbox.end()) return verdict(Verdict::kNotFound);
  rows_touched.insert(report.outbox_id);
  ModelRow& reported = row->second;
  reported.failed = report.state == gateway::DeliveryState::kFailed;
  reported.failed_ms = reported.failed && trusted ? now_ms : 0;
  if (report.state == gateway::DeliveryState::kMaybeSent) ++reported.lost_answers;
  if (reported.failed) answer_task(reported);
  if (reported.failed) reported.in_doubt = false;
  const bool is_unsure = gateway::is_mail(reported.kind) && reported.lost_answers >= 2;
  if (report.state != gateway::DeliveryState::kSent) {
    if (is_unsure && !reported.failed && reported.task == 0) {
      reported.task = except("outbox_unsure");
    }
    return {};
  }
  answer_task(reported);
  if (row->second.purchase != 0) {
    ModelPurchase& order = purchases[row->second.purchase - 1];
    (row->second.kind == OutboxKind::kMail ? order.mail : order.post) = 0;
    const bool first = order.stage == PurchaseState::kApproved && order.mail == 0;
    if (first) order.stage = PurchaseState::kSent;
  }
  if (const auto order = row->second.order; order != 0) {
    note(order, "mail");
    changed(order);
  }
  outbox.erase(row);
  return {};
}

Outcome Model::on(const gateway::ChangeOutbox& change) {
  const auto row = outbox.find(change.id);
  if (row == outbox.end()) return verdict(Verdict::kNotFound);
  if (change.action == gateway::OutboxAction::kRetry) {
    if (documents_wait) return kRefusal();
    return retry(change.id), Outcome{};
  }
  const ModelRow dropped = row->second;
  drop_row(change.id);
  if (!dropped.in_doubt || dropped.purchase == 0) return {};
  ModelPurchase& order = purchases[dropped.purchase - 1];  // it was sent before
  if (order.stage == PurchaseState::kApproved && order.mail == 0)
    order.stage = PurchaseState::kSent;
  return {};
}

Outcome Model::on(const gateway::DropFailed& drop) {
  std::set<std::pair<std::int64_t, std::uint64_t>> oldest_first;
  for (const auto& [id, row] : outbox) {
    const bool meant = !drop.share || gateway::share_of(row.kind) == *drop.share;
    if (row.failed && meant) oldest_first.insert({row.failed_ms, id});
  }
  Outcome outcome;
  for (const auto& [failed_ms, id] : oldest_first) {
    outcome.more = outcome.changed == drop.rows_max;
    if (outcome.more) break;
    drop_row(id);
    ++outcome.changed;
  }
  return outcome;
}

/// No run takes so long that a row is archived: it gets the time that was not known.
Outcome Model::on(const gateway::ArchiveFailed&) {
  for (auto& [id, row] : outbox) {
    if (trusted && row.failed && row.failed_ms == 0) row.failed_ms = now_ms;
  }
  return {};
}

Outcome Model::on(const gateway::SettleTask& settlement) {
  if (settlement.id < 1 || settlement.id > tasks.size()) return verdict(Verdict::kNotFound);
  static const std::set<std::string> kIncidents{"history_lost", "second_history", "foreign_journal",
                                                "epoch_flood"};
  const ModelException task = tasks[settlement.id - 1];
  static const std::set<std::string> kBooked{"unknown_reference", "not_on_order",
                                             "more_than_ordered", "count_again"};
  const bool holds = !kBooked.contains(task.why) && !task.source.empty() &&
                     task.why != "discrepancy" && task.why != "malformed" &&
                     !kIncidents.contains(task.why) && task.movement.op != wire::Op::kUndo;
  if (task.state != TaskState::kOpen || asks_last_numbers(settlement.id) || !holds) {
    return kRefusal();
  }
  auto movement = task.movement;
  movement.sku = settlement.sku;
  const auto meaning = meaning_of(str(movement.code));
  if (settlement.pack != 0) {
    if (movement.qty * settlement.pack > 1'000'000) return kRefusal();
    movement.qty *= settlement.pack;
  } else if (meaning && meaning->sku == str(settlement.sku)) {
    movement.sku = {};
  } else if (str(movement.code) == "15901234123454") {
    return kRefusal();
  }
  const auto booking = book(movement, {task.source, task.epoch, task.seq}, false, {});
  if (booking.why) {
    Outcome refused = kRefusal();
    refused.refused = booking.why;
    return refused;
  }
  tasks[settlement.id - 1].state = TaskState::kSettled;
  tasks[settlement.id - 1].entry = booking.entry;
  Outcome outcome;
  outcome.ledger_seq = booking.entry;
  outcome.task_id = settlement.id;
  return outcome;
}

Outcome Model::on(const gateway::DismissTask& dismissal) {
  if (dismissal.id < 1 || dismissal.id > tasks.size()) return verdict(Verdict::kNotFound);
  auto& state = tasks[dismissal.id - 1].state;
  if (state != TaskState::kOpen || dismissal.why.empty()) return kRefusal();
  if (asks_last_numbers(dismissal.id)) return kRefusal();
  state = TaskState::kDismissed;
  const auto& task = tasks[dismissal.id - 1];
  if (task.why == "epoch_flood") opened_.erase(task.source);
  Outcome outcome;
  outcome.task_id = dismissal.id;
  return outcome;
}

}  // namespace domain_test
