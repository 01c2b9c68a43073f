// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace gateway {

/// RFC 3339 in UTC, with milliseconds. Before 1970 and after 9999: the nearest of these.
[[nodiscard]] std::string rfc3339(std::int64_t at_ms);

/// Date of a wall time in UTC: 2026-11-22.
[[nodiscard]] std::string date_utc(std::int64_t at_ms);

}  // namespace gateway
