// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/mail/mail.h"

namespace gateway::mail {

/// What is wrong with a text, as a phrase that follows the field's name; nothing
/// when it is valid. Never quotes the text itself, which may hold anything.
using Problem = std::optional<std::string>;

/// A problem if there is a control byte, which could end a header line or an SMTP command.
Problem control_byte_problem(std::string_view text);

/// Valid header text: UTF-8, no control byte, at most `bytes_max` bytes.
Problem header_text_problem(std::string_view text, std::size_t bytes_max);

/// A valid address, and not empty: as gateway::judge_email().
Problem address_problem(std::string_view address);

/// A valid host name: as gateway::judge_host_name().
Problem host_name_problem(std::string_view name);

/// A valid name for EHLO: a host name, or an address literal such as [192.0.2.7].
Problem hello_problem(std::string_view name);

/// The first problem of a mail, beginning with the field's name.
Problem mail_problem(const Mail& mail);

}  // namespace gateway::mail
