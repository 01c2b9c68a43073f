// SPDX-License-Identifier: MIT
// Checks of mail addresses and host names, the same where one is stored and where it is used.
#pragma once

#include <string>
#include <string_view>

namespace gateway {

// Each returns what is wrong with `text`, as the end of a sentence that begins with the name of
// its field; empty: nothing is. Pure. `text` itself is never quoted.

/// Wanted: one mail address without a display name (RFC 5321 "Mailbox" without quotes and address
/// literals, ASCII, at most kAddressBytesMax bytes), or nothing.
[[nodiscard]] std::string judge_email(std::string_view text);
/// Wanted: labels of 1 to 63 letters, digits and inner "-" with dots between (RFC 1123), at most
/// 255 bytes.
[[nodiscard]] std::string judge_host_name(std::string_view text);

}  // namespace gateway
