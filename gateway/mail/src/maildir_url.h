// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/mail/mailer.h"

namespace gateway::mail {

/// DIR of `maildir:DIR`; nothing when `url` is something else.
inline std::optional<std::string> maildir_folder(std::string_view url) {
  if (!url.starts_with(kMaildirScheme)) return std::nullopt;
  return std::string(url.substr(kMaildirScheme.size()));
}

}  // namespace gateway::mail
