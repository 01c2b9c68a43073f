// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "transport.h"

namespace gateway::mail {

/// Delivers into the Maildir `folder`: written to tmp/, flushed, renamed into new/,
/// folder flushed. The file is named after the Message-ID, which is what makes a
/// repeat replace the first (see Mailer::send()). Lines end in \n, as Maildir readers
/// expect; the text is otherwise what SMTP would carry.
///
/// Makes the folder (0700) when it is missing; its parent must exist. The error says
/// what could not be made.
tl::expected<std::unique_ptr<const Transport>, std::string> maildir_transport(std::string folder);

}  // namespace gateway::mail
