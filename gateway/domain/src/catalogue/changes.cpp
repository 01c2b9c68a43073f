// SPDX-License-Identifier: MIT
#include "catalogue/changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "catalogue/columns.h"
#include "catalogue/item_rules.h"
#include "catalogue/rows.h"
#include "gateway/limits.h"

namespace gateway {

namespace {

Outcome refusal(Problems& problems) {
  Outcome outcome;
  outcome.verdict = Verdict::kRefused;
  outcome.problems = problems.take();
  return outcome;
}

Outcome done(std::size_t changed) {
  Outcome outcome;
  outcome.changed = changed;
  return outcome;
}

/// The items as they would be after the import, and the owner of each barcode.
class ItemImport {
 public:
  ItemImport(const Reader& store, const std::vector<Problem>& found_before)
      : store_(store), problems_(found_before) {}

  void judge(const ItemChange& change) {
    const auto sku = change.sku.view();
    if (!wire::is_name(sku)) return problems_.add(change.line, "sku", "is not a valid name");
    if (!seen_.insert(std::string(sku)).second) {
      return problems_.add(change.line, "sku", std::string(sku) + " is there twice");
    }
    items_.emplace_back(change.line, changed_item(store_, change, problems_));
  }

  void judge_barcodes() {
    for (const auto& [line, item] : items_) {
      for (const auto& barcode : item.barcodes) claim(line, item, barcode);
    }
  }

  [[nodiscard]] Problems& problems() { return problems_; }

  std::size_t write(Store& store) const {
    for (const auto& [line, item] : items_) replace_item(store, item);
    return items_.size();
  }

 private:
  void claim(std::size_t line, const Item& item, const Barcode& barcode) {
    const auto [owner, fresh] = owners_.emplace(barcode.code, item.sku.view());
    if (!fresh) {
      return problems_.add(line, "barcodes", barcode.code + " belongs to " + owner->second);
    }
    const auto now = get_row<Resolved>(store_, Table::kBarcodes, barcode.code);
    // Items of this import give up their old barcodes before any new one is written.
    if (now && !seen_.contains(std::string(now->sku.view()))) {
      problems_.add(line, "barcodes", barcode.code + " belongs to " + std::string(now->sku.view()));
    }
  }

  const Reader& store_;
  Problems problems_;
  std::set<std::string> seen_;
  std::vector<std::pair<std::size_t, Item>> items_;
  std::map<std::string, std::string> owners_;
};

}  // namespace

Outcome decide(BatchContext& context, const ChangeItems& change) {
  if (auto closed = closed_by_import(context.store)) return *std::move(closed);
  ItemImport import(context.store, change.problems);
  for (const auto& row : change.rows) import.judge(row);
  import.judge_barcodes();
  if (import.problems().any()) return refusal(import.problems());
  return done(import.write(context.store));
}

Outcome decide(BatchContext& context, const ChangeSuppliers& change) {
  Problems problems(change.problems);
  std::map<std::string, Supplier> suppliers;
  for (const auto& row : change.rows) {
    if (!wire::is_name(row.id)) {
      problems.add(row.line, "id", "is not a valid name");
      continue;
    }
    if (suppliers.contains(row.id)) {
      problems.add(row.line, "id", row.id + " is there twice");
      continue;
    }
    Supplier supplier = find_supplier(context.store, row.id).value_or(Supplier{});
    supplier.id = row.id;
    for (const auto& [column, value] : row.columns) {
      auto problem = set_supplier_column(supplier, column, value);
      if (!problem.empty()) problems.add(row.line, column, std::move(problem));
    }
    if (supplier.name.empty() && !names_column(row.columns, "name")) {
      problems.add(row.line, "name", "is required for a new supplier");
    }
    suppliers.emplace(row.id, std::move(supplier));
  }
  if (problems.any()) return refusal(problems);
  for (const auto& [id, supplier] : suppliers) {
    put_row(context.store, Table::kSuppliers, id, supplier);
  }
  return done(suppliers.size());
}

Outcome decide(BatchContext& context, const RemoveItem& removal) {
  if (auto closed = closed_by_import(context.store)) return *std::move(closed);
  auto item = find_item(context.store, removal.sku.view());
  if (!item) {
    Outcome outcome;
    outcome.verdict = Verdict::kNotFound;
    return outcome;
  }
  if (item->state == ItemState::kPhaseOut) return done(0);
  item->state = ItemState::kPhaseOut;
  put_row(context.store, Table::kItems, removal.sku.view(), *item);
  return done(1);
}

Outcome decide(BatchContext& context, const SetLocation& change) {
  if (!wire::is_location(change.location.view())) {
    Problems problems;
    problems.add(0, "location", "is not one to four names joined with '/', such as MAIN/A-01");
    return refusal(problems);
  }
  put_row(context.store, Table::kLocations, change.location.view(),
          NumberRow{static_cast<std::uint64_t>(change.policy)});
  return done(1);
}

}  // namespace gateway
