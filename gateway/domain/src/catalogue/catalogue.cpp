// SPDX-License-Identifier: MIT
#include "gateway/catalogue/catalogue.h"

#include "catalogue/rows.h"
#include "wire/gtin.h"

namespace gateway {

namespace {

/// The rows from key `from` on, at most `limit`.
template <typename Row>
std::vector<Row> list_rows(const Reader& store, Table table, std::string_view from,
                           std::size_t limit) {
  std::vector<Row> rows;
  if (limit == 0) return rows;
  scan_rows<Row>(store, table, from, [&](const Row& row) {
    rows.push_back(row);
    return rows.size() < limit;
  });
  return rows;
}

/// Drops an AIM identifier: `]` and two characters name the symbology (ISO/IEC 15424).
std::string_view without_aim_identifier(std::string_view code) {
  return code.size() >= 3 && code.front() == ']' ? code.substr(3) : code;
}

/// The policy of a row of kLocations. None: it holds none, and `store` has failed.
std::optional<NegativeStock> policy_in(const Reader& store, std::string_view location,
                                       const NumberRow& row) {
  if (is_policy(row)) return static_cast<NegativeStock>(row.number);
  refuse_row(store, Table::kLocations, location, wire::Status::kCorrupt);
  return std::nullopt;
}

}  // namespace

const char* to_string(NegativeStock policy) {
  switch (policy) {
    case NegativeStock::kForbid:
      return "forbid";
    case NegativeStock::kFlag:
      return "flag";
    case NegativeStock::kAllow:
      return "allow";
  }
  return "unknown";
}

wire::Result<NegativeStock> parse_negative_stock(std::string_view text) {
  for (const auto policy : {NegativeStock::kForbid, NegativeStock::kFlag, NegativeStock::kAllow}) {
    if (text == to_string(policy)) return policy;
  }
  return wire::fail(wire::Status::kInvalidArgument);
}

std::optional<Item> find_item(const Reader& store, std::string_view sku) {
  return get_row<Item>(store, Table::kItems, sku);
}

std::optional<Supplier> find_supplier(const Reader& store, std::string_view id) {
  return get_row<Supplier>(store, Table::kSuppliers, id);
}

NegativeStock negative_stock_of(const Reader& store, std::string_view location) {
  const auto row = get_row<NumberRow>(store, Table::kLocations, location);
  if (!row) return NegativeStock::kFlag;
  return policy_in(store, location, *row).value_or(NegativeStock::kFlag);
}

wire::Result<Resolved> resolve_code(const Reader& store, std::string_view code) {
  const auto as_barcode = [&](std::string_view text) {
    return get_row<Resolved>(store, Table::kBarcodes, text);
  };
  const auto reading = wire::normalise_gtin(code);
  const bool is_gtin =
      reading.verdict == wire::GtinVerdict::kOne || reading.verdict == wire::GtinVerdict::kEither;
  const auto first = is_gtin ? as_barcode(reading.gtin.view()) : std::nullopt;
  if (reading.verdict == wire::GtinVerdict::kEither) {
    const auto second = as_barcode(reading.upc_e.view());
    if (first && second) return wire::fail(wire::Status::kInvalidArgument);
    if (second) return *second;
  }
  if (first) return *first;

  const std::string_view text = without_aim_identifier(code);
  if (text.empty()) return wire::fail(wire::Status::kNotFound);
  if (const auto exact = as_barcode(text)) return *exact;
  if (wire::is_name(text)) {
    if (const auto item = find_item(store, text)) return Resolved{item->sku, 1};
  }
  return wire::fail(reading.verdict == wire::GtinVerdict::kBadCheckDigit
                        ? wire::Status::kInvalidArgument
                        : wire::Status::kNotFound);
}

std::vector<Item> list_items(const Reader& store, std::string_view from, std::size_t limit) {
  return list_rows<Item>(store, Table::kItems, from, limit);
}

std::vector<Supplier> list_suppliers(const Reader& store, std::string_view from,
                                     std::size_t limit) {
  return list_rows<Supplier>(store, Table::kSuppliers, from, limit);
}

std::vector<LocationRow> list_locations(const Reader& store, std::string_view from,
                                        std::size_t limit) {
  std::vector<LocationRow> rows;
  if (limit == 0) return rows;
  store.scan(Table::kLocations, from, [&](std::string_view key, std::string_view value) {
    const auto row = decode<NumberRow>(value);
    if (!row) refuse_row(store, Table::kLocations, key, row.error());
    const auto policy = row ? policy_in(store, key, *row) : std::nullopt;
    if (policy) rows.push_back({std::string(key), *policy});
    return policy && rows.size() < limit;
  });
  return rows;
}

}  // namespace gateway
