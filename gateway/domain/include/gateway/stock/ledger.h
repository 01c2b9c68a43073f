// SPDX-License-Identifier: MIT
// The ledger, and the stock that is summed from it. Quantities are in base units, times are
// wall time. For find_…() and scan_…() see Reader in gateway/rows/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/rows/origin.h"
#include "gateway/rows/store.h"
#include "wire/movement.h"

namespace gateway {

/// A booked movement, never changed: `qty` of `sku` went from `from` to `to`.
/// A count that found the recorded quantity is an entry of quantity 0.
struct Entry {
  LedgerSeq seq = 0;
  wire::Op op = wire::Op::kReceive;
  wire::Sku sku;
  wire::Quantity qty = 0;  ///< 0 .. kStockMax
  wire::Location from;
  wire::Location to;
  Origin origin;
  LedgerSeq undoes = 0;    ///< the entry it reverses; 0: not an undo
  std::int64_t at_ms = 0;  ///< when it was scanned, by the clock `at_source`
  TimeSource at_source = TimeSource::kReceipt;
  std::int64_t received_ms = 0;  ///< when it was booked
  wire::Lot lot;
  wire::Serial serial;
  std::uint32_t expiry_yyyymmdd = 0;  ///< 0: none
  wire::Reference ref;
  wire::Operator by;
  std::string code;                  ///< the raw scan; may be empty
  std::uint64_t purchase_order = 0;  ///< a receipt's, and of its undo; 0: none
  std::uint64_t order = 0;           ///< a pick's customer order, and of its undo; 0: none

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// The stock of one SKU in one location.
struct Bin {
  wire::Sku sku;
  wire::Location location;
  wire::Quantity on_hand = 0;   ///< may be negative
  wire::Quantity reserved = 0;  ///< promised to customers out of this bin
  LedgerSeq seq = 0;            ///< of the last entry that touched it
  std::int64_t at_ms = 0;       ///< receipt time of that entry
  std::int64_t counted_ms = 0;  ///< scan time of the newest count whose time is known; 0: none
  LedgerSeq counted_seq = 0;    ///< its entry

  friend bool operator==(const Bin&, const Bin&) = default;
};

/// A purchase order's line that waits for goods.
struct OpenLine {
  std::uint64_t purchase_order = 0;
  std::uint32_t cycle = 0;

  friend bool operator==(const OpenLine&, const OpenLine&) = default;
};

/// One SKU in one warehouse: what reordering decides on.
///
/// Its alert rises when inventory_position() is below the threshold. It falls when no order line
/// is open and the figure has reached threshold + max(1, threshold / 10), or the item is no
/// longer watched. While it is up, a new line is opened only when none is open; each begins a
/// cycle. After a person has cancelled a line, nothing is ordered until the alert has fallen or
/// a sweep resumes the SKU.
struct Position {
  wire::Sku sku;
  std::string warehouse;
  wire::Quantity on_hand = 0;      ///< sum of the warehouse's bins
  wire::Quantity reserved = 0;     ///< promised out of these bins
  wire::Quantity backordered = 0;  ///< promised out of goods to come
  wire::Quantity on_order = 0;     ///< ordered, not received
  bool low = false;                ///< the alert is up
  std::int64_t low_since_ms = 0;   ///< when it rose; 0: it is not up
  std::uint32_t cycle = 0;         ///< lines of purchase orders opened so far
  /// Lines that wait for goods, oldest first. At most one, except that the undo of a receipt
  /// can open an older one again.
  std::vector<OpenLine> open_lines;
  bool reorder_suppressed = false;  ///< a line was cancelled: order nothing while the alert is up
  bool upstream_notified = false;   ///< the alert was put into the outbox

  [[nodiscard]] wire::Quantity available() const { return on_hand - reserved; }
  /// What the threshold is compared with.
  [[nodiscard]] wire::Quantity inventory_position() const {
    return on_hand - reserved - backordered + on_order;
  }
  /// The purchase order with the oldest open line; 0: none.
  [[nodiscard]] std::uint64_t purchase_order() const {
    return open_lines.empty() ? 0 : open_lines.front().purchase_order;
  }
  friend bool operator==(const Position&, const Position&) = default;
};

[[nodiscard]] std::optional<Entry> find_entry(const Reader& store, LedgerSeq seq);
/// "ledger entry 17 of 2026-11-30T10:00:00.000Z", when it was booked; without the time where there
/// is no such entry.
[[nodiscard]] std::string describe_entry(const Reader& store, LedgerSeq seq);
/// 0: the ledger is empty, or the store failed.
[[nodiscard]] LedgerSeq last_ledger_seq(const Reader& store);
[[nodiscard]] std::optional<Bin> find_bin(const Reader& store, std::string_view sku,
                                          std::string_view location);
[[nodiscard]] std::optional<Position> find_position(const Reader& store, std::string_view sku,
                                                    std::string_view warehouse);

/// Entries in commit order.
void scan_ledger(const Reader& store, LedgerSeq from,
                 const std::function<bool(const Entry&)>& visit);

/// Bins by SKU, then location; virtual locations are among them.
void scan_bins(const Reader& store, std::string_view from_sku, std::string_view from_location,
               const std::function<bool(const Bin&)>& visit);
/// Positions by SKU, then warehouse.
void scan_positions(const Reader& store, std::string_view from_sku, std::string_view from_warehouse,
                    const std::function<bool(const Position&)>& visit);

}  // namespace gateway
