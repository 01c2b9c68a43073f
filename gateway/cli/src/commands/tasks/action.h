// SPDX-License-Identifier: MIT
// What a person does with what waits.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int settle_exception(const Session& session, const ExceptionSettle& settlement);
[[nodiscard]] int dismiss_exception(const Session& session, const ExceptionDismiss& dismissal);
[[nodiscard]] int change_outbox(const Session& session, const OutboxChange& change);

}  // namespace gateway::cli
