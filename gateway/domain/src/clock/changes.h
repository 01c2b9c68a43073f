// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/clock/commands.h"
#include "rows/batch_context.h"

namespace gateway {

[[nodiscard]] Outcome decide(BatchContext& context, const NoteClock& note);
[[nodiscard]] Outcome decide(BatchContext& context, const ConfirmClock& confirmation);
[[nodiscard]] std::string request_content(const ConfirmClock& confirmation);

}  // namespace gateway
