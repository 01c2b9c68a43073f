// SPDX-License-Identifier: MIT
// stock, ledger, move, undo.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int show_stock(const Session& session, const StockQuery& query);
[[nodiscard]] int show_ledger(const Session& session, const LedgerQuery& query);
[[nodiscard]] int book(const Session& session, const MoveRequest& move);
[[nodiscard]] int undo(const Session& session, const UndoRequest& request);

}  // namespace gateway::cli
