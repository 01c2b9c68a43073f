// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/rows/origin.h"

namespace gateway {

/// Counts the message, and keeps the beginning of each field (see Unreadable).
struct KeepUnreadable {
  std::string topic;
  std::string payload;
  std::string why;
};

// Both give the store a new id, since what it makes from now on has numbers that were given
// out before, and store a task.

/// A person started the gateway without commits that it had acked; `after`: the last entry of the
/// ledger that is left.
struct TellOfLoss {
  LedgerSeq after = 0;
};

/// The store was found at another place: Engine::open().
struct TellOfMove {};

}  // namespace gateway
