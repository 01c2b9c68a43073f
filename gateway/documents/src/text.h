// SPDX-License-Identifier: MIT
// Prepares text for a page: printable characters, in lines that are not too wide.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::documents {

/// `text` with blanks for control characters, and U+FFFD for what is not UTF-8 or
/// above U+FFFF, which the PDF library does not support.
[[nodiscard]] std::string printable(std::string_view text);

/// Width of a text in points.
using Measure = std::function<double(std::string_view)>;

/// `text` in lines of at most `width`, at least one line. Breaks at blanks, and inside a
/// word that is wider than a line; a character that is wider has a line of its own.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, double width,
                                            const Measure& measure);

/// `text`, or as much of it as fits `width` with an ellipsis after it.
[[nodiscard]] std::string cut(std::string_view text, double width, const Measure& measure);

/// Lines of a postal address without the empty ones. Those beyond `lines_max` are joined
/// with commas on the last line.
[[nodiscard]] std::vector<std::string> address_lines(std::string_view address,
                                                     std::size_t lines_max);

}  // namespace gateway::documents
