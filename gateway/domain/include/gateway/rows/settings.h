// SPDX-License-Identifier: MIT
// What the administrator has configured, already checked, and the time of a batch. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway {

/// The time of a batch: all its commands are decided at the same time.
struct Now {
  std::int64_t wall_ms = 0;  ///< UTC since 1970; for people and business dates
  /// The clock can be believed (gateway/clock/clock.h): acks carry it, days are counted, and
  /// invoices dated.
  bool wall_trusted = false;
  std::int64_t boot_ms = 0;   ///< since the system booted: it never jumps
  std::uint64_t boot_id = 0;  ///< of that boot
};

/// What is done with a customer's order that stock does not cover.
enum class OrderPolicy : std::uint8_t {
  kAllOrNothing = 1,  ///< it is rejected
  kPartial = 2,       ///< what is there is reserved, the rest is not promised
  kBackorder = 3,     ///< what is there is reserved, the rest waits for goods
  kLast = kBackorder,
};
[[nodiscard]] const char* to_string(OrderPolicy policy);
/// None: `text` is no policy.
[[nodiscard]] std::optional<OrderPolicy> parse_order_policy(std::string_view text);

/// The sender of invoices.
struct Company {
  std::string name;
  std::string address;   ///< lines
  std::string tax_id;    ///< as it is printed
  std::string currency;  ///< ISO 4217; empty: that of the items

  friend bool operator==(const Company&, const Company&) = default;
};

/// Where a store lies, as far as that can be told. Empty or 0: it cannot.
struct Place {
  std::string board;         ///< serial number of the computer
  std::string card;          ///< of the memory card that the store lies on
  std::string machine;       ///< id of the installed system
  std::uint64_t inode = 0;   ///< of the data's file
  std::int64_t born_ns = 0;  ///< when that file was made, since 1970: inodes are used again

  friend bool operator==(const Place&, const Place&) = default;
};

/// Whether a store that was at `before` is now at another place: something that both name differs.
[[nodiscard]] bool is_elsewhere(const Place& before, const Place& now);

struct Settings {
  std::string site = "main";             ///< as wire::is_name()
  std::int64_t default_threshold = 100;  ///< base units, for items without one
  bool approve_by_itself = true;         ///< false: proposed purchase orders wait for a person
  bool upstream = false;                 ///< purchase orders and alerts are posted upstream too
  OrderPolicy order_policy = OrderPolicy::kAllOrNothing;  ///< of orders that name none
  std::int64_t reservation_ms = 0;    ///< unpicked promises are taken back after; 0: never
  Company company = {};               ///< on invoices
  std::uint32_t new_incarnation = 0;  ///< random, not 0; used when the store needs a new one
  Place place = {};                   ///< where the store lies now
  std::int64_t built_ms = 0;          ///< when the program was built: no clock is right before it
};

}  // namespace gateway
