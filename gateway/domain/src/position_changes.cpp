// SPDX-License-Identifier: MIT
#include "position_changes.h"

#include "reorder.h"

namespace gateway {

void PositionChanges::settle(Decision& decision, const Cause& cause) {
  for (const auto& [warehouse, change] : by_warehouse_) {
    change_position(decision, sku_, warehouse, change, cause);
  }
  by_warehouse_.clear();
}

}  // namespace gateway
