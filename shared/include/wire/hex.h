// SPDX-License-Identifier: MIT
// Hexadecimal as the protocol writes it: epochs, chain checksums, and codes that are not
// text. Written in lower case; read in either case. All functions are pure: any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/status.h"

namespace wire {

inline constexpr char kHexDigits[] = "0123456789abcdef";

/// Exactly eight digits, most significant first.
[[nodiscard]] std::array<char, 8> to_hex32(std::uint32_t value);

/// Errors: kInvalidArgument (not exactly eight hexadecimal digits).
[[nodiscard]] Result<std::uint32_t> parse_hex32(std::string_view text);

/// Reads two digits per byte into `out`; returns a view of the part used. Errors:
/// kInvalidArgument (an odd number of characters, or one that is not a hexadecimal
/// digit), kTruncated (`out` is too small).
[[nodiscard]] Result<std::string_view> parse_hex_bytes(std::string_view text, std::span<char> out);

}  // namespace wire
