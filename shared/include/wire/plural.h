// SPDX-License-Identifier: MIT
#pragma once

namespace wire {

/// The words that go with `count` in a text for people: `one` for 1, else `many`.
///
///     std::to_string(left) + plural(left, " movement is", " movements are") + " not acked"
template <typename Number>
[[nodiscard]] constexpr const char* plural(Number count, const char* one, const char* many) {
  return count == 1 ? one : many;
}

}  // namespace wire
