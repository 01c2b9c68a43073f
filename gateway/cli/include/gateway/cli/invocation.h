// SPDX-License-Identifier: MIT
// What a person typed, understood.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gateway::cli {

struct Session;

/// Runs the command on a session, within run(). Returns the exit code.
using Action = std::function<int(const Session&)>;

struct Invocation {
  std::string socket;
  bool json = false;
  bool quiet = false;
  Action action = {};
};

/// A command line that was read: an invocation to run, or a text to print and the
/// exit code to end with (0 help was asked for, 2 wrong usage: the text says what
/// would be right).
struct Parsed {
  std::optional<Invocation> invocation;
  int exit_code = 0;
  std::string text;
};

/// Reads the arguments, the program's name first. Pure but for the environment
/// variable SHELFWIRE_HTTP_SOCKET, which stands for --socket.
[[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

}  // namespace gateway::cli
