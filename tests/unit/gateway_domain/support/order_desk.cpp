// SPDX-License-Identifier: MIT
#include "order_desk.h"

#include <algorithm>

#include "orders/rows.h"

namespace domain_test {

gateway::SubmitOrder form(std::string_view id, const Lines& lines,
                          std::optional<OrderPolicy> policy, std::string email) {
  gateway::SubmitOrder order;
  order.id = id;
  for (const auto& [sku, qty] : lines) order.lines.push_back({text<wire::Sku>(sku), qty});
  order.policy = policy;
  order.customer.email = std::move(email);
  return order;
}

wire::Movement for_order(wire::Movement pick, std::string_view id) {
  pick.ref = text<wire::Reference>(id);
  return pick;
}

OrderDesk::OrderDesk() {
  const auto priced = [&](std::string_view sku, std::string price, std::string tax) {
    warehouse.set_item(sku, {{"name", "a " + std::string(sku)},
                             {"price_minor", std::move(price)},
                             {"currency", "EUR"},
                             {"tax_percent", std::move(tax)}});
  };
  priced("BOLT", "250", "19");
  priced("NUT", "100", "7");
  warehouse.set_item("CAP");
}

gateway::Outcome OrderDesk::submit(std::string_view id, const Lines& lines,
                                   std::optional<OrderPolicy> policy, std::string email) {
  return warehouse.apply(form(id, lines, policy, std::move(email)));
}

gateway::Outcome OrderDesk::step(OrderStage stage, std::size_t orders_max) {
  return warehouse.apply(gateway::StepOrders{stage, orders_max});
}

void OrderDesk::run() {
  bool waiting = true;
  while (waiting) {
    for (const auto stage : gateway::kOrderStages) step(stage);
    waiting = std::any_of(
        gateway::kOrderStages.begin(), gateway::kOrderStages.end(),
        [&](auto stage) { return gateway::count_waiting(warehouse.store, stage, 1) > 0; });
  }
}

gateway::Order OrderDesk::place(std::string_view id, const Lines& lines,
                                std::optional<OrderPolicy> policy, std::string email) {
  submit(id, lines, policy, std::move(email));
  run();
  return order(id);
}

gateway::Outcome OrderDesk::ship(std::string_view id) {
  return warehouse.apply(gateway::ChangeOrder{
      std::string(id), gateway::OrderAction::kShip, {}, text<wire::Operator>("JANE"), {}});
}

gateway::Outcome OrderDesk::cancel(std::string_view id, std::string why) {
  return warehouse.apply(gateway::ChangeOrder{std::string(id),
                                              gateway::OrderAction::kCancel,
                                              std::move(why),
                                              text<wire::Operator>("JANE"),
                                              {}});
}

void OrderDesk::close_orders(std::size_t count) {
  std::vector<gateway::Command> batch;
  const auto before = gateway::list_shown_orders(warehouse.store).size();
  for (std::size_t i = 0; i < count; ++i) {
    batch.emplace_back(
        form("closed-" + std::to_string(before) + "-" + std::to_string(i), {{"NONE", 1}}));
  }
  warehouse.apply(batch);
  run();
}

gateway::Order OrderDesk::order(std::string_view id) const {
  const auto found = gateway::find_order(warehouse.store, id);
  EXPECT_TRUE(found) << "order " << id;
  return found.value_or(gateway::Order{});
}

gateway::OrderLine OrderDesk::line(std::string_view id, std::size_t index) const {
  const auto lines = order(id).lines;
  EXPECT_LT(index, lines.size());
  return index < lines.size() ? lines[index] : gateway::OrderLine{};
}

wire::Quantity OrderDesk::reserved(std::string_view sku, std::string_view location) const {
  const auto bin = gateway::find_bin(warehouse.store, sku, location);
  return bin ? bin->reserved : 0;
}

std::vector<gateway::Reservation> OrderDesk::reservations(std::string_view id) const {
  return gateway::list_reservations(warehouse.store, order(id).number);
}

namespace {
template <typename Row>
std::vector<Row> rows_of(const gateway::Reader& store, gateway::Table table) {
  std::vector<Row> rows;
  gateway::scan_rows<Row>(store, table, {}, [&](const Row& row) {
    rows.push_back(row);
    return true;
  });
  return rows;
}
}  // namespace

std::vector<gateway::Backorder> OrderDesk::backorders() const {
  return rows_of<gateway::Backorder>(warehouse.store, gateway::Table::kBackorders);
}

std::vector<gateway::Invoice> OrderDesk::invoices() const {
  return rows_of<gateway::Invoice>(warehouse.store, gateway::Table::kInvoices);
}

std::vector<gateway::OutboxRow> OrderDesk::mails() const {
  auto rows = warehouse.outbox();
  std::erase_if(rows, [](const auto& row) { return row.kind != gateway::OutboxKind::kOrderMail; });
  return rows;
}

bool OrderDesk::shown(std::string_view id) const {
  const auto orders = gateway::list_shown_orders(warehouse.store);
  return std::any_of(orders.begin(), orders.end(), [&](const auto& each) { return each.id == id; });
}

std::string OrderDesk::notes() const {
  std::string text;
  for (const auto& note : warehouse.last().notes) {
    text += "order " + note.order + ' ' + note.stage + ' ' + note.text + '\n';
  }
  return text;
}

}  // namespace domain_test
