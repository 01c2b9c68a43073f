// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/mail/mail.h"

namespace gateway::mail {

/// What is wrong with a text, as a phrase that follows the field's name; nothing
/// when it is good. Never quotes the text itself, which may hold anything.
using Problem = std::optional<std::string>;

/// A control byte: what would end a header line or an SMTP command early.
Problem control_byte_problem(std::string_view text);

/// Header text: UTF-8, no control byte, at most `bytes_max` bytes.
Problem header_text_problem(std::string_view text, std::size_t bytes_max);

/// One mailbox as SMTP takes it: dot-separated local part (at most 64 bytes), `@`,
/// host name (labels of at most 63), ASCII. No quotes, spaces, <>, lists, literals.
Problem address_problem(std::string_view address);

/// A host name of letters, digits, `-` and `.`, at most 255 bytes.
Problem host_name_problem(std::string_view name);

/// The first thing wrong with a mail, with the field's name in front.
Problem mail_problem(const Mail& mail);

}  // namespace gateway::mail
