// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "wire/ids.h"
#include "wire/limits.h"
#include "wire/status.h"
#include "wire/text.h"

namespace wire {

using Topic = Text<kTopicBytesMax, struct TopicTag>;

/// Topic names of one site: builds them, and takes apart those that somebody
/// reads. All lie below
/// `<prefix>/<site>`, the protocol page's `P`.
///
/// Builders answer kInvalidArgument when a part is not a valid name, so that no
/// wildcard and no extra level can slip into a topic; the topic always fits.
/// Parsers answer kInvalidArgument for every other topic. Immutable: any thread.
class Topics {
 public:
  /// `prefix` is one or more names joined with '/', at most kPrefixBytesMax bytes;
  /// `site` is a name. Errors: kInvalidArgument.
  [[nodiscard]] static Result<Topics> make(std::string_view prefix, std::string_view site);

  [[nodiscard]] Result<Topic> up(const NodeName& node) const;
  [[nodiscard]] Result<Topic> ack(const NodeName& node) const;
  [[nodiscard]] Result<Topic> node_state(const NodeName& node) const;
  [[nodiscard]] Result<Topic> stock(const Sku& sku, const Location& location) const;
  [[nodiscard]] Result<Topic> low(const Sku& sku, std::string_view warehouse) const;
  [[nodiscard]] Result<Topic> purchase(const Reference& id) const;  ///< `P/po/<id>`
  [[nodiscard]] Result<Topic> order(const Reference& id) const;     ///< `P/order/<id>`
  [[nodiscard]] Result<Topic> event(std::string_view kind) const;   ///< `P/event/<kind>`
  [[nodiscard]] Topic new_order() const;                            ///< `P/order/new`
  [[nodiscard]] Topic gateway_state() const;

  // Filters for subscriptions.
  [[nodiscard]] Topic all_up() const;           ///< `P/node/+/up`
  [[nodiscard]] Topic all_acks() const;         ///< `P/node/+/ack`
  [[nodiscard]] Topic all_node_states() const;  ///< `P/node/+/state`
  [[nodiscard]] Topic all_stock() const;        ///< `P/stock/#`
  [[nodiscard]] Topic all_low() const;          ///< `P/low/#`
  [[nodiscard]] Topic all_purchases() const;    ///< `P/po/#`
  [[nodiscard]] Topic all_orders() const;       ///< `P/order/+`; new_order() is among them

  [[nodiscard]] Result<NodeName> parse_up(std::string_view topic) const;
  [[nodiscard]] Result<Reference> parse_order(std::string_view topic) const;  ///< not new_order()

 private:
  using Base = Text<kPrefixBytesMax + 1 + kNameBytesMax, struct TopicBaseTag>;
  explicit Topics(const Base& base) : base_(base) {}
  [[nodiscard]] Result<Topic> of_node(const NodeName& node, std::string_view leaf) const;

  Base base_;
};

}  // namespace wire
