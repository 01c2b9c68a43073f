// SPDX-License-Identifier: MIT
// A walk over all that the retained topics show, in parts. Each part is read from a snapshot of
// its own, so that no snapshot and no list is as long as the warehouse is large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/live/topics.h"
#include "gateway/rows/store.h"

namespace gateway::live {

/// A place in the walk: orders of both kinds first, then alerts, then stock.
struct RetainedCursor {
  enum class Stage : std::uint8_t { kOrders, kLow, kStock, kEnd };
  Stage stage = Stage::kOrders;
  std::string sku = {};    ///< where the next part begins; empty: with the first
  std::string place = {};  ///< warehouse or location; empty: with the SKU's first

  friend bool operator==(const RetainedCursor&, const RetainedCursor&) = default;
};

/// Topics that are compared together, and the subscriptions under which a broker sends what it
/// keeps of them: of a whole SKU where it has few topics, else topic by topic.
struct RetainedLook {
  std::vector<std::string> filters;
  std::vector<std::string> topics;  ///< that may have to be there
};

struct RetainedPart {
  std::vector<RetainedLook> looks;
  std::uint64_t rows = 0;  ///< of the store that were read for it
  RetainedCursor next;
};

/// Filters of one look, and topics that its answer has as a rule at most; orders are one look.
inline constexpr std::size_t kLookFiltersMax = 128;
inline constexpr std::size_t kLookTopicsMax = 256;

/// Reads the part at `from`: about `rows_max` rows, all orders at once. On the thread of `store`;
/// where it fails, the part is incomplete: ask its failure() afterwards.
[[nodiscard]] RetainedPart list_retained(const Topics& topics, const Reader& store,
                                         const RetainedCursor& from, std::size_t rows_max);

/// Rows of alerts and stock that a whole walk reads.
[[nodiscard]] std::uint64_t count_retained(const Reader& store);

}  // namespace gateway::live
