// SPDX-License-Identifier: MIT
// Text for a terminal: safe to print, and measured in columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

/// `text` without anything that acts on a terminal: control characters
/// become U+FFFD (FNC1, U+001D, becomes <GS>), and so does what is not UTF-8. Names
/// and codes come from outside and must not control a person's terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// `text` as safe as printable() makes it, for messages whose bytes matter: what acts on a terminal
/// or cannot be seen is written as in program text, `\x00` a byte that is no UTF-8 or an ASCII
/// control character, `\u202e` any other. A backslash of the text stays one.
[[nodiscard]] std::string escaped(std::string_view text);

/// Columns that printable UTF-8 text takes: two for wide characters, none for
/// combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The front of `text` that fits `columns` (at least 1), ending in "…" if it was shortened.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

/// `text` in lines of at most `columns` (0: one line), broken at blanks; a longer word
/// stays whole.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Milliseconds since 1970 as local time, "2026-03-01 14:05:09"; "-" for 0.
[[nodiscard]] std::string local_time(std::int64_t ms);

}  // namespace gateway::cli
