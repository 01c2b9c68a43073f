// SPDX-License-Identifier: MIT
// Promise: every command of the manual is understood, options may stand anywhere,
// and wrong usage ends with code 2 and says what would be right before anything is
// sent.
// Method: command lines as people type them; what was understood is what a gateway that
// answers nothing is asked, or what is printed.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gateway/cli/run.h"
#include "recording_server.h"
#include "support/temp_folder.h"

namespace gateway::cli {
namespace {

Parsed parse_line(const std::string& line) {
  std::vector<std::string> arguments = {"shelfctl"};
  std::istringstream words(line);
  for (std::string word; words >> word;) arguments.push_back(word);
  return parse(arguments);
}

class Understood : public testing::Test {
 protected:
  /// What the gateway is asked at last, as "METHOD target body".
  std::string asked(const std::string& line) {
    const Parsed parsed = parse_line("--socket " + socket_ + " " + line);
    EXPECT_TRUE(parsed.invocation) << line << ": " << parsed.text;
    if (!parsed.invocation) return {};
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in(input_);
    Terminal terminal{.out = out, .err = err, .in = &in};
    static_cast<void>(run(*parsed.invocation, terminal));
    out_ = out.str();
    const auto requests = server_.take();
    requests_ = requests.size();
    return requests.empty() ? "" : requests.back();
  }

  support::TempFolder temp_;
  std::string socket_ = (temp_.path() / "api.sock").string();
  RecordingServer server_{socket_};
  std::string input_;         ///< of the command
  std::string out_;           ///< what the command printed
  std::size_t requests_ = 0;  ///< that it made
};

TEST_F(Understood, AreLooksAtStock) {
  EXPECT_EQ(asked("stock"), "GET /api/v1/stock?limit=1000");
  EXPECT_EQ(asked("stock BOLT --location MAIN"),
            "GET /api/v1/stock?sku=BOLT&location=MAIN&limit=1000");
  EXPECT_EQ(asked("stock --location MAIN"), "GET /api/v1/stock?location=MAIN&limit=1000");
  EXPECT_EQ(asked("ledger"), "GET /api/v1/ledger?since=1&limit=1000");
  EXPECT_EQ(asked("ledger --sku B --location L --since 7"),
            "GET /api/v1/ledger?sku=B&location=L&since=7&limit=1000");
}

/// What follows a command is its argument, whatever it is called.
TEST_F(Understood, AreThingsThatAreCalledAsCommandsAre) {
  EXPECT_EQ(asked("stock ledger"), "GET /api/v1/stock?sku=ledger&limit=1000");
  EXPECT_EQ(asked("stock stock"), "GET /api/v1/stock?sku=stock&limit=1000");
  EXPECT_EQ(asked("stock ledger --json"), "GET /api/v1/stock?sku=ledger&limit=1000");
  EXPECT_EQ(asked("stock --location verify"), "GET /api/v1/stock?location=verify&limit=1000");
  EXPECT_EQ(asked("item show item"), "GET /api/v1/items/item");
  EXPECT_EQ(asked("item show list"), "GET /api/v1/items/list");
  EXPECT_EQ(asked("reorder run run"), R"(POST /api/v1/reorder {"sku":"run"})");
  EXPECT_EQ(asked("po receive PO-000001 BOLT 2 stock 3"),
            "POST /api/v1/purchase-orders/PO-000001/receive "
            R"({"lines":[{"sku":"BOLT","qty":2},{"sku":"stock","qty":3}]})");
}

TEST_F(Understood, IsThatALedgerIsFollowed) {
  server_.refuse_after(2);
  const std::string target = "/api/v1/ledger?sku=B&since=7&limit=1000";
  EXPECT_EQ(asked("ledger --sku B --since 7 --follow"), "GET " + target) << "once more";
  EXPECT_EQ(requests_, 3U) << "the item before";
}

TEST_F(Understood, AreMovements) {
  EXPECT_EQ(asked("move move BOLT 5 --from A --to B --ref DN-1"),
            R"(POST /api/v1/movements {"op":"move","sku":"BOLT","qty":5,"from":"A","to":"B",)"
            R"("ref":"DN-1"})");
  EXPECT_EQ(asked("move scrap BOLT 5 --from A --by JANE"),
            R"(POST /api/v1/movements {"op":"scrap","sku":"BOLT","qty":5,"from":"A","by":"JANE"})");
  EXPECT_EQ(asked("undo 12"), R"(POST /api/v1/undo {"seq":12})");
  EXPECT_EQ(asked("undo 12 --by JANE"), R"(POST /api/v1/undo {"seq":12,"by":"JANE"})");
}

TEST_F(Understood, IsACountWithEitherNameOfTheBin) {
  EXPECT_EQ(asked("move count BOLT 0 --to A"),
            R"(POST /api/v1/movements {"op":"count","sku":"BOLT","qty":0,"to":"A"})");
  EXPECT_EQ(asked("move count BOLT 0 --from A"),
            R"(POST /api/v1/movements {"op":"count","sku":"BOLT","qty":0,"from":"A"})");
  EXPECT_EQ(asked("move receive BOLT 010 --to A"),
            R"(POST /api/v1/movements {"op":"receive","sku":"BOLT","qty":10,"to":"A"})");
  EXPECT_EQ(asked("po receive PO-000001 BOLT 010"),
            "POST /api/v1/purchase-orders/PO-000001/receive "
            R"({"lines":[{"sku":"BOLT","qty":10}]})");
}

TEST_F(Understood, AreChangesOfTheCatalogue) {
  EXPECT_EQ(asked("item set BOLT name=Bolt threshold= x=a=b"),
            R"(PATCH /api/v1/items/BOLT {"name":"Bolt","threshold":"","x":"a=b"})");
  EXPECT_EQ(asked("supplier set ACME name=Acme"),
            R"(PATCH /api/v1/suppliers/ACME {"name":"Acme"})");
  EXPECT_EQ(asked("item remove BOLT"), "DELETE /api/v1/items/BOLT");
  const std::string file = (temp_.path() / "a.csv").string();
  std::ofstream(file) << "a file";
  EXPECT_EQ(asked("item import " + file), "POST /api/v1/imports/items a file");
  EXPECT_EQ(asked("supplier import " + file), "POST /api/v1/imports/suppliers a file");
  for (const std::string policy : {"policy=forbid", "forbid"}) {
    EXPECT_EQ(asked("location set MAIN/A " + policy),
              R"(PUT /api/v1/locations/MAIN/A {"policy":"forbid"})");
  }
}

TEST_F(Understood, AreLists) {
  for (const auto& [line, kind] :
       std::vector<std::pair<std::string, std::string>>{{"item list", "items"},
                                                        {"supplier list", "suppliers"},
                                                        {"location list", "locations"},
                                                        {"tasks list --json", "tasks"},
                                                        {"unreadable list --json", "unreadable"},
                                                        {"po list", "purchase-orders"},
                                                        {"outbox list", "outbox"},
                                                        {"outbox archive", "outbox-archive"},
                                                        {"order list", "orders"},
                                                        {"invoice list", "invoices"}}) {
    EXPECT_EQ(asked(line), "GET /api/v1/" + kind + "?limit=1000");
  }
  EXPECT_EQ(asked("po list --open"), "GET /api/v1/purchase-orders?open=true&limit=1000");
  EXPECT_EQ(asked("tasks list --json --open"), "GET /api/v1/tasks?open=true&limit=1000");
  EXPECT_EQ(asked("order list --state backordered"),
            "GET /api/v1/orders?state=backordered&limit=1000");
}

/// Each has titles of its own: a list or a page of one subject is not shown as another's.
TEST_F(Understood, AreShownInTheirOwnWay) {
  EXPECT_EQ(asked("item show BOLT"), "GET /api/v1/items/BOLT");
  EXPECT_EQ(out_, "") << "it has no fields";
  EXPECT_EQ(asked("supplier show ACME"), "GET /api/v1/suppliers/ACME");
  EXPECT_EQ(out_, "") << "it has no fields";
  EXPECT_EQ(asked("po show PO-000017"), "GET /api/v1/purchase-orders/PO-000017");
  EXPECT_NE(out_.find("warehouse"), std::string::npos) << out_;
  EXPECT_EQ(asked("order show 1007"), "GET /api/v1/orders/1007");
  EXPECT_NE(out_.find("History"), std::string::npos) << out_;
  for (const auto& [line, empty] : std::vector<std::pair<std::string, std::string>>{
           {"stock", "No stock."},
           {"ledger", "No movements."},
           {"item list", "The catalogue is empty."},
           {"supplier list", "No suppliers."},
           {"location list", "No locations yet"},
           {"tasks list", "No tasks."},
           {"unreadable list", "Every message could be read."},
           {"po list", "No purchase orders."},
           {"outbox list", "Everything is delivered."},
           {"order list", "No orders."},
           {"invoice list", "No invoices."}}) {
    asked(line);
    EXPECT_EQ(out_.substr(0, empty.size()), empty) << line;
  }
}

TEST_F(Understood, AreChecks) {
  EXPECT_EQ(asked("verify"), "GET /api/v1/verify");
  EXPECT_EQ(asked("doctor"), "GET /api/v1/doctor");
}

TEST_F(Understood, IsWhatIsDoneWithPurchases) {
  const std::string address = "/api/v1/purchase-orders/PO-000017/";
  for (const std::string action : {"approve", "send", "confirm", "cancel"}) {
    EXPECT_EQ(asked("po " + action + " PO-000017"), "POST " + address + action + " {}");
  }
  EXPECT_EQ(asked("po cancel PO-000017 --why wrong"),
            "POST " + address + R"(cancel {"why":"wrong"})");
  EXPECT_EQ(asked("po why PO-000017"), "GET " + address + "why");
  EXPECT_EQ(asked("po receive PO-000017"), "POST " + address + "receive {}");
  EXPECT_EQ(asked("po receive PO-000017 BOLT 30 NUT 1000000000 --to A --by J"),
            "POST " + address +
                R"(receive {"lines":[{"sku":"BOLT","qty":30},{"sku":"NUT","qty":1000000000}],)"
                R"("to":"A","by":"J"})");
  EXPECT_EQ(asked("reorder run"), "POST /api/v1/reorder {}");
  EXPECT_EQ(asked("reorder run BOLT"), R"(POST /api/v1/reorder {"sku":"BOLT"})");
}

TEST_F(Understood, IsWhatIsDoneWithCustomersOrders) {
  const std::string order = R"({"order":"1007"})";
  const std::string file = (temp_.path() / "order.json").string();
  std::ofstream(file) << order;
  EXPECT_EQ(asked("order new " + file), "POST /api/v1/orders " + order);
  input_ = R"({"order":"1008"})";
  EXPECT_EQ(asked("order new -"), "POST /api/v1/orders " + input_);
  EXPECT_EQ(asked("order cancel 1007 --why twice"),
            R"(POST /api/v1/orders/1007/cancel {"why":"twice"})");
  EXPECT_EQ(asked("order ship 1007 --by JANE"), R"(POST /api/v1/orders/1007/ship {"by":"JANE"})");
  EXPECT_EQ(asked("invoice show INV-000012"), "GET /api/v1/invoices/INV-000012/text");
  EXPECT_EQ(out_, "{}") << "to standard output";
  const std::string pdf = (temp_.path() / "a.pdf").string();
  EXPECT_EQ(asked("invoice show INV-000012 --format pdf --output " + pdf),
            "GET /api/v1/invoices/INV-000012/pdf");
  EXPECT_TRUE(std::ifstream(pdf));
}

TEST_F(Understood, IsWhatIsDoneWithTasks) {
  EXPECT_EQ(asked("tasks settle 12 --sku BOLT --by JANE"),
            R"(POST /api/v1/tasks/12/settle {"sku":"BOLT","by":"JANE"})");
  EXPECT_EQ(asked("tasks dismiss 13 --why torn --by JANE"),
            R"(POST /api/v1/tasks/13/dismiss {"why":"torn","by":"JANE"})");
  EXPECT_EQ(asked("node rename dock-1 hall-2 --by JANE"),
            R"(POST /api/v1/nodes/dock-1/rename {"to":"hall-2","by":"JANE"})");
  EXPECT_EQ(asked("node add dock-1"), "POST /api/v1/nodes/dock-1/add {}");
  EXPECT_EQ(asked("outbox retry 14"), "POST /api/v1/outbox/14/retry {}");
  EXPECT_EQ(asked("outbox drop 14"), "POST /api/v1/outbox/14/drop {}");
  EXPECT_EQ(asked("outbox drop --all-failed"), "POST /api/v1/outbox/drop-failed {}");
  EXPECT_EQ(asked("outbox drop --all-failed --kind customer"),
            "POST /api/v1/outbox/drop-failed {\"kind\":\"customer\"}");
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
           Case{"stok", "`shelfctl` has no command 'stok'; did you mean stock?"},
           Case{"item imprt x.csv", "`shelfctl item` has no command 'imprt'; did you mean import?"},
           Case{"item imprt x.csv", "`shelfctl item --help` explains it"},
           Case{"item xyzzy", "`shelfctl item` has no command 'xyzzy'\n"},
           Case{"--scoket /s stock", "has no option '--scoket'; did you mean --socket?"},
           Case{"stock --scoket=/s", "has no option '--scoket=/s'; did you mean --socket?"},
           Case{"verify stock", "'stock' is one argument too many for `shelfctl verify`"},
           Case{"verify verify", "'verify' is one argument too many for `shelfctl verify`"},
           Case{"stock BOLT ledger", "'ledger' is one argument too many for `shelfctl stock`"},
           Case{"stock BOLT stock", "'stock' is one argument too many for `shelfctl stock`"},
           Case{"stock reorder run", "'run' is one argument too many for `shelfctl stock`"},
           Case{"item list import", "'import' is one argument too many for `shelfctl item list`"},
           Case{"item list item", "'item' is one argument too many for `shelfctl item list`"},
           Case{"item stock", "`shelfctl item` has no command 'stock'"},
           Case{"stock --sku ledger", "`shelfctl stock` has no option '--sku'\n"},
           Case{"tasks --sku 1 settle 1",
                "`shelfctl tasks` has no option '--sku': write it after `settle`\n"},
           Case{"--sku=1 tasks settle 1",
                "`shelfctl` has no option '--sku=1': write it after `settle`\n"},
           Case{"tasks --skuu 1 settle 1", "`shelfctl tasks` has no option '--skuu'; did you"},
           Case{"item imprt list", "`shelfctl item` has no command 'imprt'; did you mean import?"},
           Case{"stok list verify", "`shelfctl` has no command 'stok'; did you mean stock?"},
           Case{"--location A stock",
                "`shelfctl` has no option '--location': write it after `stock`"},
           Case{"--socket= stock", "shelfctl: there is nothing behind '--socket='\n"},
           Case{"stock --location= BOLT", "there is nothing behind '--location='\n"},
           Case{"--socket stock", "there is no command behind the options"},
           Case{"tasks settle 1 --skuu BOLT", "has no option '--skuu'; did you mean --sku?"},
           Case{"stock A B", "'B' is one argument too many for `shelfctl stock`"},
           Case{"move", "OPERATION"},
           Case{"move borrow BOLT 1",
                "OPERATION: must be receive, pick, move, count, return or "
                "scrap, not borrow\n"},
           Case{"move recieve BOLT 1", "not recieve; did you mean receive?"},
           Case{"move receive BOLT", "QTY"},
           Case{"move receive BOLT 1", "--to LOCATION"},
           Case{"move receive BOLT 1 --to A --from B", "leave --from out"},
           Case{"move pick BOLT 1", "--from LOCATION"},
           Case{"move pick BOLT 1 --from A --to B", "leave --to out"},
           Case{"move move BOLT 1 --from A", "--to LOCATION"},
           Case{"move scrap BOLT 1 --to A", "--from LOCATION"},
           Case{"move return BOLT 1 --from A", "--to LOCATION"},
           Case{"move count BOLT 1", "--to LOCATION"},
           Case{"move count BOLT 1 --from A --to B", "one bin"},
           Case{"move pick BOLT 0 --from A", "at least 1"},
           Case{"move pick BOLT -1 --from A",
                "QTY: must be a whole number from 0 to 1000000, not -1"},
           Case{"move pick BOLT 1000001 --from A", "from 0 to 1000000, not 1000001"},
           Case{"move pick BOLT 1.5 --from A", "from 0 to 1000000, not 1.5\n"},
           Case{"undo", "SEQ"},
           Case{"undo 0", "SEQ: must be a whole number from 1 to 4611686018427387904, not 0"},
           Case{"undo x", "SEQ: must be a whole number from 1"},
           Case{"item set BOLT", "CHANGE"},
           Case{"item set BOLT threshold", "key=value"},
           Case{"item set BOLT =5", "key=value"},
           Case{"supplier set ACME quick", "like lead_time_days=7"},
           Case{"location set MAIN", "POLICY"},
           Case{"location set MAIN never", "'never' is no policy: say forbid, flag or allow"},
           Case{"location set MAIN policy=never", "forbid, flag"},
           Case{"location set MAIN stock=flag", "forbid, flag"},
           Case{"ledger --since x", "--since: must be a whole number from 0 to"},
           Case{"po approve", "PO"},
           Case{"po approve PO-000001 --why x", "--why"},
           Case{"po receive PO-000001 BOLT", "pairs"},
           Case{"po receive PO-000001 BOLT 0", "from 1"},
           Case{"po receive PO-000001 BOLT 1x", "1x"},
           Case{"po receive PO-000001 BOLT 1000000001", "1000000000"},
           Case{"outbox list --open", "--open"},
           Case{"order new", "FILE"},
           Case{"order list --state lost", "partly_confirmed"},
           Case{"order list --state confirmd", "; did you mean confirmed?"},
           Case{"order list --open", "--open"},
           Case{"order ship", "ORDER"},
           Case{"order ship 4 --why x", "--why"},
           Case{"invoice show", "INVOICE"},
           Case{"invoice show INV-000012 --format html", "pdf"},
           Case{"outbox retry", "ID"},
           Case{"outbox drop 0", "whole number"},
           Case{"outbox drop", "--all-failed"},
           Case{"outbox drop 3 --all-failed", "one ID"},
           Case{"outbox drop 3 --kind customer", "--all-failed"},
           Case{"outbox drop --all-failed --kind friends", "supplier"},
           Case{"tasks settle 1", "--sku"},
           Case{"tasks settle 1 --sku BOLT --pack 100001",
                "--pack: must be a whole number from 1 to 100000, not 100001"},
           Case{"tasks settle 1 --sku BOLT --pack 0", "from 1 to 100000, not 0"},
           Case{"tasks dismiss 1", "--why"},
           Case{"tasks dismiss x --why y", "ID: must be a whole number"},
           Case{"reorder run BOLT NUT", "NUT"},
           Case{"stock --socket", "socket"},
       }) {
    const Parsed parsed = parse_line(c.line);
    EXPECT_FALSE(parsed.invocation) << c.line;
    EXPECT_EQ(parsed.exit_code, 2) << c.line;
    EXPECT_NE(parsed.text.find(c.hint), std::string::npos) << c.line << ": " << parsed.text;
  }
}

TEST(Parse, TellsProgramsOfWrongUsageInJson) {
  const Parsed wrong = parse_line("stok --json");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.text,
            R"({"error":{"message":"`shelfctl` has no command 'stok'; did you mean stock?\u000a)"
            R"(`shelfctl --help` explains it.","code":"wrong_usage"}})"
            "\n");
  for (const char* line : {"--json", "item --json", "--json --socket= stock",
                           "--json move receive B -1 --to A", "tasks settle x --sku B --json"}) {
    const Parsed parsed = parse_line(line);
    EXPECT_EQ(parsed.exit_code, 2) << line;
    EXPECT_TRUE(parsed.text.starts_with(R"({"error":{"message":")")) << parsed.text;
    EXPECT_TRUE(parsed.text.ends_with("\"code\":\"wrong_usage\"}}\n")) << parsed.text;
  }
  EXPECT_NE(parse_line("item --json").text.find("`shelfctl item --help` names them"),
            std::string::npos)
      << "and not the whole help";
  EXPECT_TRUE(parse_line("stock --json --help").text.starts_with("What is there")) << "no error";
  EXPECT_TRUE(parse_line("stock -- a --json").text.starts_with("shelfctl: ")) << "an argument";
}

TEST(Parse, TakesNoOrderForTheTerminalFromAWord) {
  for (const char* line : {"st\x1b[31mock", "--so\x1b[31mcket", "verify \x1b[31m",
                           "--\x1b[31m=", "move \x1b[31m BOLT 1", "undo \x1b[31m",
                           "ledger --since \x1b[31m", "location set MAIN \x1b[31m"}) {
    const Parsed parsed = parse_line(line);
    EXPECT_EQ(parsed.exit_code, 2) << line;
    EXPECT_EQ(parsed.text.find('\x1b'), std::string::npos) << parsed.text;
    EXPECT_NE(parsed.text.find("\uFFFD[31m"), std::string::npos) << parsed.text;
  }
}

TEST(Parse, HelpsAndTellsItsVersion) {
  for (const char* line : {"--help", "move --help", "item set --help", "--version"}) {
    const Parsed parsed = parse_line(line);
    EXPECT_FALSE(parsed.invocation) << line;
    EXPECT_EQ(parsed.exit_code, 0) << line;
    EXPECT_NE(parsed.text.find("shelfctl"), std::string::npos) << line;
  }
  EXPECT_NE(parse_line("move --help").text.find("shelfctl move receive"), std::string::npos);
  EXPECT_NE(parse_line("tasks settle --help").text.find("meant (required)"), std::string::npos);
  EXPECT_NE(parse_line("tasks dismiss --help").text.find("later (required)"), std::string::npos);
  EXPECT_EQ(parse_line("item --help").text.find("shelfctl stock"), std::string::npos)
      << "examples of another command";
}

}  // namespace
}  // namespace gateway::cli
