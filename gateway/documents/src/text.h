// SPDX-License-Identifier: MIT
// Text made fit for a sheet: what can be printed, in lines that are not too wide.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::documents {

/// `text` with blanks for control characters, and U+FFFD for what is not UTF-8 or
/// lies beyond the 65,536 characters that the PDF library knows.
[[nodiscard]] std::string printable(std::string_view text);

/// Width of a text in points.
using Measure = std::function<double(std::string_view)>;

/// `text` in lines of at most `width`, at least one. Breaks at blanks, and inside a word
/// where it is wider than a line; a character that is wider still has its own line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, double width,
                                            const Measure& measure);

/// `text`, or as much of it as fits `width` with an ellipsis behind.
[[nodiscard]] std::string cut(std::string_view text, double width, const Measure& measure);

/// Lines of a postal address without the empty ones. Past `lines_max` they are put behind
/// each other, with commas, on the last.
[[nodiscard]] std::vector<std::string> address_lines(std::string_view address,
                                                     std::size_t lines_max);

}  // namespace gateway::documents
