// SPDX-License-Identifier: MIT
// What the daemon needs from the machine: clock, random numbers, the disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/clock/clock.h"
#include "gateway/rows/settings.h"

namespace gateway::daemon {

/// Both clocks, and whether the kernel says that the wall clock is kept right.
[[nodiscard]] ClockReading read_clock();

/// Midnight, UTC, of the day on which this program was built; milliseconds since 1970.
[[nodiscard]] std::int64_t built_ms();

/// Where the store in `folder` lies, which has to exist for what is told of its file. In a
/// container that alone: what it sees of the box may change with each start.
[[nodiscard]] Place read_place(const std::string& folder);

[[nodiscard]] std::uint64_t random_number();

inline constexpr std::uint64_t kMebibyte = 1024 * 1024;

/// Free bytes for an ordinary user on the disk of `path`; none if unknown.
[[nodiscard]] std::optional<std::uint64_t> free_bytes(const std::string& path);

/// Median time of writing 4 KiB and flushing them in folder `path`, in
/// microseconds; none when the folder is not writable.
[[nodiscard]] std::optional<std::uint64_t> measure_flush_us(const std::string& path);

}  // namespace gateway::daemon
