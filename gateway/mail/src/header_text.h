// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gateway::mail {

// Header lines of a mail. Every text passed here must have been checked (UTF-8, no control
// byte); every result ends in CRLF and is folded at 76 columns if possible.

/// "Name: text": free text such as a subject. Anything but short plain ASCII words
/// becomes encoded-words (RFC 2047), which decode to exactly `text`.
std::string text_header(std::string_view name, std::string_view text);

/// "Name: display name <address>", or the bare address when there is no name.
std::string address_header(std::string_view name, std::string_view display_name,
                           std::string_view address);

/// `Name: value; parameter="file"`; a file name beyond ASCII is encoded by RFC 2231.
std::string file_header(std::string_view name, std::string_view value, std::string_view parameter,
                        std::string_view file_name);

/// "Date: ..." of a time in milliseconds since 1970 UTC, 1970 to 9999.
std::string date_header(std::int64_t date_ms);

}  // namespace gateway::mail
