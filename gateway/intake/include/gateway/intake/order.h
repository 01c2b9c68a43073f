// SPDX-License-Identifier: MIT
// Reads a customer's order from JSON.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/intake/fields.h"
#include "gateway/orders/commands.h"

namespace gateway::intake {

/// An order as somebody stated it.
struct StatedOrder {
  SubmitOrder order;              ///< what could be read of it; a wrong or missing id is empty
  std::vector<Problem> problems;  ///< all of them, by field
};

/// Reads an order (docs/protocol.md), the same way whichever channel it took. `unknown`: whether
/// fields that are not known are problems. Pure; the result owns its memory.
///
/// Error: it is none of this version, so that nothing else can be said about it. Either `field` is
/// "v" (not 1; a missing one counts as 1), or it is empty and `text` says why this is no JSON
/// object of at most kOrderBytesMax bytes, nested at most kOrderDepthMax deep.
[[nodiscard]] tl::expected<StatedOrder, Problem> decode_order(std::string_view text,
                                                              UnknownFields unknown);

/// "lines[0].sku is missing: a SKU": what a problem says, in one sentence.
[[nodiscard]] std::string sentence_of(const Problem& problem);

}  // namespace gateway::intake
