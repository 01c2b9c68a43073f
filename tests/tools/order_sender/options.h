// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "scanner/host/node.h"

namespace order_sender {

struct Options {
  scanner::host::NodeOptions node;  ///< broker and site; `node` is what the client is called
  double rate_per_s = 0;            ///< orders
  std::uint64_t orders = 100;       ///< in all
  std::uint32_t seed = 1;
  std::vector<std::string> skus;   ///< to order
  unsigned drain_timeout_s = 120;  ///< without an outcome
};

/// Why the program ends before it has begun: 0 after help, 2 after wrong usage.
struct EarlyEnd {
  int exit_code = 0;
  std::string text;
};

/// Reads the command line and the catalogue it names.
[[nodiscard]] tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv);

}  // namespace order_sender
