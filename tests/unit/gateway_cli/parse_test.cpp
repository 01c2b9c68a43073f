// SPDX-License-Identifier: MIT
// Promise: every command of the manual is understood, options may stand anywhere,
// and wrong usage ends with code 2 and says what would be right before anything is
// sent.
// Method: command lines as people type them.

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "gateway/cli/invocation.h"

namespace gateway::cli {
namespace {

Parsed parse_line(const std::string& line) {
  std::vector<std::string> arguments = {"shelfctl"};
  std::istringstream words(line);
  for (std::string word; words >> word;) arguments.push_back(word);
  return parse(arguments);
}

template <typename T>
T command_of(const std::string& line) {
  const Parsed parsed = parse_line(line);
  EXPECT_TRUE(parsed.invocation) << line << ": " << parsed.text;
  if (!parsed.invocation || !std::holds_alternative<T>(parsed.invocation->command)) {
    ADD_FAILURE() << line << " is another command";
    return {};
  }
  return std::get<T>(parsed.invocation->command);
}

TEST(Parse, UnderstandsEveryCommand) {
  EXPECT_EQ(command_of<StockQuery>("stock").sku, "");
  EXPECT_EQ(command_of<StockQuery>("stock BOLT --location MAIN").sku, "BOLT");
  EXPECT_EQ(command_of<StockQuery>("stock --location MAIN").location, "MAIN");
  const auto move = command_of<MoveRequest>("move move BOLT 5 --from A --to B --ref DN-1");
  EXPECT_EQ(move.op + move.sku + move.from + move.to + move.ref, "moveBOLTABDN-1");
  EXPECT_EQ(move.qty, 5);
  EXPECT_EQ(command_of<UndoRequest>("undo 12").seq, 12U);
  const auto ledger = command_of<LedgerQuery>("ledger --sku B --location L --since 7 --follow");
  EXPECT_EQ(ledger.sku + ledger.location, "BL");
  EXPECT_EQ(ledger.since, 7U);
  EXPECT_TRUE(ledger.follow);
  const auto set = command_of<CatalogueSet>("item set BOLT name=Bolt threshold= x=a=b");
  EXPECT_EQ(set.kind + set.name, "itemsBOLT");
  EXPECT_EQ(set.columns, (Columns{{"name", "Bolt"}, {"threshold", ""}, {"x", "a=b"}}));
  EXPECT_EQ(command_of<CatalogueSet>("supplier set ACME name=Acme").kind, "suppliers");
  EXPECT_EQ(command_of<ItemRemove>("item remove BOLT").sku, "BOLT");
  EXPECT_EQ(command_of<Import>("item import a.csv").kind, "items");
  EXPECT_EQ(command_of<Import>("supplier import a.csv").file, "a.csv");
  EXPECT_EQ(command_of<Show>("item show BOLT").name, "BOLT");
  EXPECT_EQ(command_of<Show>("supplier show ACME").kind, "suppliers");
  EXPECT_EQ(command_of<Show>("po show PO-000017").kind, "purchase-orders");
  for (const auto& [line, kind] :
       std::vector<std::pair<std::string, std::string>>{{"item list", "items"},
                                                        {"supplier list", "suppliers"},
                                                        {"location list", "locations"},
                                                        {"exceptions list", "exceptions"},
                                                        {"po list", "purchase-orders"},
                                                        {"outbox list", "outbox"},
                                                        {"order list", "orders"},
                                                        {"invoice list", "invoices"}}) {
    EXPECT_EQ(command_of<List>(line).kind, kind);
  }
  EXPECT_EQ(command_of<LocationSet>("location set MAIN/A policy=forbid").policy, "forbid");
  command_of<Verify>("verify");
  command_of<Doctor>("doctor");
  EXPECT_EQ(command_of<ReorderRun>("reorder run").sku, "");
  EXPECT_EQ(command_of<ReorderRun>("reorder run BOLT").sku, "BOLT");
}

TEST(Parse, UnderstandsWhatIsDoneWithPurchases) {
  for (const char* action : {"approve", "send", "confirm", "cancel"}) {
    const auto change = command_of<PurchaseChange>("po " + std::string(action) + " PO-000017");
    EXPECT_EQ(change.po + change.action + change.why, std::string("PO-000017") + action);
  }
  EXPECT_EQ(command_of<PurchaseChange>("po cancel PO-000017 --why wrong").why, "wrong");
  EXPECT_EQ(command_of<PurchaseWhy>("po why PO-000017").po, "PO-000017");
  auto goods = command_of<PurchaseReceipt>("po receive PO-000017");
  EXPECT_EQ(goods.po, "PO-000017");
  EXPECT_TRUE(goods.lines.empty());
  goods = command_of<PurchaseReceipt>("po receive PO-000017 BOLT 30 NUT 1000000000 --to A --by J");
  ASSERT_EQ(goods.lines.size(), 2U);
  EXPECT_EQ(goods.lines[0].sku + goods.lines[1].sku + goods.to + goods.by, "BOLTNUTAJ");
  EXPECT_EQ(goods.lines[0].qty, 30);
  EXPECT_EQ(goods.lines[1].qty, 1'000'000'000);
  EXPECT_TRUE(command_of<List>("po list --open").open);
  EXPECT_FALSE(command_of<List>("po list").open);
}

TEST(Parse, UnderstandsWhatIsDoneWithCustomersOrders) {
  EXPECT_EQ(command_of<OrderNew>("order new order.json").file, "order.json");
  EXPECT_EQ(command_of<OrderNew>("order new -").file, "-");
  EXPECT_EQ(command_of<List>("order list").state, "");
  EXPECT_EQ(command_of<List>("order list --state backordered").state, "backordered");
  EXPECT_EQ(command_of<Show>("order show 1007").kind, "orders");
  EXPECT_EQ(command_of<Show>("order show 1007").name, "1007");
  const auto cancel = command_of<OrderChange>("order cancel 1007 --why twice");
  EXPECT_EQ(cancel.id + cancel.action + cancel.why + cancel.by, "1007canceltwice");
  const auto ship = command_of<OrderChange>("order ship 1007 --by JANE");
  EXPECT_EQ(ship.id + ship.action + ship.why + ship.by, "1007shipJANE");
  const auto text = command_of<InvoiceShow>("invoice show INV-000012");
  EXPECT_EQ(text.id + text.format + text.output, "INV-000012text");
  const auto pdf = command_of<InvoiceShow>("invoice show INV-000012 --format pdf --output a.pdf");
  EXPECT_EQ(pdf.id + pdf.format + pdf.output, "INV-000012pdfa.pdf");
}

TEST(Parse, UnderstandsWhatIsDoneWithTasks) {
  const auto settle = command_of<ExceptionSettle>("exceptions settle 12 --sku BOLT --by JANE");
  EXPECT_EQ(settle.id, 12U);
  EXPECT_EQ(settle.sku + settle.by, "BOLTJANE");
  const auto dismiss = command_of<ExceptionDismiss>("exceptions dismiss 13 --why torn --by JANE");
  EXPECT_EQ(dismiss.id, 13U);
  EXPECT_EQ(dismiss.why + dismiss.by, "tornJANE");
  EXPECT_TRUE(command_of<List>("exceptions list --open").open);
  for (const char* action : {"retry", "drop"}) {
    const auto change = command_of<OutboxChange>("outbox " + std::string(action) + " 14");
    EXPECT_EQ(change.id, 14U);
    EXPECT_EQ(change.action, action);
  }
}

TEST(Parse, TakesOptionsBeforeAndBehindTheCommand) {
  for (const char* line : {"--json --socket /s stock", "stock --json --socket /s",
                           "item list --socket /s --json", "--json item --socket /s list"}) {
    const Parsed parsed = parse_line(line);
    ASSERT_TRUE(parsed.invocation) << line << parsed.text;
    EXPECT_TRUE(parsed.invocation->json) << line;
    EXPECT_FALSE(parsed.invocation->quiet) << line;
    EXPECT_EQ(parsed.invocation->socket, "/s") << line;
  }
}

TEST(Parse, FindsTheSocketInTheEnvironment) {
  EXPECT_EQ(parse_line("stock").invocation->socket, "/run/shelfwire/api.sock");
  setenv("SHELFWIRE_HTTP_SOCKET", "/env", 1);
  EXPECT_EQ(parse_line("stock").invocation->socket, "/env");
  EXPECT_EQ(parse_line("stock --socket /s").invocation->socket, "/s");
  unsetenv("SHELFWIRE_HTTP_SOCKET");
}

TEST(Parse, RefusesWrongUsageAndSaysWhatWouldBeRight) {
  struct Case {
    const char* line;
    const char* hint;
  };
  for (const Case& c : {
           Case{"", "Commands:"},
           Case{"item", "import"},
           Case{"po", "show"},
           Case{"stok", "stok"},
           Case{"stock A B", "B"},
           Case{"move", "OPERATION"},
           Case{"move borrow BOLT 1", "receive"},
           Case{"move receive BOLT", "QTY"},
           Case{"move receive BOLT 1", "--to PLACE"},
           Case{"move receive BOLT 1 --to A --from B", "leave --from out"},
           Case{"move pick BOLT 1", "--from PLACE"},
           Case{"move pick BOLT 1 --from A --to B", "leave --to out"},
           Case{"move move BOLT 1 --from A", "--to PLACE"},
           Case{"move scrap BOLT 1 --to A", "--from PLACE"},
           Case{"move return BOLT 1 --from A", "--to PLACE"},
           Case{"move count BOLT 1", "--to PLACE"},
           Case{"move count BOLT 1 --from A --to B", "one bin"},
           Case{"move pick BOLT 0 --from A", "at least 1"},
           Case{"move pick BOLT -1 --from A", "range"},
           Case{"move pick BOLT 1000001 --from A", "range"},
           Case{"move pick BOLT 1.5 --from A", "1.5"},
           Case{"undo", "SEQ"},
           Case{"undo 0", "range"},
           Case{"item set BOLT", "CHANGE"},
           Case{"item set BOLT threshold", "key=value"},
           Case{"item set BOLT =5", "key=value"},
           Case{"location set MAIN", "POLICY"},
           Case{"location set MAIN policy=never", "policy=forbid"},
           Case{"location set MAIN stock=flag", "policy=forbid"},
           Case{"ledger --since x", "since"},
           Case{"po approve", "PO"},
           Case{"po approve PO-000001 --why x", "--why"},
           Case{"po receive PO-000001 BOLT", "pairs"},
           Case{"po receive PO-000001 BOLT 0", "from 1"},
           Case{"po receive PO-000001 BOLT 1x", "1x"},
           Case{"po receive PO-000001 BOLT 1000000001", "1000000000"},
           Case{"outbox list --open", "--open"},
           Case{"order new", "FILE"},
           Case{"order list --state lost", "partly_confirmed"},
           Case{"order list --open", "--open"},
           Case{"order ship", "ID"},
           Case{"order ship 4 --why x", "--why"},
           Case{"invoice show", "INVOICE"},
           Case{"invoice show INV-000012 --format html", "pdf"},
           Case{"outbox retry", "ID"},
           Case{"outbox drop 0", "range"},
           Case{"exceptions settle 1", "--sku"},
           Case{"exceptions dismiss 1", "--why"},
           Case{"exceptions dismiss x --why y", "ID"},
           Case{"reorder run BOLT NUT", "NUT"},
           Case{"stock --socket", "socket"},
       }) {
    const Parsed parsed = parse_line(c.line);
    EXPECT_FALSE(parsed.invocation) << c.line;
    EXPECT_EQ(parsed.exit_code, 2) << c.line;
    EXPECT_NE(parsed.text.find(c.hint), std::string::npos) << c.line << ": " << parsed.text;
  }
}

TEST(Parse, CountsWithEitherNameOfTheBin) {
  EXPECT_EQ(command_of<MoveRequest>("move count BOLT 0 --to A").to, "A");
  EXPECT_EQ(command_of<MoveRequest>("move count BOLT 0 --from A").from, "A");
}

TEST(Parse, HelpsAndTellsItsVersion) {
  for (const char* line : {"--help", "move --help", "item set --help", "--version"}) {
    const Parsed parsed = parse_line(line);
    EXPECT_FALSE(parsed.invocation) << line;
    EXPECT_EQ(parsed.exit_code, 0) << line;
    EXPECT_NE(parsed.text.find("shelfctl"), std::string::npos) << line;
  }
  EXPECT_NE(parse_line("move --help").text.find("shelfctl move receive"), std::string::npos);
  EXPECT_EQ(parse_line("item --help").text.find("shelfctl stock"), std::string::npos)
      << "examples of another command";
}

}  // namespace
}  // namespace gateway::cli
