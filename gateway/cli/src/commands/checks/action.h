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

struct GatewayTakeOver {
  std::string by;  ///< empty: not given
};
[[nodiscard]] int take_over(const Session& session, const GatewayTakeOver& request);

struct Restored {
  std::string last_invoice;  ///< INV-000012, 12, or 0
  std::string last_purchase;
  bool sure = false;
  std::string by;  ///< empty: not given
};
/// What is wrong with its numbers; empty: nothing.
[[nodiscard]] std::string check_restored(const Restored& restored);
[[nodiscard]] int tell_restored(const Session& session, const Restored& restored);

}  // namespace gateway::cli
