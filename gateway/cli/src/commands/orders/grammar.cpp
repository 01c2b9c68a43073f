// SPDX-License-Identifier: MIT
#include "commands/orders/grammar.h"

#include <memory>

#include "commands/orders/action.h"
#include "commands/orders/view.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

constexpr const char* kOrderNewExamples =
    "  shelfctl order new order.json\n"
    "  echo '{\"order\":\"1007\",\"lines\":[{\"sku\":\"TABLE\"}]}' | shelfctl order new -\n\n"
    "Keys: order (its name; handing it in again does no harm), lines\n"
    "(each sku, and qty if it is not 1), and if wanted customer (name, email,\n"
    "address) and policy (all_or_nothing, partial or backorder).";

constexpr const char* kOrderListExamples =
    "  shelfctl order list\n"
    "  shelfctl order list --state backordered";

constexpr const char* kOrderCancelExamples = "  shelfctl order cancel 1007 --why \"ordered twice\"";

constexpr const char* kOrderShipExamples =
    "  shelfctl order ship 1007 --by JANE\n\n"
    "Scanners do the same bin by bin: picks that name the order.";

constexpr const char* kWhichOne = "Its name";

void add_new(const Grammar& order) {
  const auto file = std::make_shared<std::string>();
  const Grammar command = order.add("new", "Hand in a customer's order", kOrderNewExamples);
  command.argument("FILE", *file, "A JSON file; - reads it from standard input");
  command.on_parsed(new_order, file);
}

void add_orders_list(const Grammar& order) {
  const auto state = std::make_shared<std::string>();
  const Grammar command = order.add("list", "All customers' orders", kOrderListExamples);
  command.choice_option("--state", "STATE", *state,
                        {"received", "confirmed", "partly_confirmed", "backordered", "rejected",
                         "shipped", "cancelled"},
                        "Only those in this state: received, confirmed,\n"
                        "partly_confirmed, backordered, rejected, shipped\n"
                        "or cancelled");
  command.on_parsed(list_orders, state);
}

void add_order_changes(const Grammar& order) {
  const auto cancel = std::make_shared<OrderChange>();
  cancel->action = "cancel";
  const Grammar cancellation =
      order.add("cancel", "Promise nothing of it any more", kOrderCancelExamples);
  cancellation.argument("ORDER", cancel->id, kWhichOne);
  cancellation.option("--why", "TEXT", cancel->why, "The reason; the customer reads it");
  cancellation.on_parsed(change_order, cancel);

  const auto ship = std::make_shared<OrderChange>();
  ship->action = "ship";
  const Grammar shipment = order.add(
      "ship", "Book everything reserved for it as picked, where it is", kOrderShipExamples);
  shipment.argument("ORDER", ship->id, kWhichOne);
  shipment.option("--by", "NAME", ship->by, "Who picked it");
  shipment.on_parsed(change_order, ship);
}

}  // namespace

void add_orders(const Grammar& root) {
  const Grammar order = root.add("order", "Customers' orders");
  add_new(order);
  add_orders_list(order);
  add_show(order, "orders", "ORDER", "What was promised of one order, where it is, and its history",
           "  shelfctl order show 1007", print_order);
  add_order_changes(order);
}

}  // namespace gateway::cli
