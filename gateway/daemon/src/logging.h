// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace gateway::daemon {

/// Sets up the process's one logger, on stderr. `level` and `format` are those of
/// the configuration ("text" for people, "json" one object a line).
void start_logging(const std::string& level, const std::string& format);

}  // namespace gateway::daemon
