// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "gateway/stock/ledger.h"
#include "wire/movement.h"

namespace gateway {

class PositionChanges;
struct Cause;
struct PositionChange;

/// The order whose goods an entry moves, and what does not fit in the reference that it states.
struct Attribution {
  std::uint64_t order = 0;  ///< its number; 0: of none
  std::optional<wire::Doubt> doubt;
};

/// What follows from a booking, in the same batch. Stock calls these functions and does not
/// know who implements them: the engine wires promises, backorders and thresholds, in that order.
class Followers {
 public:
  Followers() = default;
  virtual ~Followers() = default;
  Followers(const Followers&) = delete;
  Followers& operator=(const Followers&) = delete;

  /// `entry` is about to be written: sets the orders whose goods it moves. Why its reference is in
  /// doubt; none: it is not.
  virtual std::optional<wire::Doubt> attribute(Entry& entry) = 0;

  /// `entry` and its bins are written. Adds what follows to `changes`, which holds what the entry
  /// did to positions and is applied afterwards.
  virtual void follow_entry(const Entry& entry, PositionChanges& changes) = 0;

  /// `position` includes `change` already; may change it further. It is written afterwards.
  virtual void follow_position(Position& position, const PositionChange& change,
                               const Cause& cause) = 0;
};

}  // namespace gateway
