// SPDX-License-Identifier: MIT
// Which life of the warehouse's books a store is, and what waits after a new one began.
// See docs/adr/0017-incarnations.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/rows/store.h"

namespace gateway {

/// A store that was copied, restored or has lost what it had acked goes on as a new incarnation:
/// it is part of every id that leaves the house, so that nobody takes what is made from now on
/// for what was sent before under the same number.
struct Incarnation {
  std::uint32_t id = 0;  ///< random; shown as 8 hexadecimal digits. 0: nothing was committed yet
  std::uint32_t generation = 0;  ///< 1, 2, 3 ...: the copy of a store has a later one than it

  friend bool operator==(const Incarnation&, const Incarnation&) = default;
};
[[nodiscard]] Incarnation incarnation(const Reader& store);

/// Whether another gateway goes on in place of this one, and how often a person let this one take
/// over: gateway/restore/second_gateway.h.
struct Standing {
  bool held = false;
  std::uint32_t claim = 0;
};
[[nodiscard]] Standing standing(const Reader& store);

/// Numbers given out since the copy was made are not in the store. Until a person says which
/// were the last (ConfirmRestored), no invoice is made and no goods are ordered, and nothing of
/// the outbox leaves.
struct RestoreWait {
  std::int64_t since_ms = 0;        ///< when the incarnation began
  std::string why;                  ///< of the task that tells of it
  std::uint64_t last_invoice = 0;   ///< that the store knows
  std::uint64_t last_purchase = 0;  ///< the same
};
/// What ends it, after "until": what people are told wherever something waits.
inline constexpr const char* kNameLastNumbers =
    "you name the last numbers that were given out: shelfctl restored --last-invoice N --last-po M";
/// None: nothing waits.
[[nodiscard]] std::optional<RestoreWait> restore_wait(const Reader& store);

}  // namespace gateway
