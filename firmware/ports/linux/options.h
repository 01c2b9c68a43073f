// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "exporter.h"
#include "scanner/host/node.h"

namespace station {

struct Options {
  scanner::host::NodeOptions node;
  std::string journal;
  std::string input = "stdin";  ///< or `serial:DEVICE`
  bool status_json = false;
  unsigned drain_timeout_s = 90;
  ExportOptions exported;  ///< with a journal: nothing else is done
};

/// The program ends at once: what to print, and the exit code: 0 after help, 2 after wrong
/// usage.
struct EarlyEnd {
  int exit_code = 0;
  std::string text;
};

/// Reads the command line and the files it names.
[[nodiscard]] tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv);

}  // namespace station
