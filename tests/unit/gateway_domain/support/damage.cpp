// SPDX-License-Identifier: MIT
#include "damage.h"

#include <map>

namespace domain_test {

namespace {

void fill_catalogue(Warehouse& warehouse) {
  warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
  warehouse.set_supplier("MUTE");
  warehouse.set_item(
      "BOLT",
      {{"supplier", "ACME"}, {"threshold", "5"}, {"barcodes", "5901234123457 95012346*12"}});
  warehouse.set_item("NUT", {{"supplier", "ACME"}, {"threshold", "10"}, {"barcodes", "NUTS*5"}});
  warehouse.set_item("PIN", {{"supplier", "MUTE"}, {"threshold", "10"}});
  warehouse.set_item("CAP", {{"threshold", "10"}});
  warehouse.set_policy("MAIN/F", gateway::NegativeStock::kForbid);
}

/// Entries 1 .. 7; tasks 1 (withdrawn) .. 3; S1 is acked up to 9.
void fill_scans(Warehouse& warehouse) {
  Scanner scanner("S1", 0x11);
  scanner.add(receive("BOLT", "MAIN/A", 100));
  scanner.add(receive("NONE", "MAIN/A", 1));  // task 1
  scanner.add(undo(2));                       // withdraws it
  scanner.add(pick("BOLT", "MAIN/A", 20));
  scanner.add(undo(4));
  scanner.add(pick("NONE", "MAIN/A", 1));  // task 2
  scanner.add(pick("BOLT", "MAIN/B", 3));  // a discrepancy: task 3
  scanner.add(move("BOLT", "MAIN/A", "EAST/A", 60));
  scanner.add(receive("CAP", "MAIN/A", 50));
  warehouse.apply(scanner.batch(1, 9));
}

/// S2 lost 1 .. 2 and has a clone; its movement is entry 7. That it had been acked them shows a
/// restore: a person has answered that no number is missing.
void fill_incidents(Warehouse& warehouse) {
  Scanner scanner("S2", 0x22);
  for (int i = 0; i < 3; ++i) scanner.add(receive("CAP", "MAIN/A", 1));
  scanner.oldest = 3;
  warehouse.apply(scanner.batch(3, 3));
  warehouse.apply(gateway::ConfirmRestored{});
  Scanner clone("S2", 0x22);
  clone.salt = 1;
  for (int i = 0; i < 4; ++i) clone.add(receive("CAP", "MAIN/A", 1));
  warehouse.apply(clone.batch(4, 4));
}

/// Orders: 1 received, 2 partly received, 3 sent, 4 waits for an address,
/// 5 approved, 6 proposed.
void fill_orders(Warehouse& warehouse) {
  const auto order = [&](std::string_view sku, std::string_view where) {
    warehouse.book(count(sku, where, 1));
    warehouse.sweep();
  };
  order("NUT", "ONE/A");
  warehouse.book(receive("NUT", "ONE/A", 19));
  order("NUT", "TWO/A");
  warehouse.book(receive("NUT", "TWO/A", 5));
  order("NUT", "THREE/A");
  order("PIN", "MAIN/A");
  order("NUT", "FOUR/A");
  warehouse.book(count("NUT", "FIVE/A", 1));
  for (const auto& row : warehouse.outbox()) {
    const auto lines = gateway::find_purchase(warehouse.store, row.purchase_order);
    if (lines->warehouse == "FOUR") continue;
    warehouse.apply(gateway::DeliveryReport{row.id, gateway::DeliveryState::kSent, 0, {}});
  }
}

/// With a person who approves and an upstream server. Orders: 7 waits with its mail and
/// post (rows 9 and 10; its alert is row 8), 8 confirmed, 9 cancelled after 5 came,
/// 10 over-delivered, about which task 8 asks, 11 open again after its receipt was undone, with 12
/// open beside it; what was undone is missing now: task 9.
void fill_changes(Warehouse& warehouse) {
  auto settings = warehouse.settings();
  settings.approve_by_itself = false;
  settings.upstream = true;
  warehouse.restart(settings);
  const auto order = [&](std::string_view where, std::uint64_t number,
                         gateway::PurchaseAction action) {
    warehouse.book(count("NUT", where, 1));
    warehouse.change(number, action);
  };
  order("SEVEN/A", 7, gateway::PurchaseAction::kApprove);
  warehouse.report(warehouse.purchase(7).mail, gateway::DeliveryState::kMaybeSent,
                   "connection lost");
  order("EIGHT/A", 8, gateway::PurchaseAction::kConfirm);
  order("NINE/A", 9, gateway::PurchaseAction::kApprove);
  warehouse.report(warehouse.purchase(9).mail, gateway::DeliveryState::kSent);
  warehouse.receive_order(9, {{text<wire::Sku>("NUT"), 5}});
  warehouse.change(9, gateway::PurchaseAction::kCancel, "too late");
  order("TEN/A", 10, gateway::PurchaseAction::kConfirm);
  warehouse.receive_order(10, {{text<wire::Sku>("NUT"), 25}});
  order("ELEVEN/A", 11, gateway::PurchaseAction::kConfirm);
  const auto receipt = warehouse.receive_order(11).ledger_seq;
  warehouse.book(count("NUT", "ELEVEN", 0));
  order("ELEVEN/A", 12, gateway::PurchaseAction::kConfirm);
  warehouse.undo_entry(receipt);
}

/// The next tasks: of S4, settled, and undone by it; of S4, dismissed; a plain message, settled.
void fill_settled(Warehouse& warehouse) {
  Scanner scanner("S4", 0x44);
  warehouse.scan(scanner, receive("NONE", "MAIN/A", 1));
  warehouse.scan(scanner, receive("NONE", "MAIN/A", 2));
  warehouse.apply(gateway::PlainSupply{"topic", "NONE", "MAIN/A", 3, {}});
  const auto first = warehouse.tasks().size() - 2;
  warehouse.settle(first, "CAP");
  warehouse.scan(scanner, undo(1));
  warehouse.dismiss(first + 1);
  warehouse.settle(first + 2, "CAP");
}

void run_stages(Warehouse& warehouse, std::size_t how_many) {
  for (std::size_t i = 0; i < how_many; ++i) {
    warehouse.apply(gateway::StepOrders{gateway::kOrderStages.at(i)});
  }
}

/// Of LAMP, 6 in EAST/A and 12 in MAIN/A. Customers' orders: 1 shipped,
/// 2 confirmed out of both bins, 3 confirmed in part and begun to be picked, 4 waits for both
/// items and has some LAMP, 5 rejected, 6 cancelled with its invoice; 7 .. 10 wait for the
/// notifier, the invoicer, the checker, the receiver.
void fill_customers(Warehouse& warehouse) {
  auto settings = warehouse.settings();
  settings.reservation_ms = 1'000'000;
  settings.company = {"Shelves Ltd", "1 Road", "DE123", "EUR"};
  warehouse.restart(settings);
  for (const auto* sku : {"LAMP", "VASE", "TRAY"}) {
    warehouse.set_item(sku,
                       {{"price_minor", "250"}, {"tax_percent", "19"}, {"low_stock_flag", "No"}});
  }
  warehouse.book(receive("LAMP", "EAST/A", 6));
  warehouse.book(receive("LAMP", "MAIN/A", 12));
  warehouse.book(receive("VASE", "MAIN/A", 5));
  warehouse.book(receive("TRAY", "MAIN/A", 5));
  const auto submit = [&](std::string id, const std::map<std::string, wire::Quantity>& lines,
                          gateway::OrderPolicy policy = gateway::OrderPolicy::kAllOrNothing) {
    gateway::SubmitOrder order;
    order.id = std::move(id);
    order.customer = {"Ann", "ann@a.example", "2 Street"};
    for (const auto& [sku, qty] : lines) order.lines.push_back({text<wire::Sku>(sku), qty});
    order.policy = policy;
    warehouse.apply(order);
  };
  const auto pick_lamp = [&](std::string_view id, wire::Quantity qty) {
    auto movement = pick("LAMP", "MAIN/A", qty);
    movement.ref = text<wire::Reference>(id);
    warehouse.book(movement);
  };
  submit("c1", {{"LAMP", 1}});
  submit("c2", {{"LAMP", 7}, {"VASE", 1}});
  submit("c3", {{"LAMP", 3}, {"VASE", 9}}, gateway::OrderPolicy::kPartial);
  submit("c6", {{"LAMP", 2}});
  run_stages(warehouse, 4);
  pick_lamp("c1", 1);
  pick_lamp("c3", 2);
  warehouse.apply(gateway::ChangeOrder{"c6", gateway::OrderAction::kCancel, "no", {}, {}});
  submit("c4", {{"LAMP", 10}, {"VASE", 2}}, gateway::OrderPolicy::kBackorder);
  submit("c5", {{"LAMP", 1}});
  run_stages(warehouse, 4);
  for (const auto* id : {"c7", "c8", "c9", "c10"}) submit(id, {{"TRAY", 1}});
  for (const std::size_t reached : {3U, 2U, 1U}) {
    for (std::size_t i = 0; i < reached; ++i) {
      warehouse.apply(gateway::StepOrders{gateway::kOrderStages.at(i), 1});
    }
  }
}

/// Of the customers' mails the first has failed and is archived, the second has failed, and the
/// third waits for its server.
void fill_troubles(Warehouse& warehouse) {
  std::vector<std::uint64_t> mails;
  for (const auto& row : warehouse.outbox()) {
    if (row.kind == gateway::OutboxKind::kOrderMail) mails.push_back(row.id);
  }
  const auto before = warehouse.now;
  warehouse.now.wall_ms -= gateway::kFailedKeptMs;
  warehouse.report(mails.at(0), gateway::DeliveryState::kFailed, "550 5.1.1 nobody");
  warehouse.now = before;
  warehouse.apply(gateway::ArchiveFailed{1});
  warehouse.report(mails.at(1), gateway::DeliveryState::kFailed, "550 5.1.1 nobody");
  warehouse.apply(gateway::DeliveryReport{mails.at(2), gateway::DeliveryState::kQueued, 5000,
                                          "cannot connect", gateway::Obstacle::kServer});
}

/// S6 counted TRAY in MAIN/A, and S5 comes late with a pick for an order that is none: a task asks
/// about the order, the last one for a count.
void fill_questions(Warehouse& warehouse) {
  Scanner counter("S6", 0x66);
  auto counted = count("TRAY", "MAIN/A", 5);
  counted.age_ms = 1'000;
  warehouse.scan(counter, counted);
  Scanner scanner("S5", 0x55);
  auto picked = pick("TRAY", "MAIN/A", 1);
  picked.age_ms = 5'000;
  picked.ref = text<wire::Reference>("none");
  warehouse.scan(scanner, picked);
}

}  // namespace

void fill(Warehouse& warehouse) {
  fill_catalogue(warehouse);
  fill_scans(warehouse);
  fill_incidents(warehouse);
  fill_orders(warehouse);
  fill_changes(warehouse);
  fill_settled(warehouse);
  for (const auto* id : {"a", "b", "c"}) {
    warehouse.apply(gateway::PlainSupply{"topic", "CAP", "MAIN/A", 1, id});
    warehouse.apply(gateway::KeepUnreadable{"t", id, "why"});
  }
  fill_customers(warehouse);
  fill_troubles(warehouse);
  fill_questions(warehouse);
}

}  // namespace domain_test
