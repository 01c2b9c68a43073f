// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "transport.h"

namespace gateway::mail {

/// Delivers into the Maildir `folder`: writes to tmp/, flushes, renames into new/,
/// flushes the folder. The file is named after the Message-ID, so that a repeat replaces
/// the first (see Mailer::send()). Lines end in \n, as Maildir readers expect; otherwise
/// the text is the one that SMTP would send.
///
/// Makes the folder (0700) if it is missing; its parent must exist. The error says
/// what could not be made.
tl::expected<std::unique_ptr<const Transport>, std::string> maildir_transport(std::string folder);

}  // namespace gateway::mail
