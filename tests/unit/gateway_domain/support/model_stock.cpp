// SPDX-License-Identifier: MIT
// The model's ledger: what movements mean, and what scanners send.
#include <algorithm>

#include "model.h"

namespace domain_test {

using gateway::NegativeStock;
using gateway::Outcome;
using gateway::Verdict;
using wire::Op;
using wire::Refusal;

namespace {

bool is_virtual(const std::string& location) {
  return location.starts_with('@');
}
bool is_one_of_ours(const std::string& location) {
  static const std::set<std::string> kOurs{"@supplier", "@customer", "@scrap", "@adjust",
                                           "@unknown"};
  return kOurs.contains(location);
}

}  // namespace

void Model::begin() {
  bins_touched.clear();
  lows_touched.clear();
  acks_due.clear();
  rows_touched.clear();
  withdrawn.clear();
  orders_touched.clear();
  work.clear();
  notes.clear();
}

Outcome Model::apply(const gateway::Command& command) {
  return std::visit([&](const auto& one) { return on(one); }, command);
}

std::int64_t Model::on_hand(const std::string& sku, const std::string& location) const {
  std::int64_t sum = 0;
  for (const auto& entry : ledger) {
    if (entry.sku != sku) continue;
    if (entry.from == location) sum -= entry.qty;
    if (entry.to == location) sum += entry.qty;
  }
  return sum;
}

std::int64_t Model::on_hand_in(const std::string& sku, const std::string& warehouse) const {
  std::int64_t sum = 0;
  for (const auto& entry : ledger) {
    if (entry.sku != sku) continue;
    if (warehouse_of(entry.from) == warehouse) sum -= entry.qty;
    if (warehouse_of(entry.to) == warehouse) sum += entry.qty;
  }
  return sum;
}

std::uint64_t Model::except(std::string why, const Origin& origin, const wire::Movement& movement) {
  tasks.push_back({std::move(why), gateway::TaskState::kOpen, origin.source, origin.epoch,
                   origin.seq, movement, 0});
  return tasks.size();
}

/// Once a step: who dismissed the question is not asked again while it lasts.
void Model::ask_about_step(bool stepped) {
  const auto open = std::find_if(tasks.begin(), tasks.end(), [](const auto& task) {
    return task.why == "clock_step" && task.state == gateway::TaskState::kOpen;
  });
  if (stepped && !step_asked) except("clock_step");
  step_asked = stepped;
  if (!stepped && open != tasks.end()) open->state = gateway::TaskState::kWithdrawn;
}

Outcome Model::on(const gateway::NoteClock& note) {
  if (note.before != clock) return {};
  clock = note.memory;
  ask_about_step(clock.stepped());
  return {};
}

Outcome Model::on(const gateway::ConfirmClock&) {
  clock = {.trusted_ms = now_ms, .booted_at_ms = now_ms};
  ask_about_step(false);
  Outcome outcome;
  outcome.changed = trusted ? 0 : 1;
  return outcome;
}

std::optional<Model::Meaning> Model::meaning_of(const std::string& code) const {
  for (const auto& [sku, item] : items) {
    const auto found = item.barcodes.find(filed_as(code));
    if (found != item.barcodes.end()) return Meaning{sku, found->second};
  }
  if (items.contains(code)) return Meaning{code, 1};
  return std::nullopt;
}

// Of several faults the first counts: quantity, places, item, stock.
Model::Booking Model::book(const wire::Movement& movement, const Origin& origin, bool by_person,
                           Time scanned) {
  const bool counts = movement.op == Op::kCount;
  if (movement.qty < (counts ? 0 : 1) || movement.qty > 1'000'000) {
    return {0, Refusal::kBadQuantity};
  }
  if (movement.op == Op::kUndo) return {0, Refusal::kNotReversible};
  std::string from = str(movement.from);
  std::string to = str(movement.to);
  for (const auto& named : {from, to}) {
    const bool good =
        named.empty() || wire::is_location(named) || (by_person && is_one_of_ours(named));
    if (!good) return {0, Refusal::kUnknownLocation};
  }
  if (movement.op == Op::kReceive) from = "@supplier";
  if (movement.op == Op::kReturn) from = "@customer";
  if (movement.op == Op::kPick) to = "@customer";
  if (movement.op == Op::kScrap) to = "@scrap";
  const std::string counted = to.empty() ? from : to;
  if (counts) from = "@adjust", to = counted;
  if (from.empty() || to.empty() || from == to) return {0, Refusal::kUnknownLocation};

  Meaning meaning;
  if (!movement.sku.empty()) {
    meaning.sku = str(movement.sku);
    if (!items.contains(meaning.sku)) return {0, Refusal::kUnknownSku};
  } else {
    const auto found = meaning_of(str(movement.code));
    if (!found) {
      return {0, is_misread(str(movement.code)) ? Refusal::kBadCode : Refusal::kUnknownCode};
    }
    meaning = *found;
  }
  std::int64_t qty = movement.qty * meaning.pack;
  if (counts) {
    qty -= on_hand(meaning.sku, counted);
    if (qty < 0) {
      qty = -qty;
      std::swap(from, to);
    }
  }
  return append({movement.op, meaning.sku, from, to, qty, 0, false, origin.source, origin.epoch,
                 origin.seq, str(movement.ref), 0, 0, scanned});
}

Model::Booking Model::undo(std::uint64_t number, const Origin& origin, Time scanned) {
  if (number < 1 || number > ledger.size()) return {0, Refusal::kNotReversible};
  const ModelEntry original = ledger[number - 1];
  if (original.undone || original.undoes != 0) return {0, Refusal::kNotReversible};
  const auto booking = append({Op::kUndo, original.sku, original.to, original.from, original.qty,
                               number, false, origin.source, origin.epoch, origin.seq, "",
                               original.purchase, original.order, scanned});
  if (booking.why) return booking;
  ledger[number - 1].undone = true;
  if (const auto asked = questioned_.find(number); asked != questioned_.end()) {
    withdraw(asked->second);
  }
  return booking;
}

Model::Booking Model::append(ModelEntry entry) {
  const auto policy = policies_.contains(entry.from) ? policies_[entry.from] : NegativeStock::kFlag;
  const auto before = on_hand(entry.sku, entry.from);
  if (!is_virtual(entry.from) && entry.qty > 0 && policy == NegativeStock::kForbid &&
      before < entry.qty) {
    return {0, Refusal::kInsufficient};
  }
  if (entry.op == Op::kPick && !is_virtual(entry.from)) {
    for (std::uint64_t i = 1; i <= orders.size(); ++i) {
      const auto& lines = orders[i - 1].lines;
      const bool has = std::any_of(lines.begin(), lines.end(),
                                   [&](const auto& line) { return line.sku == entry.sku; });
      if (orders[i - 1].id == entry.ref && orders[i - 1].stands() && has) entry.order = i;
    }
  }
  const std::uint64_t number = ledger.size() + 1;
  const auto doubt = question(entry, number);
  ledger.push_back(entry);
  const bool crosses = before >= 0 && before - entry.qty < 0;
  if (!is_virtual(entry.from) && policy == NegativeStock::kFlag && crosses) {
    except("discrepancy", {entry.source, entry.epoch, entry.seq}, {});
  }
  for (const auto& location : {entry.from, entry.to}) {
    if (!is_virtual(location)) bins_touched.insert({entry.sku, location});
  }
  follow(entry);
  return {number, std::nullopt, doubt};
}

/// A quantity that no movement may have is none.
wire::Movement Model::movement_of(const gateway::PlainSupply& plain) const {
  wire::Movement movement;
  movement.op = plain.quantity > 0 ? Op::kReceive : Op::kPick;
  movement.qty = std::abs(plain.quantity) <= 1'000'000 ? std::abs(plain.quantity) : 0;
  auto& location = plain.quantity > 0 ? movement.to : movement.from;
  location = *wire::Location::from(plain.warehouse_name);
  if (items.contains(plain.product_code)) {
    movement.sku = *wire::Sku::from(plain.product_code);
  } else {
    movement.code = *wire::Code::from(plain.product_code);
  }
  return movement;
}

Outcome Model::on(const gateway::PlainSupply& plain) {
  const std::string content =
      plain.product_code + '|' + plain.warehouse_name + '|' + std::to_string(plain.quantity);
  const Pair id{plain.topic, plain.message_id};
  const wire::Movement movement = movement_of(plain);
  if (!plain.message_id.empty() && seen_.contains(id)) {
    Outcome outcome = seen_[id].outcome;
    outcome.verdict = Verdict::kRepeated;
    outcome.refused.reset();
    if (seen_[id].content == content) return outcome;
    outcome = Outcome{};
    outcome.verdict = Verdict::kTask;
    outcome.refused = Refusal::kKeyReused;
    outcome.task_id = except("key_reused", {"@plain", 0, 0}, movement);
    return outcome;
  }
  const auto booking = book(movement, {"@plain", 0, 0}, false, {});
  Outcome outcome;
  outcome.ledger_seq = booking.entry;
  if (booking.why) {
    const bool unknown = *booking.why == Refusal::kUnknownCode;
    outcome.verdict = Verdict::kTask;
    outcome.refused = unknown ? Refusal::kUnknownSku : *booking.why;
    outcome.task_id = except(to_string(*outcome.refused), {"@plain", 0, 0}, movement);
  }
  if (!plain.message_id.empty()) seen_[id] = {content, outcome};
  return outcome;
}

Outcome Model::outcome_of(const Booking& booking) {
  Outcome outcome;
  outcome.ledger_seq = booking.entry;
  outcome.refused = booking.why;
  if (booking.why) outcome.verdict = Verdict::kRefused;
  return outcome;
}

template <typename Run>
Outcome Model::once(const std::string& id, const std::string& content, const Run& run) {
  const Pair key{"by hand", id};
  if (!id.empty() && seen_.contains(key)) {
    Outcome outcome;
    outcome.verdict = Verdict::kRepeated;
    outcome.ledger_seq = seen_[key].outcome.ledger_seq;
    if (seen_[key].content == content) return outcome;
    outcome.verdict = Verdict::kRefused;
    outcome.refused = Refusal::kKeyReused;
    outcome.ledger_seq = 0;
    return outcome;
  }
  const Outcome outcome = run();
  if (outcome.verdict == Verdict::kDone && !id.empty()) seen_[key] = {content, outcome};
  return outcome;
}

Outcome Model::on(const gateway::ManualMovement& manual) {
  const auto& m = manual.movement;
  const std::string content = std::string(to_string(m.op)) + '|' + str(m.sku) + '|' + str(m.from) +
                              '|' + str(m.to) + '|' + std::to_string(m.qty) + '|' + str(m.ref);
  return once(manual.request_id, content, [&] {
    return outcome_of(book(m, {"@manual", 0, 0}, true, by_hand()));
  });
}

Outcome Model::on(const gateway::ManualUndo& request) {
  const auto content = "undo|" + std::to_string(request.seq);
  auto outcome = once(request.request_id, content, [&] {
    return outcome_of(undo(request.seq, {"@manual", 0, 0}, {}));
  });
  const bool exists = request.seq >= 1 && request.seq <= ledger.size();
  if (!exists && outcome.refused == Refusal::kNotReversible) {
    outcome.verdict = Verdict::kNotFound;
    outcome.refused.reset();
  }
  return outcome;
}

Outcome Model::on(const gateway::ChangePurchase& request) {
  const auto content = "po|" + std::to_string(request.number) + '|' +
                       std::to_string(static_cast<int>(request.action)) + '|' + request.why;
  return once(request.request_id, content, [&] { return change(request.number, request.action); });
}

Outcome Model::on(const gateway::ReceivePurchase& receipt) {
  auto content = "receive|" + std::to_string(receipt.number) + '|' + str(receipt.to);
  for (const auto& line : receipt.lines) content += '|' + str(line.sku) + std::to_string(line.qty);
  return once(receipt.request_id, content, [&] { return receive_at(receipt); });
}

Outcome Model::on(const gateway::SetLocation& change) {
  Outcome outcome;
  if (wire::is_location(change.location.view())) {
    policies_[str(change.location)] = change.policy;
    outcome.changed = 1;
  } else {
    outcome.verdict = Verdict::kRefused;
  }
  return outcome;
}

Outcome Model::on(const gateway::ChangeOrder& request) {
  const auto content = "order|" + request.id + '|' +
                       std::to_string(static_cast<int>(request.action)) + '|' + request.why;
  return once(request.request_id, content, [&] { return change_order(request); });
}

Outcome Model::on(const gateway::KeepUnreadable&) {
  ++unreadable;
  return {};
}

}  // namespace domain_test
