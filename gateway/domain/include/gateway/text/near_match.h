// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway {

/// The one of `words` that `typed` comes nearest to: at most two letters are wrong, missing, too
/// many or swapped, and fewer than half of them; capital letters are as good as small ones.
/// Empty: none is so near.
[[nodiscard]] std::string near_match(std::string_view typed, const std::vector<std::string>& words);

/// "; did you mean threshold?", to put behind what is wrong with `typed`; empty: nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view typed,
                                       const std::vector<std::string>& words);

}  // namespace gateway
