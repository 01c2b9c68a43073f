// SPDX-License-Identifier: MIT
// From a stated movement to ledger entries and stock.
#pragma once

#include <optional>

#include "gateway/stock/commands.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "tasks/store_tasks.h"
#include "wire/movement.h"

namespace gateway {

/// The entry made, or why there is none.
using Booking = tl::expected<LedgerSeq, wire::Refusal>;

/// Books `movement`, or says why it cannot be booked. Nothing is written then.
/// kUndo is not handled here (see reverse()).
[[nodiscard]] Booking book(BatchContext& context, const wire::Movement& movement,
                           const Origin& origin, MovementChannel channel);

/// The same for a scan whose time was found out before.
[[nodiscard]] Booking book_at(BatchContext& context, const wire::Movement& movement,
                              const Origin& origin, MovementChannel channel,
                              const ScanTime& scanned);

/// Books the compensating entry of ledger entry `seq`, once. Same conventions;
/// kNotReversible: no such entry, itself an undo, or already undone.
[[nodiscard]] Booking reverse(BatchContext& context, LedgerSeq seq, const wire::Movement& undo,
                              const Origin& origin);

}  // namespace gateway
