// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace gateway::mail {

/// `text` as quoted-printable (RFC 2045): lines of at most 76 characters, each ended by
/// CRLF, also the last. \n, \r\n and a lone \r all end a line. A dot or "From "
/// at the start of a line is encoded as well, so that no mail program has to escape it.
std::string quoted_printable(std::string_view text);

/// `bytes` as base64 without line breaks.
std::string base64(std::string_view bytes);

/// `bytes` as base64 in lines of 76 characters, each ended by CRLF.
std::string base64_lines(std::string_view bytes);

}  // namespace gateway::mail
