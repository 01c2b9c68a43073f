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

/// A person started the gateway without commits that it had acked; `after`: the last entry of the
/// ledger that is left. Stores a task.
struct TellOfLoss {
  LedgerSeq after = 0;
};

}  // namespace gateway
