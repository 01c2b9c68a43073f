// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace gateway {

/// RFC 3339 in UTC, with milliseconds. Before 1970 and after 9999: the nearest of these.
[[nodiscard]] std::string rfc3339(std::int64_t at_ms);

}  // namespace gateway
