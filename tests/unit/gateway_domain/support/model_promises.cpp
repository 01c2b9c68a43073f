// SPDX-License-Identifier: MIT
// What the model's customers are promised, and what they wait for.
#include <algorithm>

#include "model.h"

namespace domain_test {

using gateway::OrderState;

namespace {}  // namespace

bool ModelOrder::stands() const {
  return told_of_goods(decided) || decided == OrderState::kBackordered;
}

std::int64_t Model::reserved_in(const std::string& sku, const std::string& warehouse) const {
  std::int64_t sum = 0;
  for (const auto& each : promises) {
    if (each.sku == sku && warehouse_of(each.bin) == warehouse) sum += each.qty;
  }
  return sum;
}

std::int64_t Model::backordered_in(const std::string& sku, const std::string& warehouse) const {
  std::int64_t sum = 0;
  for (const auto& order : orders) {
    for (const auto& line : order.lines) {
      if (line.sku == sku && line.home == warehouse) sum += line.waiting;
    }
  }
  return sum;
}

std::int64_t Model::picked(std::uint64_t order, const std::string& sku) const {
  std::int64_t sum = 0;
  for (const auto& entry : ledger) {
    if (entry.order != order || entry.sku != sku) continue;
    sum += entry.op == wire::Op::kPick ? entry.qty : -entry.qty;
  }
  return sum;
}

bool Model::picked_any(std::uint64_t number) const {
  const auto& lines = orders[number - 1].lines;
  return std::any_of(lines.begin(), lines.end(),
                     [&](const auto& line) { return picked(number, line.sku) > 0; });
}

std::int64_t Model::held(std::uint64_t order, const std::string& sku) const {
  std::int64_t sum = 0;
  for (const auto& each : promises) sum += each.order == order && each.sku == sku ? each.qty : 0;
  return sum;
}

OrderState Model::state(std::uint64_t number) const {
  const ModelOrder& order = orders[number - 1];
  const bool holds = std::any_of(promises.begin(), promises.end(),
                                 [&](const auto& each) { return each.order == number; });
  const bool shipped = told_of_goods(order.notified) && order.decided == order.notified && !holds;
  return shipped ? OrderState::kShipped : order.notified;
}

/// On hand less promised of every bin of ours that ever held `sku`.
std::map<std::string, std::int64_t> Model::free_bins(const std::string& sku) const {
  std::map<std::string, std::int64_t> bins;
  for (const auto& entry : ledger) {
    if (entry.sku != sku) continue;
    bins[entry.from] -= entry.qty;
    bins[entry.to] += entry.qty;
  }
  std::erase_if(bins, [](const auto& bin) { return bin.first.starts_with('@'); });
  for (const auto& each : promises) {
    if (each.sku == sku) bins[each.bin] -= each.qty;
  }
  return bins;
}

std::int64_t Model::free_stock(const std::string& sku) const {
  std::int64_t sum = 0;
  for (const auto& [bin, qty] : free_bins(sku)) sum += qty;
  return std::max<std::int64_t>(0, sum);
}

void Model::promise(std::uint64_t order, const std::string& sku, const std::string& bin,
                    std::int64_t qty) {
  const auto found = std::find_if(promises.begin(), promises.end(), [&](const auto& each) {
    return each.order == order && each.sku == sku && each.bin == bin;
  });
  if (found != promises.end()) {
    found->qty += qty;
  } else {
    promises.push_back({order, sku, bin, qty});
  }
  std::erase_if(promises, [](const auto& each) { return each.qty == 0; });
  bins_touched.insert({sku, bin});
  warehouses_touched_.insert(warehouse_of(bin));
}

void Model::hold(std::uint64_t order, ModelOrderLine& line, std::int64_t qty) {
  line.got += qty;
  for (const auto& [bin, free] : free_bins(line.sku)) {
    const auto taken = std::min(qty, free);
    if (taken <= 0) continue;
    promise(order, line.sku, bin, taken);
    qty -= taken;
  }
}

void Model::wait_no_longer(std::uint64_t number, ModelOrderLine& line, std::int64_t qty) {
  line.waiting -= qty;
  if (!line.home.empty()) warehouses_touched_.insert(line.home);
  const auto& lines = orders[number - 1].lines;
  if (std::any_of(lines.begin(), lines.end(), [](const auto& each) { return each.waiting > 0; })) {
    return;
  }
  note(number, "check");
  confirm(number, OrderState::kConfirmed);
}

/// Whoever came first is given first what no promise holds.
void Model::fill(const std::string& sku) {
  auto left = free_stock(sku);
  for (std::uint64_t number = 1; number <= orders.size(); ++number) {
    for (auto& line : orders[number - 1].lines) {
      if (line.sku != sku || line.waiting == 0) continue;
      const auto known = alerts.lower_bound({sku, ""});
      if (line.home.empty() && known != alerts.end() && known->first.first == sku) {
        line.home = known->first.second;
        warehouses_touched_.insert(line.home);
      }
      const auto taken = std::min(left, line.waiting);
      if (taken == 0) continue;
      hold(number, line, taken);
      left -= taken;
      wait_no_longer(number, line, taken);
      changed(number);
    }
  }
}

/// The promise is what was given and not picked yet.
void Model::follow_pick(const ModelEntry& entry) {
  if (entry.order == 0) return;
  ModelOrder& order = orders[entry.order - 1];
  auto& line = *std::find_if(order.lines.begin(), order.lines.end(),
                             [&](const auto& each) { return each.sku == entry.sku; });
  const auto taken = picked(entry.order, entry.sku);
  const auto beyond = std::min(line.waiting, taken - line.got);
  if (beyond > 0) {
    line.got += beyond;
    wait_no_longer(entry.order, line, beyond);
  }
  auto excess = held(entry.order, entry.sku) - std::max<std::int64_t>(0, line.got - taken);
  if (excess < 0) promise(entry.order, entry.sku, entry.to, -excess);
  while (excess > 0) {
    const ModelPromise* next = nullptr;
    for (const auto& each : promises) {
      if (each.order != entry.order || each.sku != entry.sku) continue;
      const bool nearer = next == nullptr || each.bin == entry.from ||
                          (next->bin != entry.from && each.bin < next->bin);
      if (nearer) next = &each;
    }
    const auto part = std::min(excess, next->qty);
    excess -= part;
    promise(entry.order, entry.sku, std::string(next->bin), -part);
  }
  const bool undone = entry.op == wire::Op::kUndo;
  if (undone && told_of_goods(order.decided) && order.expires_ms == 0 && !picked_any(entry.order) &&
      settings_.reservation_ms > 0) {
    begin_expiry(order);
  }
  changed(entry.order);
}

}  // namespace domain_test
