// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace gateway::daemon {

inline constexpr int kExitUsage = 2;  ///< of shelfwired: wrong options or configuration

struct CommandLine {
  std::string config_file;
  bool check_only = false;
  std::optional<std::uint64_t> accept_loss_after;  ///< ledger entry: store::AcceptLoss
  std::uint32_t run_for_s = 0;                     ///< 0: until a signal
  std::optional<int> exit_code;                    ///< set: help, version or an error was printed
};

[[nodiscard]] CommandLine read_command_line(int argc, char** argv);

}  // namespace gateway::daemon
