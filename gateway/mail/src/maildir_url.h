// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gateway::mail {

/// DIR of `maildir:DIR`; nothing when `url` is something else.
inline std::optional<std::string> maildir_folder(std::string_view url) {
  constexpr std::string_view kScheme = "maildir:";
  if (!url.starts_with(kScheme)) return std::nullopt;
  return std::string(url.substr(kScheme.size()));
}

}  // namespace gateway::mail
