// SPDX-License-Identifier: MIT
// Commands that only read.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int show_stock(const Session& session, const StockQuery& query);
[[nodiscard]] int show_ledger(const Session& session, const LedgerQuery& query);
[[nodiscard]] int show_list(const Session& session, const List& list);
[[nodiscard]] int show_one(const Session& session, const Show& show);
[[nodiscard]] int show_why(const Session& session, const PurchaseWhy& question);
[[nodiscard]] int show_invoice(const Session& session, const InvoiceShow& show);

}  // namespace gateway::cli
