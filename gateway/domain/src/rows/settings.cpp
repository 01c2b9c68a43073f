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

}  // namespace gateway
