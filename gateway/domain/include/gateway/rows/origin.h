// SPDX-License-Identifier: MIT
// Where a fact came from, and its place among all others.
#pragma once

#include <cstdint>
#include <string>

namespace gateway {

/// Position in the ledger: 1, 2, 3 ... in commit order.
using LedgerSeq = std::uint64_t;

/// Which clock the scan time of an entry comes from, best first.
enum class TimeSource : std::uint8_t {
  kNodeAge = 1,    ///< receipt time less the node's monotonic age of the scan
  kNodeClock = 2,  ///< the node's wall clock
  kReceipt = 3,    ///< when the gateway received it
};

/// Who stated a movement.
struct Origin {
  std::string source;       ///< node name; "@plain" and "@manual" for those doors
  std::uint32_t epoch = 0;  ///< of a node; else 0
  std::uint32_t seq = 0;    ///< of a node; else 0

  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace gateway
