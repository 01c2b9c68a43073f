// SPDX-License-Identifier: MIT
#pragma once

#include "lib/session.h"

namespace gateway::cli {

/// Each returns exit code 1 when something is wrong: a figure, or a `failed` finding.
[[nodiscard]] int run_verify(const Session& session);
[[nodiscard]] int run_doctor(const Session& session);

}  // namespace gateway::cli
