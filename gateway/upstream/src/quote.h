// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace gateway::upstream {

/// `text`, which came from a server, as it may be in a report: one line of printable ASCII of
/// at most kQuoteBytesMax bytes. Empty when any eight consecutive characters of `token`
/// are in it, because servers may repeat it, escaped or cut.
std::string quote(std::string_view text, std::string_view token);

}  // namespace gateway::upstream
