// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/stock/ledger.h"

namespace gateway {

class PositionChanges;
struct Cause;
struct PositionChange;

/// Who follows what stock announces, in the same batch. Stock calls these and knows nobody
/// behind them; the engine wires promises, backorders and thresholds to them, in that order.
class Followers {
 public:
  Followers() = default;
  virtual ~Followers() = default;
  Followers(const Followers&) = delete;
  Followers& operator=(const Followers&) = delete;

  /// `entry` is about to be written: names the orders whose goods it moves.
  virtual void attribute(Entry& entry) = 0;

  /// `entry` is written, and its bins are. What follows adds to `changes`, which is what the
  /// entry did to positions, before they are written.
  virtual void follow_entry(const Entry& entry, PositionChanges& changes) = 0;

  /// `position` changed by `change`, which is in it already; it is written afterwards.
  virtual void follow_position(Position& position, const PositionChange& change,
                               const Cause& cause) = 0;
};

}  // namespace gateway
