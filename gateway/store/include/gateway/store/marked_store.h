// SPDX-License-Identifier: MIT
// A store behind a redo ring.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/rows/store.h"

namespace gateway::store {

/// A store that receives changes rarely, by checkpoint(), because a redo ring (ring_store.h)
/// holds what came since. Threads as Store.
class MarkedStore : public Store {
 public:
  /// The last mark put, which says how far this store is (RingMark); a copy. None: none was ever
  /// put, or the store failed.
  [[nodiscard]] virtual std::optional<std::string> mark() const = 0;

  /// Puts a mark, which is no row of a table; durable with the next checkpoint().
  virtual void set_mark(std::string_view mark) = 0;

  /// Drops everything put since the last checkpoint(), and a failure for lack of room (kFull).
  /// Any other failure stays.
  virtual void discard() = 0;
};

}  // namespace gateway::store
