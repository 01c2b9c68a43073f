// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "gateway/orders/invoice.h"

namespace documents_test {

/// Some invoice: 1 to 100 lines, several rates and currencies, letters of several
/// alphabets, short and long names, sometimes without company, customer or price. The
/// same for the same seed. No word is too wide for a line, and no two lines have the
/// same SKU.
[[nodiscard]] gateway::Invoice random_invoice(std::uint32_t seed);

}  // namespace documents_test
