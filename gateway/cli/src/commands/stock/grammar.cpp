// SPDX-License-Identifier: MIT
#include "commands/stock/grammar.h"

#include <memory>

#include "commands/stock/action.h"

#include "wire/limits.h"
#include "wire/movement.h"

namespace gateway::cli {
namespace {

constexpr const char* kStockExamples =
    "  shelfctl stock\n"
    "  shelfctl stock BOLT-M8\n"
    "  shelfctl stock --location MAIN/A-01   that location and all below it";

constexpr const char* kMoveExamples =
    "  shelfctl move receive BOLT-M8 100 --to MAIN/A-01 --ref PO-000017\n"
    "  shelfctl move pick BOLT-M8 5 --from MAIN/A-01 --by JANE\n"
    "  shelfctl move move BOLT-M8 20 --from MAIN/A-01 --to MAIN/B-02\n"
    "  shelfctl move count BOLT-M8 73 --to MAIN/A-01    there are 73, whatever the books say\n"
    "  shelfctl move scrap BOLT-M8 2 --from MAIN/A-01";

constexpr const char* kWhoSaysSo = "Who says so";

constexpr const char* kLedgerExamples =
    "  shelfctl ledger --sku BOLT-M8\n"
    "  shelfctl ledger --location MAIN/A-01 --since 5000\n"
    "  shelfctl ledger --follow           goes on showing new ones until Ctrl-C\n"
    "  shelfctl ledger --follow --json    one object a line";

/// What is wrong with the locations and the quantity of a movement, by its operation; empty:
/// nothing.
std::string check_places(const MoveRequest& move) {
  const std::string& op = move.op;
  const wire::OpRule& rule = wire::rule_of(*wire::parse_op(op));  // one of the choices
  if (rule.op == wire::Op::kCount) {
    if (move.from.empty() == move.to.empty()) {
      return "count sets one bin: name it with --to LOCATION";
    }
    return {};
  }
  if (move.qty < rule.qty_min) return "QTY must be at least 1 (only count takes 0)";
  if (rule.takes && move.from.empty())
    return op + " takes goods away: name the bin with --from LOCATION";
  if (rule.puts && move.to.empty()) return op + " puts goods down: name the bin with --to LOCATION";
  if (!rule.takes && !move.from.empty()) return op + " takes nothing from a bin: leave --from out";
  if (!rule.puts && !move.to.empty()) return op + " puts nothing into a bin: leave --to out";
  return {};
}

void add_move(const Grammar& root) {
  const auto move = std::make_shared<MoveRequest>();
  const Grammar command = root.add("move", "Book a movement by hand", kMoveExamples);
  std::vector<std::string> operations;
  for (const wire::OpRule& rule : wire::kOpRules) {
    if (rule.op != wire::Op::kUndo) operations.emplace_back(rule.word);
  }
  command.choice("OPERATION", move->op, operations,
                 "receive (from a supplier), pick (for a customer),\n"
                 "move, count (sets a bin), return (from a customer)\n"
                 "or scrap");
  command.argument("SKU", move->sku, "The item");
  command.quantity("QTY", move->qty, 0, wire::kQuantityMax, "How many of its base unit");
  command.option("--from", "LOCATION", move->from, "Where it leaves");
  command.option("--to", "LOCATION", move->to, "Where it goes");
  command.option("--ref", "NUMBER", move->ref, "Customer's order, or purchase order of a receipt");
  command.option("--by", "NAME", move->by, kWhoSaysSo);
  command.on_parsed(book, move, [move] { return check_places(*move); });
}

void add_undo(const Grammar& root) {
  const auto request = std::make_shared<UndoRequest>();
  const Grammar command =
      root.add("undo", "Reverse one ledger entry by a new one",
               "  shelfctl undo 1042    (the number that `shelfctl ledger` shows)");
  command.number("SEQ", request->seq, "Number of the ledger entry");
  command.option("--by", "NAME", request->by, kWhoSaysSo);
  command.on_parsed(undo, request);
}

void add_ledger(const Grammar& root) {
  const auto ledger = std::make_shared<LedgerQuery>();
  const Grammar command =
      root.add("ledger", "Every movement, in the order it was booked", kLedgerExamples);
  command.option("--sku", "SKU", ledger->sku, "Only this item");
  command.option("--location", "LOCATION", ledger->location,
                 "Only what leaves or enters this location");
  command.number_option("--since", "SEQ", ledger->since, 0, kNumberMax, "From this entry on");
  command.flag("--follow", ledger->follow, "Wait for new ones");
  command.on_parsed(show_ledger, ledger);
}

}  // namespace

void add_stock(const Grammar& root) {
  const auto stock = std::make_shared<StockQuery>();
  const Grammar command =
      root.add("stock", "What is there: on hand, reserved, available, on order", kStockExamples);
  command.optional_argument("SKU", stock->sku, "Only this item");
  command.option("--location", "LOCATION", stock->location,
                 "Only this location and what is below it");
  command.on_parsed(show_stock, stock);
  add_move(root);
  add_undo(root);
  add_ledger(root);
}

}  // namespace gateway::cli
