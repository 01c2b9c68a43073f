// SPDX-License-Identifier: MIT
// Texts that people and programs hand in: what is stored, printed and mailed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway {

// Each says what is wrong with `text`, as the end of a sentence that begins with the
// name of its field: "is longer than 120 bytes". Empty: nothing is. Pure.

/// One line of printable UTF-8.
[[nodiscard]] std::string judge_line(std::string_view text, std::size_t bytes_max);
/// The same, with line breaks (LF).
[[nodiscard]] std::string judge_lines(std::string_view text, std::size_t bytes_max);
/// One mail address without a display name, kAddressBytesMax bytes at most, or nothing.
[[nodiscard]] std::string judge_email(std::string_view text);

}  // namespace gateway
