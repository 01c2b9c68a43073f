// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "paho/broker.h"
#include "paho/connect_options.h"
#include "scanner/host/paho_link.h"
#include "scanner/random.h"
#include "scanner/scanner.h"

namespace scanner::host {

/// Version of these programs, as in "0.1.0".
[[nodiscard]] const char* version();

/// Where a scanner belongs, as given on the command line.
struct NodeOptions {
  std::string node;
  std::string site = "main";
  std::string prefix = "shelfwire/v1";
  std::vector<paho::Broker> brokers;
  paho::Credentials credentials;
  std::size_t batch_movements_max = wire::kBatchMovementsMax;
};

/// Settings from which a scanner and its link are made.
struct Node {
  ScannerSettings scanner;
  LinkSettings link;
};

/// Fills in topics, Last Will and a client id drawn from `random`. The error is a
/// sentence that names the option and a right value.
[[nodiscard]] tl::expected<Node, std::string> make_node(const NodeOptions& options, Random& random);

}  // namespace scanner::host
