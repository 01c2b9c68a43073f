// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway::upstream {

/// Header lines that libcurl is to send besides its own, without line ends; a name with
/// nothing after the colon removes one of its own. Key and token were checked.
std::vector<std::string> header_lines(std::string_view idempotency_key, std::string_view token);

}  // namespace gateway::upstream
