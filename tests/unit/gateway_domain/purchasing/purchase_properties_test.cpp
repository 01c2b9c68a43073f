// SPDX-License-Identifier: MIT
// Promise: the properties of reordering, each a test of its name, hold for any commands in
// any order, with restarts and changes of configuration between them; and a failure is
// shown as the few commands that it takes.
// How: RapidCheck's stateful API makes the commands and shrinks them; what must come of
// them says the independent model of model.h. (model_test.cpp compares everything, with
// scanners, batches and crashes, but its failures are as long as its walks.)
//
// The seed is fixed; for other runs of the program itself: RC_PARAMS='seed=<n> max_success=2000'
//   gateway_domain_properties_test. A failure prints what repeats it.

#include <rapidcheck.h>
#include <rapidcheck/state.h>

#include <cstdlib>

#include "gateway/verify/verify.h"
#include "model.h"
#include "warehouse.h"

namespace domain_test {
namespace purchase_properties {
namespace {

using gateway::PurchaseOrder;
using gateway::PurchaseState;
using Property = void (*)(const Model& model, const Warehouse& warehouse);

constexpr int kOrders = 8;  // that commands name; more are made

std::vector<gateway::Command> catalogue() {
  gateway::ChangeSuppliers suppliers;
  suppliers.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
  suppliers.rows.push_back({0, "MUTE", {{"name", "Mute"}}});
  gateway::ChangeItems items;
  items.rows.push_back(
      {0, text<wire::Sku>("A"), {{"name", "a"}, {"supplier", "ACME"}, {"threshold", "20"}}});
  items.rows.push_back({0,
                        text<wire::Sku>("B"),
                        {{"name", "b"},
                         {"supplier", "MUTE"},
                         {"threshold", "10"},
                         {"moq", "30"},
                         {"pack_multiple", "7"}}});
  return {suppliers, items};
}

template <std::size_t N>
std::string one_of(const std::array<const char*, N>& texts) {
  return texts.at(*rc::gen::inRange<std::size_t>(0, N));
}
wire::Sku any_sku() {
  return text<wire::Sku>(one_of<2>({"A", "B"}));
}
std::uint64_t up_to(std::uint64_t limit) {
  return *rc::gen::inRange<std::uint64_t>(1, limit + 1);
}
template <typename Enum>
Enum any(int values) {
  return Enum{static_cast<std::uint8_t>(up_to(static_cast<std::uint64_t>(values)))};
}

gateway::Command any_movement() {
  const auto op = any<wire::Op>(6);
  const bool takes = op == wire::Op::kPick || op == wire::Op::kMove || op == wire::Op::kScrap;
  const auto bin = one_of<2>({"MAIN/A", "EAST/A"});
  const auto other = bin == "MAIN/A" ? "EAST/A" : "MAIN/A";
  auto movement = stated(op, any_sku().view(), takes ? bin : "",
                         op == wire::Op::kMove ? other : (takes ? "" : bin),
                         static_cast<wire::Quantity>(up_to(40)));
  if (op == wire::Op::kReceive && *rc::gen::arbitrary<bool>()) {
    movement.ref = text<wire::Reference>(gateway::purchase_id(up_to(kOrders)));
  }
  return gateway::ManualMovement{movement, {}};
}

gateway::Command any_policy() {
  gateway::ChangeItems change;
  const auto column = one_of<4>({"threshold", "pack_multiple", "moq", "supplier"});
  const auto value =
      column == "supplier" ? one_of<3>({"ACME", "MUTE", ""}) : one_of<3>({"1", "7", "60"});
  change.rows.push_back({0, any_sku(), {{column, value}}});
  return change;
}

gateway::Command any_command() {
  switch (*rc::gen::inRange(0, 12)) {
    case 0:
    case 1:
    case 2:
      return any_movement();
    case 3:
      return gateway::ManualUndo{up_to(12), {}, {}};
    case 4:
    case 5:
      return gateway::RunSweep{};
    case 6:
      return gateway::RunSweep{any_sku()};
    case 7:
    case 8:
      return gateway::ChangePurchase{up_to(kOrders), any<gateway::PurchaseAction>(4), "why", {}};
    case 9: {
      gateway::ReceivePurchase receipt;
      receipt.number = up_to(kOrders);
      if (*rc::gen::arbitrary<bool>()) {
        receipt.lines.push_back({any_sku(), static_cast<wire::Quantity>(up_to(60))});
      }
      return receipt;
    }
    case 10: {
      const auto state = any<gateway::DeliveryState>(4);
      return gateway::DeliveryReport{up_to(kOrders), state, 0, "451 later"};
    }
    default:
      return any_policy();
  }
}

struct Told {
  std::ostream& out;
  void operator()(const gateway::ManualMovement& command) const {
    const auto& m = command.movement;
    out << wire::to_string(m.op) << ' ' << m.qty << ' ' << m.sku.view() << " from '"
        << m.from.view() << "' to '" << m.to.view() << "' ref '" << m.ref.view() << "'";
  }
  void operator()(const gateway::ManualUndo& command) const { out << "undo " << command.seq; }
  void operator()(const gateway::RunSweep& command) const {
    out << "sweep" << (command.resume ? ", resume " + std::string(command.resume->view()) : "");
  }
  void operator()(const gateway::ChangePurchase& command) const {
    constexpr std::array<const char*, 5> kActions{"", "approve", "send", "confirm", "cancel"};
    out << kActions.at(static_cast<std::size_t>(command.action)) << " order " << command.number;
  }
  void operator()(const gateway::ReceivePurchase& command) const {
    out << "receive at order " << command.number;
    for (const auto& line : command.lines) out << ' ' << line.qty << ' ' << line.sku.view();
  }
  void operator()(const gateway::DeliveryReport& command) const {
    out << "row " << command.outbox_id << " is " << to_string(command.state);
  }
  void operator()(const gateway::ChangeItems& command) const {
    const auto& row = command.rows.at(0);
    out << row.sku.view() << ": " << row.columns[0].first << " = '" << row.columns[0].second << "'";
  }
  void operator()(const auto&) const { out << "another command"; }
};

using Step = rc::state::Command<Model, Warehouse>;

template <Property property>
class Ask : public Step {
 public:
  Ask() : what_(any_command()) {}
  void apply(Model& model) const override {
    model.begin();
    (void)model.apply(what_);
  }
  void run(const Model& before, Warehouse& warehouse) const override {
    warehouse.now.wall_ms += 1000;
    const auto outcome = warehouse.apply(what_);
    auto after = before;
    after.begin();
    RC_ASSERT(outcome.verdict == after.apply(what_).verdict);
    property(after, warehouse);
  }
  void show(std::ostream& out) const override { std::visit(Told{out}, what_); }

 private:
  const gateway::Command what_;
};

/// With an upstream server or without, and who approves.
template <Property property>
class Restart : public Step {
 public:
  void apply(Model& model) const override { model.configure(settings()); }
  void run(const Model& before, Warehouse& warehouse) const override {
    warehouse.restart(settings());
    property(before, warehouse);
  }
  void show(std::ostream& out) const override {
    out << "restart, by itself " << by_itself_ << ", upstream " << upstream_;
  }

 private:
  [[nodiscard]] gateway::Settings settings() const {
    return {.site = "main",
            .approve_by_itself = by_itself_,
            .upstream = upstream_,
            .new_incarnation = 0x5107e1d};
  }
  const bool by_itself_ = *rc::gen::arbitrary<bool>();
  const bool upstream_ = *rc::gen::arbitrary<bool>();
};

template <Property property>
bool holds() {
  setenv("RC_PARAMS", "seed=1 max_success=250", 0);
  return rc::check([] {
    Warehouse warehouse;
    Model model(warehouse.settings());
    for (const auto& command : catalogue()) {
      (void)warehouse.apply(command);
      (void)model.apply(command);
    }
    rc::state::check(model, warehouse,
                     rc::state::gen::execOneOfWithArgs<Ask<property>, Ask<property>, Ask<property>,
                                                       Ask<property>, Restart<property>>());
  });
}

void each_position(const Warehouse& warehouse,
                   const std::function<void(const gateway::Position&)>& visit) {
  gateway::scan_positions(warehouse.store, {}, {}, [&](const gateway::Position& position) {
    visit(position);
    return true;
  });
}

void at_most_one_line_a_cycle(const Model&, const Warehouse& warehouse) {
  std::set<std::tuple<std::string, std::string, std::uint32_t>> cycles;
  for (const PurchaseOrder& order : warehouse.purchases()) {
    for (const auto& line : order.lines) {
      RC_ASSERT(cycles.emplace(line.sku.view(), order.warehouse, line.cycle).second);
    }
  }
}

void a_second_sweep_writes_nothing(const Model&, const Warehouse& warehouse) {
  fakes::MemoryStore copy(warehouse.store.disk());
  gateway::Engine engine(copy, warehouse.settings());
  const std::vector<gateway::Command> sweep{gateway::RunSweep{}};
  (void)engine.apply(sweep, warehouse.now);
  RC_ASSERT(copy.commit() == wire::Status::kOk);
  const auto before = dump(copy);
  auto later = warehouse.now;
  later.wall_ms += 60'000;
  RC_ASSERT(engine.apply(sweep, later).outcomes.at(0).changed == 0U);
  RC_ASSERT(dump(copy) == before);
}

void position_and_alert_are_the_models(const Model& model, const Warehouse& warehouse) {
  std::size_t positions = 0;
  each_position(warehouse, [&](const gateway::Position& position) {
    ++positions;
    const std::string sku(position.sku.view());
    const auto& alert = model.alerts.at({sku, position.warehouse});
    RC_ASSERT(position.on_hand == model.on_hand_in(sku, position.warehouse));
    RC_ASSERT(position.on_order == model.on_order(sku, position.warehouse));
    RC_ASSERT(position.low == alert.low);
    RC_ASSERT(position.reorder_suppressed == alert.reorder_suppressed);
    RC_ASSERT(position.upstream_notified == alert.upstream_notified);
  });
  RC_ASSERT(positions == model.alerts.size());
}

void on_order_never_drifts(const Model&, const Warehouse& warehouse) {
  std::map<std::pair<std::string, std::string>, wire::Quantity> expected;
  for (const PurchaseOrder& order : warehouse.purchases()) {
    for (const auto& line : order.lines) {
      auto& sum = expected[{std::string(line.sku.view()), order.warehouse}];
      if (order.stage != PurchaseState::kCancelled) sum += line.open();
    }
  }
  each_position(warehouse, [&](const gateway::Position& position) {
    const auto key = std::pair(std::string(position.sku.view()), position.warehouse);
    RC_ASSERT(position.on_order == expected[key]);
  });
}

void what_is_ordered_is_explained(const Model&, const Warehouse& warehouse) {
  for (const PurchaseOrder& order : warehouse.purchases()) {
    for (const auto& line : order.lines) {
      const auto position = line.on_hand + line.on_order;
      RC_ASSERT(position < line.threshold);
      RC_ASSERT(line.order_up_to >= line.threshold);
      const auto need = std::max(line.order_up_to - position, line.moq);
      const auto packs = need / line.pack_multiple + (need % line.pack_multiple != 0 ? 1 : 0);
      RC_ASSERT(line.qty == packs * line.pack_multiple);
      RC_ASSERT(gateway::explain(line).find(std::to_string(line.qty)) != std::string::npos);
    }
  }
}

void verify_finds_nothing(const Model&, const Warehouse& warehouse) {
  RC_ASSERT(problems_of(warehouse.store) == "");
}

TEST(PurchaseProperties, AtMostOneOpenLineACycle) {
  EXPECT_TRUE(holds<at_most_one_line_a_cycle>());
}
TEST(PurchaseProperties, ASecondSweepWritesNothing) {
  EXPECT_TRUE(holds<a_second_sweep_writes_nothing>());
}
TEST(PurchaseProperties, PositionOnOrderAndAlertAreTheModels) {
  EXPECT_TRUE(holds<position_and_alert_are_the_models>());
}
TEST(PurchaseProperties, OnOrderNeverDrifts) {
  EXPECT_TRUE(holds<on_order_never_drifts>());
}
TEST(PurchaseProperties, WhatIsOrderedIsExplained) {
  EXPECT_TRUE(holds<what_is_ordered_is_explained>());
}
TEST(PurchaseProperties, VerifyFindsNothing) {
  EXPECT_TRUE(holds<verify_finds_nothing>());
}

}  // namespace
}  // namespace purchase_properties
}  // namespace domain_test
