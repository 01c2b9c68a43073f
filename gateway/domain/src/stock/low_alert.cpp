// SPDX-License-Identifier: MIT
#include "gateway/stock/low_alert.h"

#include "gateway/catalogue/catalogue.h"

namespace gateway {

LowAlert low_alert(const Reader& store, const Position& position, std::int64_t default_threshold) {
  const auto item = find_item(store, position.sku.view());
  LowAlert alert;
  alert.position = position;
  alert.available = position.available();
  alert.threshold = item ? item->threshold.value_or(default_threshold) : default_threshold;
  return alert;
}

}  // namespace gateway
