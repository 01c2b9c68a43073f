// SPDX-License-Identifier: MIT
// The model's questions: references that do not fit, and counts that something came after.
#include <algorithm>

#include "model.h"

namespace domain_test {

using gateway::OrderState;
using wire::Doubt;
using wire::Op;

namespace {

bool is_ours(const std::string& location) {
  return !location.starts_with('@');
}

template <typename Lines>
auto line_of(const Lines& lines, const std::string& sku) {
  return std::find_if(lines.begin(), lines.end(),
                      [&](const auto& line) { return line.sku == sku; });
}

bool is_off(const ModelOrder& order) {
  return order.decided == OrderState::kRejected || order.decided == OrderState::kCancelled;
}

}  // namespace

const ModelOrder* Model::order_called(const std::string& ref) const {
  const auto found = std::find_if(orders.begin(), orders.end(),
                                  [&](const auto& order) { return order.id == ref; });
  return found == orders.end() || is_off(*found) ? nullptr : &*found;
}

const ModelPurchase* Model::purchase_called(const std::string& ref) const {
  const auto number = ref.starts_with("PO-") ? std::stoull(ref.substr(3)) : 0;
  return number >= 1 && number <= purchases.size() ? &purchases[number - 1] : nullptr;
}

std::optional<Doubt> Model::doubt_of_pick(const ModelEntry& entry) const {
  const auto* purchase = purchase_called(entry.ref);
  const auto* order = order_called(entry.ref);
  if (order == nullptr && purchase != nullptr && !purchase->closed()) return Doubt::kNotOnOrder;
  if (order == nullptr) return Doubt::kUnknownReference;
  const auto line = line_of(order->lines, entry.sku);
  if (line == order->lines.end()) return Doubt::kNotOnOrder;
  const auto number = static_cast<std::uint64_t>(order - orders.data()) + 1;
  const bool beyond = picked(number, entry.sku) + entry.qty > line->qty;
  if (beyond || state(number) == OrderState::kShipped) return Doubt::kMoreThanOrdered;
  return std::nullopt;
}

std::optional<Doubt> Model::doubt_of_receipt(const ModelEntry& entry) const {
  const auto* purchase = purchase_called(entry.ref);
  if (purchase == nullptr || !purchase->out()) {
    const auto* order = order_called(entry.ref);
    if (order == nullptr) return Doubt::kUnknownReference;
    const auto now = state(static_cast<std::uint64_t>(order - orders.data()) + 1);
    const bool over = now == OrderState::kShipped || now == OrderState::kRejected ||
                      now == OrderState::kCancelled;
    return over ? Doubt::kUnknownReference : Doubt::kNotOnOrder;
  }
  const auto line = line_of(purchase->lines, entry.sku);
  if (purchase->warehouse != warehouse_of(entry.to)) return Doubt::kNotOnOrder;
  if (line == purchase->lines.end()) return Doubt::kNotOnOrder;
  if (line->received + entry.qty > line->qty) return Doubt::kMoreThanOrdered;
  return std::nullopt;
}

std::optional<Doubt> Model::doubt_of(const ModelEntry& entry) const {
  if (entry.ref.empty()) return std::nullopt;
  if (entry.op == Op::kPick && is_ours(entry.from)) return doubt_of_pick(entry);
  if (entry.op == Op::kReceive && is_ours(entry.to)) return doubt_of_receipt(entry);
  return std::nullopt;
}

void Model::withdraw(std::size_t task) {
  auto& state = tasks[task - 1].state;
  if (state == gateway::TaskState::kOpen) state = gateway::TaskState::kWithdrawn;
}

/// True: it was scanned before a count that came before it.
bool Model::follow_count(const ModelEntry& entry, std::uint64_t number, const std::string& bin) {
  if (!is_ours(bin)) return false;
  const Pair key{entry.sku, bin};
  const auto known = counted_.find(key);
  bool late =
      entry.scanned_ms && known != counted_.end() && *entry.scanned_ms < known->second.first;
  if (late) {
    const auto& count = ledger[known->second.second - 1];
    const bool same = entry.seq != 0 && entry.source == count.source && entry.epoch == count.epoch;
    late = !same || entry.seq < count.seq;
  }
  const auto asked = count_again_.find(key);
  if (late) {
    const bool asks =
        asked != count_again_.end() && tasks[asked->second - 1].state == gateway::TaskState::kOpen;
    if (!asks) {
      count_again_[key] = except("count_again", {entry.source, entry.epoch, entry.seq}, {});
    }
  } else if (entry.op == Op::kCount) {
    if (asked != count_again_.end()) withdraw(asked->second);
    count_again_.erase(key);
    if (entry.scanned_ms) counted_[key] = {std::min(*entry.scanned_ms, now_ms), number};
  }
  if (entry.undoes != 0 && counted_.contains(key) && counted_[key].second == entry.undoes) {
    counted_.erase(key);
  }
  return late;
}

std::optional<Doubt> Model::question(const ModelEntry& entry, std::uint64_t number) {
  const auto doubt = doubt_of(entry);
  if (doubt) {
    questioned_[number] = except(to_string(*doubt), {entry.source, entry.epoch, entry.seq}, {});
  }
  const bool late_from = follow_count(entry, number, entry.from);
  const bool late_to = follow_count(entry, number, entry.to);
  if (!doubt && (late_from || late_to)) return Doubt::kCountedSince;
  return doubt;
}

/// When a scan was made, if the clocks that say so can be believed.
Model::Time Model::time_of(const wire::Movement& scan) const {
  constexpr std::int64_t kDay = 24 * 3600 * std::int64_t{1000};
  if (!trusted) return std::nullopt;
  if (scan.age_ms) return now_ms - *scan.age_ms;
  const bool believed = scan.at_ms >= 1'577'836'800'000 && scan.at_ms <= now_ms + kDay;
  return believed ? Time(scan.at_ms) : std::nullopt;
}

}  // namespace domain_test
