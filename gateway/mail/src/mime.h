// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "gateway/mail/mail.h"

namespace gateway::mail {

/// Who a mail is from.
struct Sender {
  std::string_view address;
  std::string_view name;  ///< may be empty
};

/// The mail as MIME text (RFC 5322, 2045), CRLF line ends, ASCII throughout, no line
/// above 998 characters. The same mail gives the same text, byte for byte: nothing in
/// it comes from a clock, the host or random numbers. `mail` and `sender` were checked.
///
/// Does not use libcurl's mime API, because with 7.88 boundaries are random, text
/// lines that end in \n become "=0A" instead of line ends, header text and file names
/// beyond ASCII are sent raw and unfolded, and the result can only be sent, not read,
/// so a Maildir could not hold the same text.
std::string mime_text(const Mail& mail, const Sender& sender);

}  // namespace gateway::mail
