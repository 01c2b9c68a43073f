// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "order_book.h"

namespace order_sender {

/// What a run did as one JSON object on one line; `unanswered`: orders without an outcome.
[[nodiscard]] std::string report_json(OrderTally orders, std::uint64_t unanswered);

}  // namespace order_sender
