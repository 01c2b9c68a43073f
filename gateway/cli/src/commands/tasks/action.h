// SPDX-License-Identifier: MIT
// What a person does with tasks, incidents and the outbox.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/session.h"

namespace gateway::cli {

struct TaskSettle {
  std::uint64_t id = 0;
  std::string sku;
  std::string by;
  std::uint64_t pack = 0;  ///< 0: not given
};
struct TaskDismiss {
  std::uint64_t id = 0;
  std::string why;
  std::string by;
};
/// `outbox retry` or `outbox drop`.
struct OutboxChange {
  std::uint64_t id = 0;
  std::string action;
};

/// `outbox drop`: one, or all that failed.
struct OutboxDrop {
  std::string id;
  bool all_failed = false;
  std::string kind;  ///< of all that failed; empty: of every kind
};

/// What is wrong with it; empty: nothing.
[[nodiscard]] std::string problem_of(const OutboxDrop& drop);

/// The number of a row of the outbox; none: `text` is none.
[[nodiscard]] std::optional<std::uint64_t> row_number(const std::string& text);

// Each returns the exit code.
/// Lists all tasks, or those that wait; and the incidents, if there are any.
[[nodiscard]] int list_tasks(const Session& session, const bool& only_open);
[[nodiscard]] int settle_task(const Session& session, const TaskSettle& settlement);
[[nodiscard]] int dismiss_task(const Session& session, const TaskDismiss& dismissal);
[[nodiscard]] int change_outbox(const Session& session, const OutboxChange& change);
[[nodiscard]] int drop_outbox(const Session& session, const OutboxDrop& drop);

}  // namespace gateway::cli
