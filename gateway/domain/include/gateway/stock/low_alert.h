// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "gateway/rows/store.h"
#include "gateway/stock/ledger.h"

namespace gateway {

/// The low-stock alert of one SKU in one warehouse.
struct LowAlert {
  Position position;           ///< `low` false: the alert fell
  std::int64_t available = 0;  ///< on hand less reserved
  std::int64_t threshold = 0;
  bool rose = false;  ///< in this batch, and is still up at its end
};

/// The alert of `position` as the world sees it; `rose` is left false.
[[nodiscard]] LowAlert low_alert(const Reader& store, const Position& position,
                                 std::int64_t default_threshold);

}  // namespace gateway
