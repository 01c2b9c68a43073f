// SPDX-License-Identifier: MIT
#include "catalogue/changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "catalogue/columns.h"
#include "catalogue/rows.h"
#include "gateway/limits.h"

namespace gateway {

namespace {

/// Collects problems, at most kRowErrorsMax.
class Problems {
 public:
  explicit Problems(std::vector<Problem> found_before) : found_(std::move(found_before)) {}

  void add(std::size_t line, std::string field, std::string text) {
    if (found_.size() < kRowErrorsMax) {
      found_.push_back({line, std::move(field), std::move(text)});
    }
  }
  [[nodiscard]] bool any() const { return !found_.empty(); }
  /// Ordered by line, as a person reads the file.
  [[nodiscard]] Outcome refusal() {
    Outcome outcome;
    outcome.verdict = Verdict::kRefused;
    outcome.problems = std::move(found_);
    std::stable_sort(outcome.problems.begin(), outcome.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return outcome;
  }

 private:
  std::vector<Problem> found_;
};

/// A name that was given and refused is not reported as missing too.
bool names_column(const std::vector<std::pair<std::string, std::string>>& columns,
                  std::string_view name) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const auto& column) { return column.first == name; });
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
    Item item = find_item(store_, sku).value_or(Item{});
    item.sku = change.sku;
    item.state = ItemState::kActive;  // a change brings a removed item back
    for (const auto& [column, value] : change.columns) {
      auto problem = set_item_column(item, column, value);
      if (!problem.empty()) problems_.add(change.line, column, std::move(problem));
    }
    judge_whole(change, item);
    items_.emplace_back(change.line, std::move(item));
  }

  void judge_barcodes() {
    for (const auto& [line, item] : items_) {
      for (const auto& barcode : item.barcodes) claim(line, item, barcode);
    }
  }

  [[nodiscard]] Problems& problems() { return problems_; }

  std::size_t write(Store& store) const {
    for (const auto& [line, item] : items_) {
      const auto before = find_item(store, item.sku.view());
      if (!before) continue;
      for (const auto& barcode : before->barcodes) store.erase(Table::kBarcodes, barcode.code);
    }
    for (const auto& [line, item] : items_) {
      put_row(store, Table::kItems, item.sku.view(), item);
      for (const auto& barcode : item.barcodes) {
        put_row(store, Table::kBarcodes, barcode.code, Resolved{item.sku, barcode.pack});
      }
    }
    return items_.size();
  }

 private:
  void judge_whole(const ItemChange& change, const Item& item) {
    const auto line = change.line;
    if (item.name.empty() && !names_column(change.columns, "name")) {
      problems_.add(line, "name", "is required for a new item");
    }
    if (!item.supplier.empty() && !find_supplier(store_, item.supplier)) {
      problems_.add(line, "supplier", item.supplier + " is not a known supplier: import it first");
    }
    if (item.order_up_to && item.threshold && *item.order_up_to < *item.threshold) {
      problems_.add(line, "order_up_to", "is below the threshold");
    }
  }

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
  ItemImport import(context.store, change.problems);
  for (const auto& row : change.rows) import.judge(row);
  import.judge_barcodes();
  if (import.problems().any()) return import.problems().refusal();
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
  if (problems.any()) return problems.refusal();
  for (const auto& [id, supplier] : suppliers) {
    put_row(context.store, Table::kSuppliers, id, supplier);
  }
  return done(suppliers.size());
}

Outcome decide(BatchContext& context, const RemoveItem& removal) {
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
    Problems problems({});
    problems.add(0, "location", "is not one to four names joined with '/', such as MAIN/A-01");
    return problems.refusal();
  }
  put_row(context.store, Table::kLocations, change.location.view(),
          NumberRow{static_cast<std::uint64_t>(change.policy)});
  return done(1);
}

}  // namespace gateway
