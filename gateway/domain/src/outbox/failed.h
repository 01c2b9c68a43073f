// SPDX-License-Identifier: MIT
// Rows that failed for good, listed by the time at which they did, so that those that are old
// are found without looking at the others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

inline constexpr std::string_view kFailedPrefix{"failed\0", 7};
/// kMeta: the NumberRow of a row of the outbox that has failed.
[[nodiscard]] std::string failed_key(std::int64_t failed_ms, std::uint64_t id);

/// `row` has failed now. While the clock is not trusted the time stays unknown, 0.
void list_failed(BatchContext& context, OutboxRow& row);
/// It is tried again, or leaves the outbox.
void unlist_failed(BatchContext& context, OutboxRow& row);

/// The failed rows of a share (none: of every one), the oldest failures first, at most `most`.
[[nodiscard]] std::vector<OutboxRow> failed_rows(const Reader& store,
                                                 std::optional<OutboxShare> share,
                                                 std::size_t most);

/// Of the rows that failed kFailedKeptMs ago the oldest, at most `most`. Those whose time is
/// unknown get the present one. Only while the clock is trusted.
[[nodiscard]] std::vector<OutboxRow> old_failed_rows(BatchContext& context, std::size_t most);

/// Puts a copy of `row` into the archive.
void archive_row(BatchContext& context, const OutboxRow& row);

}  // namespace gateway
