// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "lib/session.h"

namespace gateway::cli {

/// Each returns exit code 1 when something is wrong: a figure, or a `failed` finding.
[[nodiscard]] int run_verify(const Session& session);
[[nodiscard]] int run_doctor(const Session& session);

struct ClockConfirm {
  std::string by;  ///< empty: not given
};
[[nodiscard]] int confirm_clock(const Session& session, const ClockConfirm& confirmation);

}  // namespace gateway::cli
