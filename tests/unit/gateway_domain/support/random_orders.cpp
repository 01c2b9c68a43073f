// SPDX-License-Identifier: MIT
// Random commands about orders: what buyers order, and what customers do.
#include "movements.h"
#include "random_commands.h"

namespace domain_test {

namespace {
constexpr std::array<std::string_view, 6> kOrdered{"A", "A", "B", "C", "D", "NONE"};
constexpr std::array<std::string_view, 5> kMoved{"A", "B", "C", "D", "NONE"};
constexpr std::array<std::string_view, 6> kInto{"MAIN/A", "MAIN/B", "MAIN",
                                                "EAST/A", "@scrap", "MAIN//"};
}  // namespace

gateway::Command RandomCommands::by_buyer() {
  const auto number = 1 + random_.below(12);
  if (random_.chance(65)) {
    const gateway::PurchaseAction action{static_cast<std::uint8_t>(1 + random_.below(4))};
    asked_.push_back(gateway::ChangePurchase{number, action, "why", request_id()});
    return asked_.back();
  }
  gateway::ReceivePurchase receipt;
  receipt.number = number;
  receipt.request_id = request_id();
  for (auto count = random_.below(3); count > 0; --count) {
    receipt.lines.push_back({text<wire::Sku>(random_.one_of(kMoved)), quantity()});
  }
  if (random_.chance(40)) receipt.to = text<wire::Location>(random_.one_of(kInto));
  asked_.emplace_back(receipt);
  return asked_.back();
}

std::string RandomCommands::order_id() {
  return "o" + std::to_string(1 + random_.below(24));
}

gateway::SubmitOrder RandomCommands::order() {
  if (!ordered_.empty() && random_.chance(15)) return ordered_.at(random_.below(ordered_.size()));
  gateway::SubmitOrder order;
  order.id = order_id();
  if (random_.chance(60)) order.customer.email = "ann@a.example";
  if (random_.chance(30)) order.customer.name = "Ann";
  const auto lines = random_.chance(4) ? 0 : 1 + random_.below(3);
  for (std::uint64_t i = 0; i < lines; ++i) {
    const auto odd = random_.chance(2) ? 999'999 : 0;
    const auto qty = static_cast<wire::Quantity>(1 + random_.below(9)) + odd;
    order.lines.push_back({text<wire::Sku>(random_.one_of(kOrdered)), qty});
    if (random_.chance(90) && order.lines.back().sku.view() == "NONE") order.lines.pop_back();
  }
  if (random_.chance(80)) {
    order.policy = gateway::OrderPolicy{static_cast<std::uint8_t>(1 + random_.below(3))};
  }
  if (random_.chance(3)) order.problem = "qty is not a number";
  order.answered = random_.chance(70);
  ordered_.push_back(order);
  return order;
}

gateway::Command RandomCommands::restored() {
  const auto dice = random_.below(100);
  if (dice < 10) return gateway::TellOfMove{};
  if (dice < 20) return gateway::TellOfLoss{random_.below(100)};
  if (dice < 30) return gateway::TellOfNewerSeq{random_.below(1000), random_.below(1000)};
  if (dice < 40) return gateway::TakeOver{};
  if (dice < 50) {
    const auto run = static_cast<std::uint32_t>(1 + random_.below(3));
    return gateway::TellOfSecondGateway{{run, 7, {8, 9}, run}, random_.chance(50)};
  }
  gateway::ConfirmRestored answer;
  answer.last_invoice = random_.below(40);
  answer.last_purchase = random_.below(40);
  if (random_.chance(5)) answer.last_purchase = 200'000;
  return answer;
}

gateway::Command RandomCommands::by_customer() {
  const auto dice = random_.below(100);
  if (dice < 30) return order();
  if (dice < 80) {
    const gateway::OrderStage stage{static_cast<std::uint8_t>(1 + random_.below(4))};
    return gateway::StepOrders{stage, random_.chance(60) ? 64 : 1 + random_.below(3)};
  }
  if (dice < 86) return gateway::ExpireOrders{1 + random_.below(4)};
  if (dice < 87) return gateway::ConfirmClock{};
  if (dice < 88) return restored();
  if (dice < 89) {
    const std::int64_t step_ms = random_.chance(50) ? 4'102'444'800'000 : 0;
    return gateway::NoteClock{
        .before = clock_, .memory = {.step_expected_ms = step_ms / 2, .step_found_ms = step_ms}};
  }
  const gateway::OrderAction action{static_cast<std::uint8_t>(random_.chance(60) ? 1 : 2)};
  asked_.push_back(gateway::ChangeOrder{order_id(), action, "why", {}, request_id()});
  return asked_.back();
}

}  // namespace domain_test
