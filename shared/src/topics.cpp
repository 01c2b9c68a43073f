// SPDX-License-Identifier: MIT
#include "wire/topics.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>

namespace wire {
namespace {

constexpr std::string_view kNode = "/node/";
constexpr std::string_view kUpLeaf = "/up";
constexpr std::string_view kAckLeaf = "/ack";
constexpr std::string_view kStateLeaf = "/state";

static_assert(kPrefixBytesMax + 1 + kNameBytesMax + kNode.size() + kNameBytesMax +
                  kStateLeaf.size() <=
              kTopicBytesMax);

template <typename Joined>
Joined join(std::initializer_list<std::string_view> parts) {
  std::array<char, Joined::kBytesMax> bytes{};
  std::size_t used = 0;
  for (const std::string_view part : parts) {
    assert(part.size() <= bytes.size() - used);
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(used));
    used += part.size();
  }
  return *Joined::from({bytes.data(), used});
}

bool is_prefix(std::string_view text) {
  if (text.size() > kPrefixBytesMax) return false;
  for (;;) {
    const std::size_t slash = text.find('/');
    if (!is_name(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

// Removes `start` from the front; false when it is not there.
bool skip(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

}  // namespace

Result<Topics> Topics::make(std::string_view prefix, std::string_view site) {
  if (!is_prefix(prefix) || !is_name(site)) return fail(Status::kInvalidArgument);
  return Topics(join<Base>({prefix, "/", site}));
}

Result<Topic> Topics::of_node(const NodeName& node, std::string_view leaf) const {
  if (!is_name(node.view())) return fail(Status::kInvalidArgument);
  return join<Topic>({base_.view(), kNode, node.view(), leaf});
}

Result<Topic> Topics::up(const NodeName& node) const {
  return of_node(node, kUpLeaf);
}
Result<Topic> Topics::ack(const NodeName& node) const {
  return of_node(node, kAckLeaf);
}
Result<Topic> Topics::node_state(const NodeName& node) const {
  return of_node(node, kStateLeaf);
}

Topic Topics::all_up() const {
  return join<Topic>({base_.view(), kNode, "+", kUpLeaf});
}

Result<NodeName> Topics::parse_up(std::string_view topic) const {
  if (!skip(topic, base_.view()) || !skip(topic, kNode) || !topic.ends_with(kUpLeaf)) {
    return fail(Status::kInvalidArgument);
  }
  topic.remove_suffix(kUpLeaf.size());
  if (!is_name(topic)) return fail(Status::kInvalidArgument);
  return NodeName::from(topic);
}

}  // namespace wire
