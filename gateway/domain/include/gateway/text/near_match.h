// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway {

/// The one of `words` that `typed` comes nearest to: at most two letters are wrong, missing, too
/// many or swapped, and fewer than half of them. Empty: none is so near.
[[nodiscard]] std::string near_match(std::string_view typed, const std::vector<std::string>& words);

}  // namespace gateway
