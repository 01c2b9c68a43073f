// SPDX-License-Identifier: MIT
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cli/run.h"

namespace {

using gateway::cli::Terminal;

constexpr std::size_t kColumnsMin = 20;  // a narrower terminal is treated as having no limit

std::string_view environment(const char* name) {
  // There is one thread, and nothing here sets a variable.
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value != nullptr ? value : "";
}

Terminal terminal_of_process() {
  Terminal terminal{.out = std::cout, .err = std::cerr, .in = &std::cin};
  terminal.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  terminal.err_is_terminal = isatty(STDERR_FILENO) != 0;
  winsize size{};
  if (terminal.out_is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col >= kColumnsMin) {
    terminal.columns = size.ws_col;
  }
  terminal.colour =
      terminal.out_is_terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  return terminal;
}

}  // namespace

int main(int argc, char** argv) {
  const auto parsed = gateway::cli::parse(std::vector<std::string>(argv, argv + argc));
  if (!parsed.invocation) {
    (parsed.exit_code == 0 ? std::cout : std::cerr) << parsed.text;
    return parsed.exit_code;
  }
  Terminal terminal = terminal_of_process();
  try {
    return gateway::cli::run(*parsed.invocation, terminal);
  } catch (const std::exception& error) {  // out of memory; nothing else throws
    std::cerr << "shelfctl: " << error.what() << '\n';
    return 1;
  }
}
