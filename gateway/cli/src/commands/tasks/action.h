// SPDX-License-Identifier: MIT
// What a person does with what waits.
#pragma once

#include <cstdint>
#include <string>

#include "lib/session.h"

namespace gateway::cli {

struct ExceptionSettle {
  std::uint64_t id = 0;
  std::string sku;
  std::string by;
};
struct ExceptionDismiss {
  std::uint64_t id = 0;
  std::string why;
  std::string by;
};
/// retry or drop.
struct OutboxChange {
  std::uint64_t id = 0;
  std::string action;
};

// Each returns the exit code.
/// Of all exceptions, or of those that wait; and the incidents, where there are any.
[[nodiscard]] int list_exceptions(const Session& session, const bool& only_open);
[[nodiscard]] int settle_exception(const Session& session, const ExceptionSettle& settlement);
[[nodiscard]] int dismiss_exception(const Session& session, const ExceptionDismiss& dismissal);
[[nodiscard]] int change_outbox(const Session& session, const OutboxChange& change);

}  // namespace gateway::cli
