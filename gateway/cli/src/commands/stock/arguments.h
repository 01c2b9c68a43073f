// SPDX-License-Identifier: MIT
// Arguments that only make sense together.
#pragma once

#include <string>
#include <vector>

#include "gateway/cli/invocation.h"

namespace gateway::cli {

/// What is wrong with the places and the quantity of a movement, for its
/// operation; empty when nothing is.
[[nodiscard]] std::string check_places(const MoveRequest& move);

/// Reads `words`, SKU and QTY in turn, into the receipt's lines. What is wrong with
/// them; empty when nothing is.
[[nodiscard]] std::string read_receipt_lines(const std::vector<std::string>& words,
                                             PurchaseReceipt& receipt);

}  // namespace gateway::cli
