// SPDX-License-Identifier: MIT
// The model's catalogue, its alerts, and the lines that they open.
#include <algorithm>

#include "model.h"

namespace domain_test {

using gateway::Outcome;
using gateway::Verdict;

namespace {

/// Empty for a virtual location.
std::string real_warehouse_of(const std::string& location) {
  return location.starts_with('@') ? "" : warehouse_of(location);
}

constexpr std::size_t kLinesMax = 200;

/// The numbers that the random commands state are whole or "bad".
std::optional<std::int64_t> number(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::int64_t>(std::stoll(text));
}

/// "CODE CODE*PACK ..."; none when one code is named twice or misread.
std::optional<std::map<std::string, std::int64_t>> read_barcodes(const std::string& value) {
  std::map<std::string, std::int64_t> barcodes;
  for (std::size_t at = 0; at < value.size();) {
    const auto end = std::min(value.find(' ', at), value.size());
    const auto word = value.substr(at, end - at);
    const auto star = std::min(word.find('*'), word.size());
    const auto pack = star < word.size() ? std::stoll(word.substr(star + 1)) : 1;
    const auto code = word.substr(0, star);
    if (is_misread(code) || !barcodes.emplace(filed_as(code), pack).second) return std::nullopt;
    at = end + 1;
  }
  return barcodes;
}

/// False: the value is refused.
bool set(ModelItem& item, const std::string& column, const std::string& value) {
  if (value == "bad") return false;
  if (column == "threshold") item.threshold = number(value);
  if (column == "order_up_to") item.order_up_to = number(value);
  if (column == "pack_multiple") item.pack_multiple = number(value).value_or(1);
  if (column == "moq") item.moq = number(value).value_or(1);
  if (column == "low_stock_flag") item.watched = value != "No";
  if (column == "supplier") item.supplier = value;
  if (column == "price_minor") item.price = number(value);
  if (column == "currency") item.currency = value;
  if (column == "tax_percent") item.tax_percent = number(value).value_or(0);
  if (column == "barcodes") {
    const auto barcodes = read_barcodes(value);
    if (!barcodes) return false;
    item.barcodes = *barcodes;
  }
  return true;
}

bool names(const std::vector<std::pair<std::string, std::string>>& columns,
           std::string_view column) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const auto& pair) { return pair.first == column; });
}

}  // namespace

std::string filed_as(const std::string& code) {
  const bool ean_13 = code.size() == 13 && code.find_first_not_of("0123456789") == code.npos;
  return ean_13 ? "0" + code : code;
}

bool is_misread(const std::string& code) {
  return code == "4006381333930";  // the only one that the random commands know
}

Outcome Model::on(const gateway::ChangeItems& change) {
  if (import_.closes_catalogue()) return ModelImport::not_now();
  std::map<std::string, ModelItem> after = items;
  bool good = change.problems.empty();
  std::set<std::string> named;
  for (const auto& row : change.rows) {
    const std::string sku(row.sku.view());
    good = named.insert(sku).second && good;
    good = (items.contains(sku) || names(row.columns, "name")) && good;
    ModelItem& item = after[sku];
    item.active = true;
    for (const auto& [column, value] : row.columns) good = set(item, column, value) && good;
    good = (item.supplier.empty() || suppliers_.contains(item.supplier)) && good;
    good = (!item.threshold || !item.order_up_to || *item.order_up_to >= *item.threshold) && good;
  }
  std::set<std::string> owned;
  for (const auto& [sku, item] : after) {
    for (const auto& [code, pack] : item.barcodes) good = owned.insert(code).second && good;
  }
  if (!good) return verdict(Verdict::kRefused);
  items = std::move(after);
  Outcome outcome;
  outcome.changed = change.rows.size();
  return outcome;
}

Outcome Model::on(const gateway::ChangeSuppliers& change) {
  std::map<std::string, std::string> after = suppliers_;
  for (const auto& row : change.rows) {
    std::string& email = after[row.id];
    for (const auto& [column, value] : row.columns) {
      if (column == "email") email = value;
      if (value == "bad") return verdict(Verdict::kRefused);
    }
  }
  suppliers_ = std::move(after);
  Outcome outcome;
  outcome.changed = change.rows.size();
  return outcome;
}

Outcome Model::on(const gateway::RemoveItem& removal) {
  if (import_.closes_catalogue()) return ModelImport::not_now();
  const auto found = items.find(std::string(removal.sku.view()));
  if (found == items.end()) return verdict(Verdict::kNotFound);
  Outcome outcome;
  outcome.changed = found->second.active ? 1 : 0;
  found->second.active = false;
  return outcome;
}

/// The goods, then the promises that they change, then every position that was touched.
void Model::follow(const ModelEntry& entry) {
  const auto from = real_warehouse_of(entry.from);
  const auto to = real_warehouse_of(entry.to);
  warehouses_touched_.clear();
  if (!from.empty()) warehouses_touched_.insert(from);
  if (!to.empty()) warehouses_touched_.insert(to);
  for (const auto& warehouse : warehouses_touched_) alerts.try_emplace({entry.sku, warehouse});
  if (from != to && entry.op == wire::Op::kReceive && !to.empty()) receive(to);
  if (from != to && entry.undoes != 0) give_back(ledger[entry.undoes - 1]);
  follow_pick(entry);
  fill(entry.sku);
  look_at_touched(entry.sku);
}

void Model::look_at_touched(const std::string& sku) {
  for (const auto& warehouse : warehouses_touched_) look_at(sku, warehouse);
  warehouses_touched_.clear();
}

/// True: the alert changed or a line was opened.
bool Model::look_at(const std::string& sku, const std::string& warehouse) {
  ModelAlert& alert = alerts[{sku, warehouse}];
  const ModelItem& item = items.at(sku);
  const ModelAlert before = alert;
  const auto threshold = item.threshold.value_or(settings_.default_threshold);
  const auto target = std::max(item.order_up_to.value_or(2 * threshold), threshold);
  const auto position = on_hand_in(sku, warehouse) + on_order(sku, warehouse) -
                        reserved_in(sku, warehouse) - backordered_in(sku, warehouse);
  const bool watched = item.watched && item.active;
  const bool ordered = !open_purchases(sku, warehouse).empty();
  bool changed = false;
  if (watched && position < threshold) {
    alert.low = true;
    if (!ordered && !alert.reorder_suppressed && !item.supplier.empty() && !documents_wait) {
      const auto need = std::max(target - position, item.moq);
      const auto packs = need / item.pack_multiple + (need % item.pack_multiple != 0 ? 1 : 0);
      open_line(sku, warehouse, packs * item.pack_multiple);
      changed = true;
    }
  } else if (!ordered &&
             (!watched || position >= threshold + std::max<std::int64_t>(1, threshold / 10))) {
    alert.low = alert.reorder_suppressed = alert.upstream_notified = false;
  }
  if (alert.low && !alert.upstream_notified && settings_.upstream) {
    queue(gateway::OutboxKind::kUpLow, 0);
    alert.upstream_notified = true;
  }
  if (before.low || alert.low) lows_touched.insert({sku, warehouse});
  return changed || alert.low != before.low || alert.upstream_notified != before.upstream_notified;
}

void Model::open_line(const std::string& sku, const std::string& warehouse, std::int64_t qty) {
  const auto& supplier = items.at(sku).supplier;
  const auto fits = [&](const ModelPurchase& order) {
    return order.supplier == supplier && order.warehouse == warehouse && order.proposed() &&
           order.lines.size() < kLinesMax;
  };
  auto order = std::find_if(purchases.begin(), purchases.end(), fits);
  if (order == purchases.end()) {
    ModelPurchase fresh;
    fresh.supplier = supplier;
    fresh.warehouse = warehouse;
    order = purchases.insert(purchases.end(), fresh);
  }
  order->lines.push_back({sku, qty, 0, ++alerts.at({sku, warehouse}).cycle});
}

Outcome Model::on(const gateway::RunSweep& sweep) {
  Outcome outcome;
  outcome.stalled = documents_wait;
  std::size_t seen = 0;
  for (auto& [key, alert] : alerts) {
    const auto name = key.first + '\0' + key.second;
    if (name < sweep.from) continue;
    if (seen++ == sweep.positions_max) {
      outcome.next = name;
      return outcome;
    }
    const auto untouched = lows_touched;
    const bool resumed =
        alert.reorder_suppressed && sweep.resume && sweep.resume->view() == key.first;
    if (resumed) alert.reorder_suppressed = false;
    if (look_at(key.first, key.second) || resumed) {
      ++outcome.changed;
    } else {
      lows_touched = untouched;  // a look that changes nothing shows nothing
    }
  }
  if (!settings_.approve_by_itself || documents_wait) return outcome;
  std::vector<std::uint64_t> proposed;
  for (std::uint64_t number = 1; number <= purchases.size(); ++number) {
    if (purchases[number - 1].proposed()) proposed.push_back(number);
  }
  std::sort(proposed.begin(), proposed.end(), [&](auto a, auto b) {
    const auto key = [&](auto n) {
      return std::tuple(purchases[n - 1].supplier, purchases[n - 1].warehouse, n);
    };
    return key(a) < key(b);
  });
  for (const auto number : proposed) outcome.changed += approve_or_tell(number) ? 1 : 0;
  return outcome;
}

}  // namespace domain_test
