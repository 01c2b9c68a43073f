// SPDX-License-Identifier: MIT
// What the administrator has configured, and the moment at which it is applied.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway {

/// The one moment at which a batch is decided.
struct Now {
  std::int64_t wall_ms = 0;   ///< since 1970; for people and business dates only
  bool wall_trusted = false;  ///< the clock is synchronised: acks may carry it
};

/// What is done with an order that stock does not cover.
enum class OrderPolicy : std::uint8_t {
  kAllOrNothing = 1,  ///< rejected
  kPartial = 2,       ///< what is there is promised, the rest is not
  kBackorder = 3,     ///< what is there is promised, the rest as goods come in
};
[[nodiscard]] const char* to_string(OrderPolicy policy);
[[nodiscard]] std::optional<OrderPolicy> parse_order_policy(std::string_view text);

/// Who sends invoices.
struct Company {
  std::string name;
  std::string address;   ///< lines
  std::string tax_id;    ///< as it is printed
  std::string currency;  ///< ISO 4217; empty: that of the items

  friend bool operator==(const Company&, const Company&) = default;
};

struct Settings {
  std::string site = "main";  ///< a name
  std::int64_t default_threshold = 100;
  bool approve_by_itself = true;  ///< false: proposed orders wait for a person
  bool upstream = false;          ///< orders and alerts go to an upstream server too
  OrderPolicy order_policy = OrderPolicy::kAllOrNothing;  ///< of orders that do not say
  std::int64_t reservation_ms = 0;  ///< a promise nobody picks is taken back after; 0: never
  Company company = {};             ///< on invoices
  std::uint64_t store_id = 0;       ///< random; used only when the store is new
};

}  // namespace gateway
