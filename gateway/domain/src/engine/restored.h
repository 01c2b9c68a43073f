// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/restore/commands.h"
#include "gateway/rows/outcome.h"
#include "rows/batch_context.h"

namespace gateway {

/// `changed`: numbers that were skipped. kRefused: see ConfirmRestored.
[[nodiscard]] Outcome decide(BatchContext& context, const ConfirmRestored& answer);
[[nodiscard]] std::string request_content(const ConfirmRestored& answer);

}  // namespace gateway
