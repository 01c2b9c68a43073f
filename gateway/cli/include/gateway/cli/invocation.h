// SPDX-License-Identifier: MIT
// A command line after it was read.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gateway::cli {

struct Session;

/// Runs the command on a session, within run(). Returns the exit code: 0 done, 1 failed.
using Action = std::function<int(const Session&)>;

/// A command to run, with the options that all commands have.
struct Invocation {
  std::string socket;  ///< path of the gateway's Unix socket
  bool json = false;   ///< print JSON in place of text for people
  bool quiet = false;  ///< print nothing when all went well, and no progress
  Action action = {};
};

/// The result of parse(): an invocation to run, or a text to print and the exit code to
/// end with (0: help was asked for; 2: wrong usage, and the text says what is right).
struct Parsed {
  std::optional<Invocation> invocation;
  int exit_code = 0;
  std::string text;
};

/// Reads the arguments, the program's name first. Pure except for the environment
/// variable SHELFWIRE_HTTP_SOCKET, which is used without --socket. Prints nothing.
[[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

}  // namespace gateway::cli
