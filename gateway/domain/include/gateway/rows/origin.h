// SPDX-License-Identifier: MIT
// Who stated a movement, which clock timed it, and its number in the ledger.
#pragma once

#include <cstdint>
#include <string>

namespace gateway {

/// Number of an entry in the ledger: 1, 2, 3 ... as they were committed.
using LedgerSeq = std::uint64_t;

/// Which clock the scan time of an entry comes from, best first.
enum class TimeSource : std::uint8_t {
  kNodeAge = 1,    ///< time of receipt less the scan's age by the node's monotonic clock
  kNodeClock = 2,  ///< the node's wall clock
  kReceipt = 3,    ///< when the gateway received it
  kLast = kReceipt,
};

/// Who stated a movement.
struct Origin {
  std::string source;       ///< a node's name, or "@plain" or "@manual" for those channels
  std::uint32_t epoch = 0;  ///< of a node's scan; else 0
  std::uint32_t seq = 0;    ///< of a node's scan, from 1 on; else 0

  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace gateway
