// SPDX-License-Identifier: MIT
// Wall times, in milliseconds since 1970, as text. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace gateway {

inline constexpr std::int64_t kDayMs = 86'400'000;
inline constexpr std::int64_t kLastDatedMs = 253'402'300'799'999;  ///< the end of 9999

/// RFC 3339 in UTC, with milliseconds. A time outside 1970 .. 9999 gives the nearest inside.
[[nodiscard]] std::string rfc3339(std::int64_t at_ms);

/// The date in UTC: 2026-11-22.
[[nodiscard]] std::string date_utc(std::int64_t at_ms);

}  // namespace gateway
