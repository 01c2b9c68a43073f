// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wire {

/// One code point at the front of a text. `bytes` is 0 when the front is not
/// well-formed UTF-8 (or the text is empty): then `code_point` means nothing.
struct Utf8Front {
  std::uint32_t code_point = 0;
  std::size_t bytes = 0;
};

/// Reads one code point. Overlong forms, surrogates and anything above U+10FFFF
/// are not well-formed. All functions here are pure: any thread.
[[nodiscard]] Utf8Front decode_utf8_front(std::string_view text);

/// Writes `code_point` to `out` and returns how many bytes (1 to 4) that took.
/// Asserts that it is a Unicode scalar value: no surrogate, at most U+10FFFF.
[[nodiscard]] std::size_t encode_utf8(std::uint32_t code_point, char (&out)[4]);

/// True when all of `text` is well-formed UTF-8; true for the empty text.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Whether a scanned code is sent as the JSON string `code`; otherwise it is sent
/// as `hex`. It is when it is well-formed UTF-8 without control characters
/// (U+0000 to U+001F, U+007F to U+009F) other than U+001D, which is FNC1.
[[nodiscard]] bool travels_as_text(std::string_view code);

}  // namespace wire
