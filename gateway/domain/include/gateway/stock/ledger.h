// SPDX-License-Identifier: MIT
// The ledger and the stock that folds out of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/rows/origin.h"
#include "gateway/rows/store.h"
#include "wire/movement.h"

namespace gateway {

/// One immutable movement: `qty` base units of `sku` went from `from` to `to`.
/// A count that found what the books said is an entry of quantity 0.
struct Entry {
  LedgerSeq seq = 0;
  wire::Op op = wire::Op::kReceive;
  wire::Sku sku;
  wire::Quantity qty = 0;  ///< 0 .. kStockMax
  wire::Location from;
  wire::Location to;
  Origin origin;
  LedgerSeq undoes = 0;  ///< 0: not an undo
  std::int64_t at_ms = 0;
  TimeSource at_source = TimeSource::kReceipt;
  std::int64_t received_ms = 0;
  wire::Lot lot;
  wire::Serial serial;
  std::uint32_t expiry_yyyymmdd = 0;
  wire::Reference ref;
  wire::Operator by;
  std::string code;                  ///< the raw scan, as it was
  std::uint64_t purchase_order = 0;  ///< whose line these goods close; of its undo too; 0: none
  std::uint64_t order = 0;  ///< customer's, whose goods were picked; of its undo too; 0: none

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// What is in one bin.
struct Bin {
  wire::Sku sku;
  wire::Location location;
  wire::Quantity on_hand = 0;
  wire::Quantity reserved = 0;  ///< promised to customers out of this bin
  LedgerSeq seq = 0;            ///< of the last entry that touched it
  std::int64_t at_ms = 0;       ///< receipt time of that entry

  friend bool operator==(const Bin&, const Bin&) = default;
};

/// An order line that waits for goods.
struct OpenLine {
  std::uint64_t purchase_order = 0;
  std::uint32_t cycle = 0;

  friend bool operator==(const OpenLine&, const OpenLine&) = default;
};

/// One SKU in one warehouse: what reordering decides on.
///
/// The alert is a state machine: it rises when the inventory position (on hand +
/// on order - promised to customers) is below the threshold, and falls when no order line is open
/// and the position has reached the re-arm level, threshold + max(1, threshold / 10). While it is
/// up, at most one order line is opened; each line begins a cycle. After a person has cancelled
/// that line nothing is ordered until the alert has fallen.
struct Position {
  wire::Sku sku;
  std::string warehouse;
  wire::Quantity on_hand = 0;      ///< sum of the bins below the warehouse
  wire::Quantity reserved = 0;     ///< promised out of these bins
  wire::Quantity backordered = 0;  ///< promised out of goods to come
  wire::Quantity on_order = 0;     ///< ordered, not received
  bool low = false;
  std::int64_t low_since_ms = 0;
  std::uint32_t cycle = 0;  ///< order lines opened so far
  /// Lines that wait for goods, oldest first. One, but for the undo of a receipt,
  /// which can open an older one again.
  std::vector<OpenLine> open_lines;
  bool reorder_suppressed = false;  ///< its line was cancelled: order nothing while the alert is up
  bool upstream_notified = false;   ///< the alert is on its way to the upstream server

  [[nodiscard]] wire::Quantity available() const { return on_hand - reserved; }
  [[nodiscard]] wire::Quantity inventory_position() const {
    return on_hand - reserved - backordered + on_order;
  }
  /// The order with the oldest open line; 0: none.
  [[nodiscard]] std::uint64_t purchase_order() const {
    return open_lines.empty() ? 0 : open_lines.front().purchase_order;
  }
  friend bool operator==(const Position&, const Position&) = default;
};

[[nodiscard]] std::optional<Entry> find_entry(const Reader& store, LedgerSeq seq);
[[nodiscard]] LedgerSeq last_ledger_seq(const Reader& store);
[[nodiscard]] std::optional<Bin> find_bin(const Reader& store, std::string_view sku,
                                          std::string_view location);
[[nodiscard]] std::optional<Position> find_position(const Reader& store, std::string_view sku,
                                                    std::string_view warehouse);

/// Visits entries in commit order from `from` on, until the visitor returns false.
void scan_ledger(const Reader& store, LedgerSeq from,
                 const std::function<bool(const Entry&)>& visit);

/// Visits bins by SKU, then location, from the given key on. Virtual locations
/// are among them.
void scan_bins(const Reader& store, std::string_view from_sku, std::string_view from_location,
               const std::function<bool(const Bin&)>& visit);
void scan_positions(const Reader& store, std::string_view from_sku, std::string_view from_warehouse,
                    const std::function<bool(const Position&)>& visit);

}  // namespace gateway
