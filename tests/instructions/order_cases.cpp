// SPDX-License-Identifier: MIT
// What comes without a scanner: customers' orders, and plain supply messages.
#include <memory>

#include "case.h"
#include "gateway/mqtt/decode.h"
#include "warehouse.h"

namespace instructions {
namespace {

using namespace gateway;
using Folder = std::filesystem::path;

struct Desk {
  explicit Desk(const Folder& folder) : warehouse(folder) {}

  Warehouse warehouse;
  std::string payload;
  int number = 0;
  bool good = false;

  void write_order() {
    payload = R"({"order":")" + std::to_string(1000 + ++number) + R"(","lines":[)";
    for (const int item : {1, 2, 3}) {
      payload += std::string(item == 1 ? "" : ",") + R"({"sku":")" +
                 std::string(sku_of(10 * item).view()) + R"(","qty":2})";
    }
    payload += R"(],"customer":{"name":"Erika Mustermann","email":"erika@example.org",)"
               R"("address":"Heidestr. 1\n12345 Musterstadt"}})";
  }

  void receive_order() {
    const auto order = mqtt::decode_order(payload);
    good = order && warehouse.apply({*order}).outcomes[0].verdict == Verdict::kDone &&
           warehouse.commit();
  }
};

/// A commit each, as when orders come one at a time.
void step_to_the_end(Desk& desk) {
  desk.good = true;
  for (const OrderStage stage : kOrderStages) {
    const Effects effects = desk.warehouse.apply({StepOrders{stage}});
    desk.good = desk.good && effects.orders.size() == 1 && desk.warehouse.commit();
  }
}

Work receive_order(const Folder& folder) {
  const auto desk = std::make_shared<Desk>(folder);
  return {.prepare = [desk] { desk->write_order(); },
          .run = [desk] { desk->receive_order(); },
          .judge = [desk] { require(desk->good, "the order was refused"); }};
}

Work carry_out_order(const Folder& folder) {
  const auto desk = std::make_shared<Desk>(folder);
  return {.prepare =
              [desk] {
                desk->write_order();
                desk->receive_order();
                require(desk->good, "the order was refused");
              },
          .run = [desk] { step_to_the_end(*desk); },
          .judge =
              [desk] {
                require(desk->good, "a stage did nothing");
                const auto order =
                    find_order(desk->warehouse.store(), std::to_string(1000 + desk->number));
                require(order && order->notified == OrderState::kConfirmed, "it was not confirmed");
              }};
}

Work plain_supply(const Folder& folder) {
  struct State {
    explicit State(const Folder& path) : warehouse(path) {}
    Warehouse warehouse;
    int number = 0;
    std::string payload;
    bool good = false;
  };
  const auto state = std::make_shared<State>(folder);
  return {.prepare =
              [state] {
                state->payload = R"({"product_code":")" +
                                 std::string(sku_of(state->number++ % 60).view()) +
                                 R"(","warehouse_name":"MAIN","quantity":100})";
              },
          .run =
              [state] {
                const auto plain = mqtt::decode_plain("inventory_updates", state->payload);
                state->good = plain && state->warehouse.apply({*plain}).entries.size() == 1 &&
                              state->warehouse.commit();
              },
          .judge = [state] { require(state->good, "not booked"); }};
}

}  // namespace

std::vector<Case> order_cases() {
  return {{"order-receipt", receive_order},
          {"order-stages", carry_out_order},
          {"plain-supply", plain_supply}};
}

}  // namespace instructions
