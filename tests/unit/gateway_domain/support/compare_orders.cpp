// SPDX-License-Identifier: MIT
#include "compare_orders.h"

#include <tuple>

#include "orders/rows.h"

namespace domain_test {

namespace {

void compare_order(const gateway::Order& order, const Model& model) {
  SCOPED_TRACE("order " + order.id);
  const ModelOrder& expected = model.orders.at(order.number - 1);
  EXPECT_EQ(order.id, expected.id);
  EXPECT_EQ(order.policy, expected.policy);
  EXPECT_EQ(order.waits_for, expected.waits_for);
  EXPECT_EQ(order.decided, expected.decided);
  EXPECT_EQ(order.notified, expected.notified);
  EXPECT_EQ(order.state(), model.state(order.number));
  EXPECT_EQ(order.invoice, expected.invoice);
  EXPECT_EQ(order.total_minor, expected.total);
  EXPECT_EQ(order.expires_ms, expected.expires_ms);
  EXPECT_EQ(order.closed_number, expected.closed);
  ASSERT_EQ(order.lines.size(), expected.lines.size());
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const gateway::OrderLine& line = order.lines[i];
    EXPECT_EQ(str(line.sku), expected.lines[i].sku);
    EXPECT_EQ(line.qty, expected.lines[i].qty);
    EXPECT_EQ(line.confirmed, expected.lines[i].got);
    EXPECT_EQ(line.backordered, expected.lines[i].waiting);
    EXPECT_EQ(line.picked, model.picked(order.number, str(line.sku)));
  }
}

void compare_promises(const gateway::Reader& store, const Model& model) {
  std::map<std::tuple<std::uint64_t, std::string, std::string>, wire::Quantity> expected;
  std::map<Model::Pair, wire::Quantity> of_bins;
  for (const auto& each : model.promises) {
    expected[{each.order, each.sku, each.bin}] = each.qty;
    of_bins[{each.sku, each.bin}] += each.qty;
  }
  decltype(expected) found;
  gateway::scan_rows<gateway::Reservation>(
      store, gateway::Table::kReservations, {}, [&](const gateway::Reservation& row) {
        found[{row.order, str(row.sku), str(row.location)}] = row.qty;
        return true;
      });
  EXPECT_EQ(found, expected);
  gateway::scan_bins(store, {}, {}, [&](const gateway::Bin& bin) {
    EXPECT_EQ(bin.reserved, (of_bins[{str(bin.sku), str(bin.location)}]));
    return true;
  });
}

void compare_waiting(const gateway::Reader& store, const Model& model) {
  using Waiting = std::map<std::pair<std::string, std::uint64_t>, Model::Pair>;
  Waiting expected;
  for (std::size_t i = 0; i < model.orders.size(); ++i) {
    for (const auto& line : model.orders[i].lines) {
      if (line.waiting == 0) continue;
      expected[{line.sku, i + 1}] = {std::to_string(line.waiting), line.home};
    }
  }
  Waiting found;
  gateway::scan_rows<gateway::Backorder>(
      store, gateway::Table::kBackorders, {}, [&](const gateway::Backorder& row) {
        found[{str(row.sku), row.order}] = {std::to_string(row.qty), row.warehouse};
        return true;
      });
  EXPECT_EQ(found, expected);
}

void compare_invoices(const gateway::Reader& store, const Model& model) {
  std::size_t at = 0;
  gateway::scan_invoices(store, 1, [&](const gateway::Invoice& invoice) {
    EXPECT_EQ(invoice.number, ++at) << "a gap";
    if (at > model.invoices.size()) return false;
    const ModelInvoice& expected = model.invoices[at - 1];
    EXPECT_EQ(invoice.restored_ms != 0, expected.order == 0);
    EXPECT_EQ(invoice.order, expected.order == 0 ? "" : model.orders.at(expected.order - 1).id);
    EXPECT_EQ(invoice.cancelled_ms != 0, expected.cancelled);
    std::map<std::string, std::int64_t> lines;
    for (const auto& line : invoice.lines) lines[str(line.sku)] = line.qty;
    EXPECT_EQ(lines, expected.lines);
    return true;
  });
  EXPECT_EQ(at, model.invoices.size());
}

}  // namespace

void compare_orders(const Warehouse& real, const Model& model) {
  std::size_t count = 0;
  gateway::scan_orders(real.store, 1, [&](const gateway::Order& order) {
    EXPECT_EQ(order.number, ++count);
    if (count > model.orders.size()) return false;
    compare_order(order, model);
    return true;
  });
  EXPECT_EQ(count, model.orders.size());
  compare_promises(real.store, model);
  compare_waiting(real.store, model);
  compare_invoices(real.store, model);
  std::set<std::uint64_t> touched;
  for (const auto& shown : real.last().orders) touched.insert(shown.order.number);
  EXPECT_EQ(touched, model.orders_touched);
  const auto& work = real.last().work;
  EXPECT_EQ(std::set(work.begin(), work.end()), model.work);
  std::vector<Model::Pair> notes;
  for (const auto& note : real.last().notes) notes.emplace_back(note.order, note.stage);
  EXPECT_EQ(notes, model.notes);
}

}  // namespace domain_test
