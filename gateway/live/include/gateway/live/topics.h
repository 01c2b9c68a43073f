// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/ids.h"
#include "wire/status.h"
#include "wire/topics.h"

namespace gateway::live {

/// Names of one site's topics that no scanner uses: those that the gateway shows, and the one
/// for new orders. All begin with `P`, the prefix of docs/protocol.md.
///
/// Errors: kInvalidArgument where a part is not a valid name, so that no wildcard and no extra
/// level can get into a topic. A topic always fits wire::Topic. Immutable: any thread.
class Topics {
 public:
  explicit Topics(const wire::Topics& site) : base_(site.base()) {}

  [[nodiscard]] wire::Result<wire::Topic> stock(const wire::Sku& sku,
                                                const wire::Location& location) const;
  [[nodiscard]] wire::Result<wire::Topic> low(const wire::Sku& sku,
                                              std::string_view warehouse) const;
  [[nodiscard]] wire::Result<wire::Topic> purchase(std::string_view id) const;
  [[nodiscard]] wire::Result<wire::Topic> order(std::string_view id) const;
  [[nodiscard]] wire::Result<wire::Topic> event(std::string_view kind) const;
  [[nodiscard]] wire::Topic gateway_state() const;
  [[nodiscard]] wire::Topic new_order() const;  ///< `P/order/new`, which customers write

  [[nodiscard]] wire::Topic stock_base() const;  ///< `P/stock/`, with which stock() begins

  // Filters for subscriptions.
  [[nodiscard]] wire::Topic all_orders() const;  ///< `P/order/+`; new_order() is among them
  [[nodiscard]] wire::Topic all_purchases() const;
  [[nodiscard]] wire::Topic all_low() const;
  [[nodiscard]] wire::Topic all_stock() const;
  /// Everything of one SKU. Errors: kInvalidArgument.
  [[nodiscard]] wire::Result<wire::Topic> low_of(const wire::Sku& sku) const;
  [[nodiscard]] wire::Result<wire::Topic> stock_of(const wire::Sku& sku) const;

  /// What a retained topic is of: the kind's name, and all that follows it.
  struct Parsed {
    enum class Kind { kStock, kLow, kPurchase, kOrder };
    Kind kind;
    std::string_view rest;  ///< part of the topic; need not be valid
  };
  /// Nothing: the topic is of no such kind.
  [[nodiscard]] std::optional<Parsed> parse(std::string_view topic) const;

  /// The id of the order whose topic this is. Errors: kInvalidArgument (any other topic,
  /// new_order() included).
  [[nodiscard]] wire::Result<wire::Reference> parse_order(std::string_view topic) const;

 private:
  std::string base_;
};

}  // namespace gateway::live
