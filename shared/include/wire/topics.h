// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "wire/ids.h"
#include "wire/limits.h"
#include "wire/status.h"
#include "wire/text.h"

namespace wire {

using Topic = Text<kTopicBytesMax, struct TopicTag>;

/// Names of the topics between the scanners and the gateway of one site: builds them, and
/// reads a node from one. All lie below `<prefix>/<site>`, which docs/protocol.md calls `P`.
///
/// Builders return kInvalidArgument when a part is not a valid name, so that no
/// wildcard and no extra level can get into a topic; the topic always fits.
/// The parser returns kInvalidArgument for every other topic. Immutable: any thread.
class Topics {
 public:
  /// `prefix` is one or more names joined with '/', at most kPrefixBytesMax bytes;
  /// `site` is a name. Errors: kInvalidArgument.
  [[nodiscard]] static Result<Topics> make(std::string_view prefix, std::string_view site);

  [[nodiscard]] Result<Topic> up(const NodeName& node) const;
  [[nodiscard]] Result<Topic> ack(const NodeName& node) const;
  [[nodiscard]] Result<Topic> node_state(const NodeName& node) const;
  [[nodiscard]] Topic all_up() const;  ///< `P/node/+/up`, for subscriptions

  [[nodiscard]] Result<NodeName> parse_up(std::string_view topic) const;

  /// `P` itself. Valid as long as this object.
  [[nodiscard]] std::string_view base() const { return base_.view(); }

 private:
  using Base = Text<kPrefixBytesMax + 1 + kNameBytesMax, struct TopicBaseTag>;
  explicit Topics(const Base& base) : base_(base) {}
  [[nodiscard]] Result<Topic> of_node(const NodeName& node, std::string_view leaf) const;

  Base base_;
};

}  // namespace wire
