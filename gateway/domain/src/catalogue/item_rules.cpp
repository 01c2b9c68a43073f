// SPDX-License-Identifier: MIT
#include "catalogue/item_rules.h"

#include <algorithm>

#include "catalogue/columns.h"
#include "catalogue/rows.h"
#include "gateway/limits.h"

namespace gateway {

namespace {

/// Nothing where no other item has it.
void take_from_owner(Store& store, const Barcode& barcode, const wire::Sku& sku) {
  const auto now = get_row<Resolved>(store, Table::kBarcodes, barcode.code);
  if (!now || now->sku == sku) return;
  auto owner = find_item(store, now->sku.view());
  if (!owner) return;  // `verify` reports it
  std::erase_if(owner->barcodes, [&](const Barcode& each) { return each.code == barcode.code; });
  put_row(store, Table::kItems, owner->sku.view(), *owner);
}

}  // namespace

void Problems::add(std::size_t line, std::string field, std::string text) {
  if (!full()) found_.push_back({line, std::move(field), std::move(text)});
}

bool Problems::full() const {
  return found_.size() > kRowErrorsMax;
}

std::vector<Problem> Problems::take() {
  std::stable_sort(found_.begin(), found_.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return std::move(found_);
}

bool names_column(const std::vector<std::pair<std::string, std::string>>& columns,
                  std::string_view name) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const auto& column) { return column.first == name; });
}

Item changed_item(const Reader& store, const ItemChange& change, Problems& problems) {
  const auto line = change.line;
  Item item = find_item(store, change.sku.view()).value_or(Item{});
  item.sku = change.sku;
  item.state = ItemState::kActive;  // a change brings a removed item back
  for (const auto& [column, value] : change.columns) {
    auto problem = set_item_column(item, column, value);
    if (!problem.empty()) problems.add(line, column, std::move(problem));
  }
  if (item.name.empty() && !names_column(change.columns, "name")) {
    problems.add(line, "name", "is required for a new item");
  }
  if (!item.supplier.empty() && !find_supplier(store, item.supplier)) {
    problems.add(line, "supplier", item.supplier + " is not a known supplier: import it first");
  }
  if (item.order_up_to && item.threshold && *item.order_up_to < *item.threshold) {
    problems.add(line, "order_up_to", "is below the threshold");
  }
  return item;
}

void replace_item(Store& store, const Item& item) {
  if (const auto before = find_item(store, item.sku.view())) {
    for (const auto& barcode : before->barcodes) store.erase(Table::kBarcodes, barcode.code);
  }
  for (const auto& barcode : item.barcodes) {
    take_from_owner(store, barcode, item.sku);
    put_row(store, Table::kBarcodes, barcode.code, Resolved{item.sku, barcode.pack});
  }
  put_row(store, Table::kItems, item.sku.view(), item);
}

}  // namespace gateway
