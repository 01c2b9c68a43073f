// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "gateway/rows/store.h"
#include "gateway/stock/ledger.h"

namespace gateway {

/// The low-stock alert of one SKU in one warehouse. A plain value.
struct LowAlert {
  Position position;           ///< `low` false: the alert is not up
  std::int64_t available = 0;  ///< on hand less reserved
  std::int64_t threshold = 0;  ///< the item's, or the default
  bool rose = false;           ///< in this batch, and still up at its end
};

/// The alert of `position`, with `rose` false. On the thread of `store`. `default_threshold`: as
/// in Settings.
[[nodiscard]] LowAlert low_alert(const Reader& store, const Position& position,
                                 std::int64_t default_threshold);

}  // namespace gateway
