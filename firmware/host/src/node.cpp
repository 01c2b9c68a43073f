// SPDX-License-Identifier: MIT
#include "scanner/host/node.h"

#include <array>
#include <cassert>
#include <cstdio>

#include "wire/client_id.h"

namespace scanner::host {
namespace {

tl::unexpected<std::string> complaint(std::string_view what, std::string_view value,
                                      std::string_view right) {
  return tl::unexpected(std::string(what) + " '" + std::string(value) + "' " + std::string(right));
}

std::string client_id_of(const std::string& node, Random& random) {
  std::array<char, 6> suffix{};
  std::snprintf(suffix.data(), suffix.size(), "-%04x", random.next() & 0xffffU);
  return std::string(wire::client_id(node, suffix.data()).view());
}

}  // namespace

const char* version() {
  return SHELFWIRE_VERSION;
}

tl::expected<Node, std::string> make_node(const NodeOptions& options, Random& random) {
  constexpr std::string_view kName =
      "must be 1 to 32 letters, digits, '.', '_' or '-', beginning with a letter or digit";
  if (!wire::is_name(options.node)) return complaint("node name", options.node, kName);
  if (!wire::is_name(options.site)) return complaint("site name", options.site, kName);
  const wire::Result<wire::Topics> site = wire::Topics::make(options.prefix, options.site);
  if (!site) {
    return complaint("topic prefix", options.prefix,
                     "must be names joined with '/', at most 64 bytes, as in shelfwire/v1");
  }
  const auto topics = topics_of(*site, *wire::NodeName::from(options.node));
  assert(topics);

  Node node;
  node.scanner.topics = *topics;
  node.scanner.state.fw = *wire::Version::from(version());
  node.scanner.state.kind = *wire::Hardware::from("linux");
  node.scanner.batch_movements_max = options.batch_movements_max;

  std::array<char, wire::kNodeStateBytesMax> buffer{};
  const auto will = wire::write_node_will(node.scanner.state, buffer);
  assert(will);
  node.link.brokers = options.brokers;
  node.link.credentials = options.credentials;
  node.link.client_id = client_id_of(options.node, random);
  node.link.ack_topic = topics->ack.view();
  node.link.state_topic = topics->state.view();
  node.link.will = *will;
  return node;
}

}  // namespace scanner::host
