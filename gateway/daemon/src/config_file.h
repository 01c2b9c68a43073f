// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "gateway/daemon/config.h"

namespace gateway::daemon {

/// What reading the configuration found: `config` can be used where there are no problems.
struct ConfigFile {
  Config config;
  std::vector<std::string> problems;  ///< whole sentences; each says what to do
  std::vector<std::string> ignored;   ///< likewise: variables of the environment that mean nothing
};

/// Reads the file and the environment, and checks everything that can be checked without a start.
[[nodiscard]] ConfigFile read_config_file(const std::string& path);

/// SIGHUP: reads it again. The level of the log follows at once, all else at the next start; what
/// is wrong is logged, and changes nothing.
void reload(const std::string& path);

}  // namespace gateway::daemon
