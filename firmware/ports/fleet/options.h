// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "scanner/host/node.h"

namespace fleet {

struct Options {
  scanner::host::NodeOptions node;  ///< `node` is what all names begin with
  std::size_t nodes = 8;
  double rate_per_s = 0;           ///< movements of all scanners together; 0: as they are acked
  std::uint64_t movements = 1000;  ///< of all scanners together
  std::uint32_t seed = 1;
  std::vector<std::string> items;                 ///< barcodes to draw from
  std::vector<std::vector<std::string>> scripts;  ///< one a scanner; empty: drawn
  std::string journal_dir;                        ///< empty: in memory
  std::string log;                                ///< empty: none
  unsigned drain_timeout_s = 120;                 ///< without an ack
  bool json = false;
};

/// Why the program ends before it has begun, and with which code: 0 after help,
/// 2 after wrong usage.
struct EarlyEnd {
  int exit_code = 0;
  std::string text;
};

/// Reads the command line and the files it names.
[[nodiscard]] tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv);

}  // namespace fleet
