// SPDX-License-Identifier: MIT
// How the engine learns that its store is not the one that it was, and what a person says then.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/rows/origin.h"
#include "wire/ids.h"

namespace gateway {

// Each begins a new incarnation, and stores a task.

/// A person started the gateway without commits that it had acked; `after`: the last entry of the
/// ledger that is left.
struct TellOfLoss {
  LedgerSeq after = 0;
};

/// The store was found at another place: Engine::open().
struct TellOfMove {};

/// What this gateway had published names ledger entry `seq`, when the ledger ended at `known`, or
/// the same bin stood at `known`; an entry that is another one here has `known` below it. Does
/// nothing where it had that entry then.
struct TellOfNewerSeq {
  LedgerSeq seq = 0;
  LedgerSeq known = 0;

  static constexpr bool kOwn = true;
};

/// A person says which numbers were given out last, by the papers: the next ones follow them. The
/// numbers between become rows of which only that is known. What the store holds and does not
/// know to be sent is asked about one by one. Refused where a number is below the last one
/// here, or kSkippedUnasked above it and not `sure`, or kSkippedMax above it.
struct ConfirmRestored {
  std::uint64_t last_invoice = 0;   ///< 0: none was ever made
  std::uint64_t last_purchase = 0;  ///< the same
  bool sure = false;                ///< a person insists, also where nothing waits
  wire::Operator by = {};           ///< empty: not given
  std::string request_id = {};      ///< at most kMessageIdBytesMax bytes; empty: none
};

inline constexpr std::uint64_t kSkippedUnasked = 10'000;
/// More at once would be too large a commit; a second command goes on.
inline constexpr std::uint64_t kSkippedMax = 100'000;

}  // namespace gateway
