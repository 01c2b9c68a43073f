// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/orders/invoice.h"

namespace gateway::documents {

/// The invoice as plain text, UTF-8, LF line ends. Pure: the same bytes each time.
[[nodiscard]] std::string render_invoice_text(const Invoice& invoice);

}  // namespace gateway::documents
