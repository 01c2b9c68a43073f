// SPDX-License-Identifier: MIT
// Promise: verify finds a scanner that was told of other doubts than there are, and a task that
// asks about nothing, about something else, or about what was taken back.
// How: one row of a store in which everything happened is damaged at a time.

#include "damage.h"

namespace domain_test {
namespace {

using namespace gateway;  // rows of many kinds

class VerifyFindsInQuestions : public VerifyFinds {};

TEST_F(VerifyFindsInQuestions, AnotherCountOrListOfQuestionedMovements) {
  const auto key = node_key("S5", 0x55);
  const auto change = [&](const std::function<void(NodeRow&)>& how) {
    edit<NodeRow>(Table::kNodes, key, how);
    expect_problem("node S5 (acked 1): its lists are not what was refused and questioned");
  };
  change([](NodeRow& node) { ++node.doubt_total; });
  change([](NodeRow& node) { --node.doubt_total, node.doubt.clear(); });
  change([](NodeRow& node) { node.doubt = {{1, wire::Doubt::kNotOnOrder}}; });
  change([](NodeRow& node) {
    node.doubt = {{1, wire::Doubt::kUnknownReference}, {2, wire::Doubt::kNotOnOrder}};
  });
}

TEST_F(VerifyFindsInQuestions, AQuestionAboutNothing) {
  const auto asked = warehouse.tasks().size() - 1;  // the last one asks for a count
  erase(Table::kMeta, gateway::questioned_key(warehouse.ledger_length()));
  expect_problem("task " + std::to_string(asked) + " asks about nothing");
  erase(Table::kMeta, gateway::count_again_key("TRAY", "MAIN/A"));
  expect_problem("task " + std::to_string(asked + 1) + " asks about nothing");
}
TEST_F(VerifyFindsInQuestions, AQuestionAboutSomethingElse) {
  const auto asked = std::to_string(warehouse.tasks().size() - 1);
  const auto key = gateway::questioned_key(warehouse.ledger_length());
  copy(Table::kMeta, key, gateway::questioned_key(1));
  expect_problem("task " + asked + " is filed for something else");
  erase(Table::kMeta, gateway::questioned_key(1));
  copy(Table::kMeta, key, gateway::count_again_key("TRAY", "MAIN/A"));
  expect_problem("task " + asked + " is filed for something else");
}
TEST_F(VerifyFindsInQuestions, AQuestionAboutWhatWasTakenBack) {
  warehouse.undo_entry(warehouse.ledger_length());
  const auto asked = warehouse.tasks().size() - 1;
  edit<Task>(Table::kExceptions, number_key(asked),
             [](Task& row) { row.state = TaskState::kOpen; });
  expect_problem("task " + std::to_string(asked) + " is filed for something else");
}

}  // namespace
}  // namespace domain_test
