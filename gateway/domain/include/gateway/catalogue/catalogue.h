// SPDX-License-Identifier: MIT
// The catalogue: items, their barcodes, suppliers, locations. For find_…() and list_…() see
// Reader in gateway/rows/store.h; changes are commands (catalogue/commands.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/rows/store.h"
#include "wire/ids.h"

namespace gateway {

/// A printed code, and how many base units one scan of it counts.
struct Barcode {
  std::string code;       ///< GTIN-14, or the raw text of any other code
  std::int64_t pack = 1;  ///< base units in it, 1 .. kPackMax

  friend bool operator==(const Barcode&, const Barcode&) = default;
};

enum class ItemState : std::uint8_t {
  kActive = 1,
  kPhaseOut = 2,  ///< removed by the administrator: still booked, never reordered
  kLast = kPhaseOut,
};

/// One SKU. A field left out takes the default named beside it.
struct Item {
  wire::Sku sku;
  std::string name;
  std::string unit = "ea";
  std::string supplier;                     ///< its id; empty: none, and nothing is ordered
  std::optional<std::int64_t> threshold;    ///< base units; none: reorder.default_threshold
  std::optional<std::int64_t> order_up_to;  ///< base units; none: 2 x threshold
  std::int64_t pack_multiple = 1;
  std::int64_t moq = 1;                         ///< least that is ordered, base units
  std::optional<std::uint32_t> lead_time_days;  ///< none: the supplier's
  bool low_stock_flag = true;
  std::optional<std::int64_t> price_minor;  ///< net, per base unit; none: no price
  std::string currency;                     ///< ISO 4217, empty: none
  std::optional<std::uint32_t> tax_percent;
  std::vector<Barcode> barcodes;
  ItemState state = ItemState::kActive;

  friend bool operator==(const Item&, const Item&) = default;
};

struct Supplier {
  std::string id;  ///< a name, as wire::is_name()
  std::string name;
  std::string email;  ///< empty: a task per purchase order, unless they go upstream
  std::uint32_t lead_time_days = 7;
  std::string language = "en";  ///< "en" or "de"

  friend bool operator==(const Supplier&, const Supplier&) = default;
};

/// What a bin does when a movement would take more than is there.
enum class NegativeStock : std::uint8_t {
  kForbid = 1,  ///< refuse it as kInsufficient
  kFlag = 2,    ///< book it, and open a task where the bin turns negative (default)
  kAllow = 3,   ///< book it
  kLast = kAllow,
};
[[nodiscard]] const char* to_string(NegativeStock policy);
/// Errors: kInvalidArgument (none of forbid, flag, allow).
[[nodiscard]] wire::Result<NegativeStock> parse_negative_stock(std::string_view text);

[[nodiscard]] std::optional<Item> find_item(const Reader& store, std::string_view sku);
[[nodiscard]] std::optional<Supplier> find_supplier(const Reader& store, std::string_view id);
/// kFlag for a location that has no row.
[[nodiscard]] NegativeStock negative_stock_of(const Reader& store, std::string_view location);

/// The item that a code means, and the base units of one scan of it.
struct Resolved {
  wire::Sku sku;
  std::int64_t pack = 1;
};

/// Looks a raw scan up: as a GTIN in any of its printed forms, then as the exact
/// text of a barcode, then as a SKU printed as a plain code.
/// Errors: kNotFound (no item has it), kInvalidArgument (wrong check digit, or an
/// 8-digit code that fits two different items).
[[nodiscard]] wire::Result<Resolved> resolve_code(const Reader& store, std::string_view code);

// In key order, from key `from` on (empty: from the first), at most `limit` rows.
[[nodiscard]] std::vector<Item> list_items(const Reader& store, std::string_view from,
                                           std::size_t limit);
[[nodiscard]] std::vector<Supplier> list_suppliers(const Reader& store, std::string_view from,
                                                   std::size_t limit);

struct LocationRow {
  std::string location;
  NegativeStock policy = NegativeStock::kFlag;
};
/// Every real location that was ever used or configured.
[[nodiscard]] std::vector<LocationRow> list_locations(const Reader& store, std::string_view from,
                                                      std::size_t limit);

}  // namespace gateway
