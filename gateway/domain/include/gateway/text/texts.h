// SPDX-License-Identifier: MIT
// Checks of texts that people and programs send in, before they are stored and mailed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway {

/// Whether `text` has no byte below a blank and no DEL: nothing that breaks a line, a table or
/// a mail header. Pure.
[[nodiscard]] bool is_one_line(std::string_view text);

// Each of these returns what is wrong with `text`, as the end of a sentence that begins with the
// name of its field, such as "is longer than 120 bytes"; empty: nothing is. Pure.

/// Wanted: UTF-8 without control characters, and without those that break lines or turn text
/// around and cannot be seen (U+2028, U+202E and their like).
[[nodiscard]] std::string judge_line(std::string_view text, std::size_t bytes_max);
/// Wanted: the same, or with line breaks (LF).
[[nodiscard]] std::string judge_lines(std::string_view text, std::size_t bytes_max);

}  // namespace gateway
