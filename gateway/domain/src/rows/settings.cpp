// SPDX-License-Identifier: MIT
#include "gateway/rows/settings.h"

namespace gateway {

const char* to_string(OrderPolicy policy) {
  switch (policy) {
    case OrderPolicy::kAllOrNothing:
      return "all_or_nothing";
    case OrderPolicy::kPartial:
      return "partial";
    case OrderPolicy::kBackorder:
      return "backorder";
  }
  return "unknown";
}

std::optional<OrderPolicy> parse_order_policy(std::string_view text) {
  for (const auto policy :
       {OrderPolicy::kAllOrNothing, OrderPolicy::kPartial, OrderPolicy::kBackorder}) {
    if (text == to_string(policy)) return policy;
  }
  return std::nullopt;
}

bool is_elsewhere(const Place& before, const Place& now) {
  const auto differ = [](const auto& one, const auto& other) {
    return one != decltype(one){} && other != decltype(other){} && one != other;
  };
  return differ(before.board, now.board) || differ(before.card, now.card) ||
         differ(before.machine, now.machine) || differ(before.inode, now.inode) ||
         differ(before.born_ns, now.born_ns);
}

}  // namespace gateway
