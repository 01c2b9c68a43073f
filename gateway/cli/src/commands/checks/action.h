// SPDX-License-Identifier: MIT
#pragma once

#include "lib/session.h"

namespace gateway::cli {

/// Exit code 1 when something is wrong: a figure, or a finding that is `failed`.
[[nodiscard]] int run_verify(const Session& session);
[[nodiscard]] int run_doctor(const Session& session);

}  // namespace gateway::cli
