// SPDX-License-Identifier: MIT
// Invoices.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

/// Returns the exit code.
[[nodiscard]] int show_invoice(const Session& session, const InvoiceShow& show);

}  // namespace gateway::cli
