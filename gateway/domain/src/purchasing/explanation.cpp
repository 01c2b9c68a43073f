// SPDX-License-Identifier: MIT
#include "gateway/purchasing/purchase.h"

namespace gateway {

namespace {

std::string number(std::int64_t value) {
  return std::to_string(value);
}

/// A subtraction, left out where it is 0.
std::string less(std::int64_t value, const char* what) {
  return value == 0 ? std::string() : " - " + number(value) + what;
}

}  // namespace

std::string explain(const PurchaseLine& line) {
  const auto position = line.on_hand - line.reserved - line.backordered + line.on_order;
  const auto need = line.order_up_to - position;
  std::string text =
      number(line.on_hand) + " on hand" + less(line.reserved, " reserved") +
      less(line.backordered, " backordered") + " + " + number(line.on_order) +
      " on order = " + number(position) + ", below the threshold of " + number(line.threshold) +
      (line.threshold_default ? " (default)" : "") + "; to reach " + number(line.order_up_to) +
      (line.order_up_to_default ? " (2 x threshold)" : "") + " takes " + number(need);
  const auto least = need < line.moq ? line.moq : need;
  if (need < line.moq) text += "; the smallest order is " + number(line.moq);
  if (least % line.pack_multiple != 0) {
    text += "; in packs of " + number(line.pack_multiple) + " that is " + number(line.qty);
  }
  return text + ".";
}

}  // namespace gateway
