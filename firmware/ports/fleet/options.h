// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "scanner/host/node.h"

namespace fleet {

struct Options {
  scanner::host::NodeOptions node;  ///< its `node` is the start of all names
  std::size_t nodes = 8;
  double rate_per_s = 0;           ///< movements of all scanners together; 0: as fast as acked
  std::uint64_t movements = 1000;  ///< of all scanners together
  std::uint32_t seed = 1;
  std::vector<std::string> items;                 ///< barcodes to draw from
  std::vector<std::vector<std::string>> scripts;  ///< one per scanner; empty: drawn
  std::string journal_dir;                        ///< empty: in memory
  std::string log;                                ///< empty: none
  unsigned drain_timeout_s = 120;                 ///< the end waits so long without an ack
  bool json = false;
};

/// The program ends at once: what to print, and the exit code: 0 after help, 2 after wrong
/// usage.
struct EarlyEnd {
  int exit_code = 0;
  std::string text;
};

/// Reads the command line and the files it names.
[[nodiscard]] tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv);

}  // namespace fleet
