// SPDX-License-Identifier: MIT
// Text as it takes room on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

/// `text` with everything a terminal would obey taken out: control characters
/// become U+FFFD (FNC1, U+001D, becomes <GS>), and so does what is not UTF-8. Names
/// and codes come from outside and must not move anybody's cursor.
[[nodiscard]] std::string printable(std::string_view text);

/// Columns that printable UTF-8 text takes: two for wide characters, none for
/// combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The front of `text` that fits `columns`, with "…" where something is missing.
/// `columns` is at least 1.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

/// Lines of at most `columns` (0: one line), broken at blanks; a longer word stays
/// whole.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Local time, "2026-03-01 14:05:09"; "-" for 0.
[[nodiscard]] std::string local_time(std::int64_t ms);

}  // namespace gateway::cli
