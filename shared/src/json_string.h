// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "wire/status.h"

namespace wire {

/// Undoes the escapes of what stands between the quotes of a JSON string.
/// Errors: kInvalidArgument (a lone surrogate, an unknown or cut escape, a raw
/// control character, not UTF-8), kTruncated (`out` is too small).
[[nodiscard]] Result<std::string_view> unescape_json_string(std::string_view body,
                                                            std::span<char> out);

}  // namespace wire
