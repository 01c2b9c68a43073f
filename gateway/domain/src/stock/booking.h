// SPDX-License-Identifier: MIT
// Books movements: writes the ledger entry and the stock that follows from it.
#pragma once

#include <optional>

#include "gateway/stock/commands.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "tasks/store_tasks.h"
#include "wire/movement.h"

namespace gateway {

struct Posted {
  LedgerSeq seq = 0;                 ///< of the entry made
  std::optional<wire::Doubt> doubt;  ///< why it is questioned: there is a task
};
/// The entry made, or why there is none.
using Booking = tl::expected<Posted, wire::Refusal>;

/// Books `movement`. Where it cannot be booked, nothing is written. kNotReversible for kUndo:
/// see reverse().
[[nodiscard]] Booking book(BatchContext& context, const wire::Movement& movement,
                           const Origin& origin, MovementChannel channel);

/// The same for a movement whose scan time is known already.
[[nodiscard]] Booking book_at(BatchContext& context, const wire::Movement& movement,
                              const Origin& origin, MovementChannel channel,
                              const ScanTime& scanned);

/// Books the entry that reverses ledger entry `seq`, at most once. Where it cannot, nothing is
/// written; kNotReversible: there is no such entry, it is an undo, or it was undone before.
[[nodiscard]] Booking reverse(BatchContext& context, LedgerSeq seq, const wire::Movement& undo,
                              const Origin& origin);

}  // namespace gateway
