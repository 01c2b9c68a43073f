// SPDX-License-Identifier: MIT
// Invoices.
#pragma once

#include <string>

#include "lib/session.h"

namespace gateway::cli {

struct InvoiceShow {
  std::string id;
  std::string format = "text";  ///< or pdf
  std::string output;           ///< file; empty: standard output
};

/// Returns the exit code.
[[nodiscard]] int show_invoice(const Session& session, const InvoiceShow& show);

}  // namespace gateway::cli
