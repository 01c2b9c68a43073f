// SPDX-License-Identifier: MIT
// Commands that change something.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int book(const Session& session, const MoveRequest& move);
[[nodiscard]] int undo(const Session& session, const UndoRequest& request);
[[nodiscard]] int set_columns(const Session& session, const CatalogueSet& change);
[[nodiscard]] int remove_item(const Session& session, const ItemRemove& removal);
[[nodiscard]] int set_location(const Session& session, const LocationSet& change);
[[nodiscard]] int import_file(const Session& session, const Import& import);
[[nodiscard]] int run_reorder(const Session& session, const ReorderRun& run);
[[nodiscard]] int change_purchase(const Session& session, const PurchaseChange& change);
[[nodiscard]] int receive_purchase(const Session& session, const PurchaseReceipt& receipt);
[[nodiscard]] int settle_exception(const Session& session, const ExceptionSettle& settlement);
[[nodiscard]] int dismiss_exception(const Session& session, const ExceptionDismiss& dismissal);
[[nodiscard]] int change_outbox(const Session& session, const OutboxChange& change);
[[nodiscard]] int new_order(const Session& session, const OrderNew& request);
[[nodiscard]] int change_order(const Session& session, const OrderChange& change);

/// "booked as ledger entry 12", of the answer to a receipt or a shipment.
[[nodiscard]] std::string entries_text(const json::Value& answer);

}  // namespace gateway::cli
