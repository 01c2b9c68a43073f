// SPDX-License-Identifier: MIT
// A store that something faster can stand in front of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/rows/store.h"

namespace gateway::store {

/// A store that is brought up to date rarely, by checkpoint(), because a redo ring
/// (ring_store.h) holds what came since. Threads as Store.
class MarkedStore : public Store {
 public:
  /// What set_mark() put last: how far this store is. None: nothing was ever put.
  [[nodiscard]] virtual std::optional<std::string> mark() const = 0;

  /// Put with the next checkpoint(), together with everything else. Is no row of a table.
  virtual void set_mark(std::string_view mark) = 0;

  /// Everything put since the last checkpoint() is gone, and with it a failure for want of
  /// room (kFull). Any other failure stays.
  virtual void discard() = 0;
};

}  // namespace gateway::store
