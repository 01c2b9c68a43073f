// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway::upstream {

/// What libcurl is to send beside its own header lines, without line ends; a name
/// with nothing after the colon is one to leave out. Key and token were checked.
std::vector<std::string> header_lines(std::string_view idempotency_key, std::string_view token);

}  // namespace gateway::upstream
