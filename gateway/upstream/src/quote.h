// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace gateway::upstream {

/// `text`, which came from a server, fit for a report: one line of printable ASCII of
/// at most kQuoteBytesMax bytes. Empty when any eight characters in a row of `token`
/// are in it: servers repeat what they were sent, escaped or cut in some way.
std::string quote(std::string_view text, std::string_view token);

}  // namespace gateway::upstream
