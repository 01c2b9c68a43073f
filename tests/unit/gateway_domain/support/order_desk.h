// SPDX-License-Identifier: MIT
// A gateway without doors at which customers order: orders are handed in, and the stages
// run when a test says so.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/orders/invoice.h"
#include "gateway/orders/order.h"
#include "warehouse.h"

namespace domain_test {

using gateway::OrderPolicy;
using gateway::OrderStage;
using gateway::OrderState;
using Lines = std::vector<std::pair<std::string_view, wire::Quantity>>;

/// An order as a door hands it in.
gateway::SubmitOrder form(std::string_view id, const Lines& lines,
                          std::optional<OrderPolicy> policy = {}, std::string email = {});

/// The same pick, for an order.
wire::Movement for_order(wire::Movement pick, std::string_view id);

class OrderDesk : public DomainTest {
 protected:
  /// BOLT at 2.50 EUR and 19 %, NUT at 1.00 EUR and 7 %, CAP without a price. Nothing is in
  /// stock, and nobody reorders.
  OrderDesk();

  gateway::Outcome submit(std::string_view id, const Lines& lines,
                          std::optional<OrderPolicy> policy = {}, std::string email = {});
  gateway::Outcome step(OrderStage stage, std::size_t orders_max = 64);
  /// Every stage until no order waits for any.
  void run();
  /// Hands it in and runs the stages.
  gateway::Order place(std::string_view id, const Lines& lines,
                       std::optional<OrderPolicy> policy = {}, std::string email = {});
  gateway::Outcome ship(std::string_view id);
  gateway::Outcome cancel(std::string_view id, std::string why = {});
  /// `count` orders that are rejected: they close at once.
  void close_orders(std::size_t count);

  [[nodiscard]] gateway::Order order(std::string_view id) const;
  [[nodiscard]] gateway::OrderLine line(std::string_view id, std::size_t index = 0) const;
  [[nodiscard]] wire::Quantity reserved(std::string_view sku, std::string_view location) const;
  [[nodiscard]] std::vector<gateway::Reservation> reservations(std::string_view id) const;
  [[nodiscard]] std::vector<gateway::Backorder> backorders() const;
  [[nodiscard]] std::vector<gateway::Invoice> invoices() const;
  /// Mails to customers that wait.
  [[nodiscard]] std::vector<gateway::OutboxRow> mails() const;
  [[nodiscard]] bool shown(std::string_view id) const;
  /// What the last command noted for the log, one line a note.
  [[nodiscard]] std::string notes() const;
};

}  // namespace domain_test
