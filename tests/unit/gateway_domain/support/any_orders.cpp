// SPDX-License-Identifier: MIT
#include "any_orders.h"

#include <rapidcheck.h>

#include <array>
#include <ostream>
#include <string>

#include "model.h"
#include "movements.h"
#include "scanner.h"

namespace domain_test {

namespace {

constexpr std::uint64_t kOrders = 6;  // that commands name

std::uint64_t up_to(std::uint64_t limit) {
  return *rc::gen::inRange<std::uint64_t>(1, limit + 1);
}
bool sometimes() {
  return up_to(3) == 1;
}
template <typename Enum>
Enum any(std::uint64_t values) {
  return Enum{static_cast<std::uint8_t>(up_to(values))};
}
template <std::size_t N>
std::string one_of(const std::array<const char*, N>& texts) {
  return texts.at(*rc::gen::inRange<std::size_t>(0, N));
}
std::string any_id() {
  return "o" + std::to_string(up_to(kOrders));
}
wire::Sku any_sku() {
  return text<wire::Sku>(one_of<3>({"A", "A", "B"}));
}

}  // namespace

std::vector<gateway::Command> catalogue_of_two() {
  gateway::ChangeSuppliers suppliers;
  suppliers.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
  gateway::ChangeItems items;
  items.rows.push_back({0,
                        text<wire::Sku>("A"),
                        {{"name", "a"},
                         {"supplier", "ACME"},
                         {"threshold", "6"},
                         {"price_minor", "333"},
                         {"currency", "EUR"},
                         {"tax_percent", "19"}}});
  items.rows.push_back({0, text<wire::Sku>("B"), {{"name", "b"}, {"threshold", "3"}}});
  return {suppliers, items};
}

namespace {

wire::Movement any_movement() {
  const auto op = any<wire::Op>(6);
  const bool takes = op == wire::Op::kPick || op == wire::Op::kMove || op == wire::Op::kScrap;
  const auto bin = one_of<3>({"MAIN/A", "MAIN/B", "EAST/A"});
  const auto other = bin == "MAIN/A" ? "EAST/A" : "MAIN/A";
  auto movement = stated(op, any_sku().view(), takes ? bin : "",
                         op == wire::Op::kMove ? other : (takes ? "" : bin),
                         static_cast<wire::Quantity>(up_to(12)));
  if (op == wire::Op::kPick && !sometimes()) movement.ref = text<wire::Reference>(any_id());
  return movement;
}

gateway::Command any_order() {
  gateway::SubmitOrder order;
  order.id = any_id();
  for (auto lines = up_to(3); lines > 0; --lines) {
    order.lines.push_back({any_sku(), static_cast<wire::Quantity>(up_to(9))});
  }
  if (!sometimes()) order.policy = any<gateway::OrderPolicy>(3);
  if (!sometimes()) order.customer.email = "ann@a.example";
  return order;
}

}  // namespace

gateway::Command any_order_command() {
  switch (up_to(16)) {
    case 1:
    case 2:
      return gateway::ManualMovement{any_movement(), {}};
    case 3: {
      Scanner scanner("S", static_cast<std::uint32_t>(up_to(1'000'000)));
      scanner.add(any_movement());
      return scanner.batch(1, 1);
    }
    case 4:
      return gateway::PlainSupply{"topic",
                                  str(any_sku()),
                                  one_of<2>({"MAIN", "EAST"}),
                                  static_cast<std::int64_t>(up_to(16)) - 6,
                                  {}};
    case 5:
    case 6:
      return gateway::ManualUndo{up_to(12), {}, {}};
    case 7:
      return gateway::ChangeOrder{any_id(), gateway::OrderAction::kShip, {}, {}, {}};
    case 8:
      return gateway::ChangeOrder{any_id(), gateway::OrderAction::kCancel, "why", {}, {}};
    case 9:
      return gateway::ExpireOrders{up_to(3)};
    case 10:
      return gateway::DeliveryReport{up_to(6), any<gateway::DeliveryState>(4), 0, "451 later"};
    case 11:
    case 12:
    case 13:
      return any_order();
    default:
      return gateway::StepOrders{any<gateway::OrderStage>(4), up_to(3)};
  }
}

namespace {
struct Told {
  std::ostream& out;
  void operator()(const gateway::ManualMovement& command) const { say(command.movement); }
  void operator()(const gateway::NodeBatch& batch) const {
    out << "scan ";
    say(batch.movements.at(0).movement);
  }
  void operator()(const gateway::PlainSupply& plain) const {
    out << "plain " << plain.quantity << ' ' << plain.product_code << ' ' << plain.warehouse_name;
  }
  void operator()(const gateway::ManualUndo& command) const { out << "undo " << command.seq; }
  void operator()(const gateway::ChangeOrder& command) const {
    out << (command.action == gateway::OrderAction::kShip ? "ship " : "cancel ") << command.id;
  }
  void operator()(const gateway::ExpireOrders& command) const {
    out << "expire " << command.orders_max;
  }
  void operator()(const gateway::DeliveryReport& command) const {
    out << "row " << command.outbox_id << " is " << to_string(command.state);
  }
  void operator()(const gateway::SubmitOrder& order) const {
    out << "order " << order.id << ' ' << (order.policy ? to_string(*order.policy) : "-");
    for (const auto& line : order.lines) out << ' ' << line.qty << ' ' << line.sku.view();
    out << (order.customer.email.empty() ? "" : ", by mail");
  }
  void operator()(const gateway::StepOrders& step) const {
    out << "step " << to_string(step.stage) << ' ' << step.orders_max;
  }
  void operator()(const auto&) const { out << "another command"; }

  void say(const wire::Movement& m) const {
    out << wire::to_string(m.op) << ' ' << m.qty << ' ' << m.sku.view() << " from '"
        << m.from.view() << "' to '" << m.to.view() << "' ref '" << m.ref.view() << "'";
  }
};
}  // namespace

void show(std::ostream& out, const gateway::Command& command) {
  std::visit(Told{out}, command);
}

gateway::OrderPolicy any_policy() {
  return any<gateway::OrderPolicy>(3);
}

}  // namespace domain_test
