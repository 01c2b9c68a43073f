// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

// A mail reader's side, written from the RFCs and not from the code under test.
// Malformed input throws std::runtime_error, which fails the test.
namespace mail_test {

std::vector<std::string> lines_of(std::string_view text);  ///< split at CRLF only
std::string decode_quoted_printable(std::string_view text);
std::string decode_base64(std::string_view text);  ///< line ends are skipped

/// Value of header `name` in `text`: unfolded, encoded-words decoded as RFC 2047
/// says (blanks between two of them belong to neither).
std::string header(std::string_view text, std::string_view name);

/// `header`, undecoded.
std::string raw_header(std::string_view text, std::string_view name);

}  // namespace mail_test
