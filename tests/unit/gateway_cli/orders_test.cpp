// SPDX-License-Identifier: MIT
// Promise: whoever handles customers' orders hands them in from files, learns in one
// line what became of each command and where a file is wrong, and sees on one page
// what was promised, where to pick it, and why. No terminal is ever sent a PDF file.
// Method: the life of orders, command by command, on a real engine.

#include <regex>

#include "commands_fixture.h"
#include "gateway/orders/invoice.h"

namespace gateway::cli {
namespace {

class Orders : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    out_of("item set TABLE name=Table,~Größe~L price_minor=12000 currency=EUR tax_percent=19");
    out_of("item set CHAIR name=Chair unit=box price_minor=2550 currency=EUR tax_percent=7");
    out_of("move receive TABLE 3 --to MAIN/A-01");
    out_of("move receive TABLE 2 --to MAIN/B-02");
    out_of("move receive CHAIR 10 --to MAIN/A-01");
  }
  void work() {
    for (const OrderStage stage : kOrderStages) inside_.apply(StepOrders{.stage = stage});
  }
  Output hand_in(const std::string& order) {
    input_ = order;
    return shelfctl("order new -");
  }
  /// Erika gets 4 tables and 10 of 12 chairs.
  void take_large_order() {
    const Output output =
        hand_in(R"({"order":"1007","customer":{"name":"Erika","email":"e@example.org",
                    "address":"Hauptstraße 1\n12345 Musterstadt"},"policy":"partial",
                    "lines":[{"sku":"TABLE","qty":4},{"sku":"CHAIR","qty":12}]})");
    EXPECT_EQ(output.code, 0) << output.err;
    work();
  }
  /// With every time of day replaced by TIME.
  std::string timeless(const std::string& line) const {
    static const std::regex kTime(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)");
    return std::regex_replace(out_of(line), kTime, "TIME");
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(Orders, AreHandedInFromFilesOnce) {
  const std::string file = file_of(R"({"order":"4","lines":[{"sku":"TABLE"}]})");
  EXPECT_EQ(out_of("order new " + file),
            "Order 4 taken. `shelfctl order show 4` tells what becomes of it.\n");
  work();
  EXPECT_EQ(out_of("order new " + file), "Order 4 was taken before; it is confirmed.\n");
  EXPECT_EQ(out_of("order new " + file + " --quiet"), "");
  EXPECT_EQ(json_of("order new " + file).find("repeated")->as_bool(), true);
  EXPECT_EQ(hand_in(R"({"order":"5","lines":[{"sku":"TABLE"}]})").code, 0);
  EXPECT_EQ(json_of("order list").as_array()->size(), 2U);

  const Output other = hand_in(R"({"order":"4","lines":[{"sku":"CHAIR"}]})");
  EXPECT_EQ(other.code, 1);
  EXPECT_EQ(other.out, "");
  EXPECT_EQ(other.err,
            "shelfctl: The order was refused. There is an order 4 with other content already; it "
            "is unchanged. Give a new order a new name.\n");
}

TEST_F(Orders, ThatAreWrongAreRefusedWithThePlace) {
  Output output = hand_in("{\"order\":\"4\",\n \"größe\":1,\n \"order\":\"5\"}");
  EXPECT_EQ(output.code, 1);
  EXPECT_TRUE(has(output.err,
                  "shelfctl: Standard input, line 3, character 8: key \"order\" is "
                  "there twice. An order is a JSON object such as {\"order\":"))
      << output.err;
  const std::string file = file_of("{\"größe\" 7}");
  output = shelfctl("order new " + file);
  EXPECT_TRUE(has(output.err, file + ", line 1, character 11: not JSON near `7`")) << output.err;
  output = hand_in("");
  EXPECT_TRUE(has(output.err, "Standard input, line 1, character 0: ")) << output.err;
  output = hand_in(R"({"order":"new","lines":[{"qty":0}]})");
  EXPECT_EQ(output.code, 1);
  EXPECT_TRUE(has(output.err,
                  "  order: must be the order's name, such as 1007\n"
                  "  lines[0].sku: is missing: a SKU\n"
                  "  lines[0].qty: must be a whole number from 1 to 1000000\n"))
      << output.err;
  output = shelfctl("order new " + file + "x");
  EXPECT_TRUE(has(output.err, "x: No such file or directory.")) << output.err;
  output = hand_in(std::string(32 * 1024 + 1, ' '));
  EXPECT_TRUE(has(output.err,
                  "Standard input is larger than 32 KiB, the most that is taken: make two "
                  "orders of it. Nothing was changed."))
      << output.err;
  EXPECT_EQ(out_of("order list"), "No orders.\n");
}

TEST_F(Orders, AreShownOnOnePage) {
  take_large_order();
  EXPECT_EQ(timeless("order show 1007"),
            "Order 1007\n"
            "  state          partly_confirmed\n"
            "  reason         only 10 of 12 CHAIR in stock\n"
            "  customer       Erika <e@example.org>\n"
            "  address        Hauptstraße 1\n"
            "                 12345 Musterstadt\n"
            "  policy         partial\n"
            "  invoice        INV-000001, 844.05 EUR\n"
            "  received       TIME\n"
            "  changed        TIME\n"
            "\n"
            "SKU    NAME            UNIT  QTY  CONFIRMED  PICKED  BACKORDERED   PRICE  PICK FROM\n"
            "TABLE  Table, Größe L  ea      4          4       0               120.00  3 at "
            "MAIN/A-01\n"
            "                                                                          1 at "
            "MAIN/B-02\n"
            "CHAIR  Chair           box    12         10       0                25.50  10 at "
            "MAIN/A-01\n"
            "\n"
            "History\n"
            "  TIME receive: accepted: 2 lines\n"
            "  TIME check: partly_confirmed: only 10 of 12 CHAIR in stock\n"
            "  TIME invoice: INV-000001: 844.05 EUR\n"
            "  TIME notify: partly_confirmed: only 10 of 12 CHAIR in stock, mail to "
            "e@example.org\n");
  hand_in(R"({"order":"5","policy":"backorder","lines":[{"sku":"CHAIR","qty":2}]})");
  const std::string waiting = out_of("order show 5");
  EXPECT_TRUE(has(waiting, "  waits for      receive\n")) << waiting;
  EXPECT_TRUE(has(waiting, "  customer       not named\n  policy         backorder\n")) << waiting;
  EXPECT_TRUE(has(waiting, "  invoice        none\n")) << waiting;
  work();
  const std::string later = out_of("order show 5");
  EXPECT_TRUE(has(later, "  state          backordered\n")) << later;
  EXPECT_TRUE(has(later, "CHAIR  Chair  box     2          0       0            2  25.50\n"))
      << later;
  EXPECT_EQ(json_of("order show 1007").find("history")->as_array()->size(), 4U);

  const Output narrow = shelfctl("order show 1007", 50);
  std::istringstream lines(narrow.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 54U) << line;  // bytes; ß, ö and … take more than one
  }
}

TEST_F(Orders, AreListedByState) {
  take_large_order();
  hand_in(R"({"order":"5","customer":{"email":"x@example.org"},"lines":[{"sku":"DESK"}]})");
  work();
  EXPECT_EQ(
      timeless("order list"),
      "ORDER  STATE             CUSTOMER       LINES  QTY       TOTAL  INVOICE     REASON  "
      "                      RECEIVED\n"
      "1007   partly_confirmed  Erika              2   16  844.05 EUR  INV-000001  only 10 of "
      "12 CHAIR in stock  TIME\n"
      "5      rejected          x@example.org      1    1                          DESK is "
      "not in the catalogue  TIME\n");
  EXPECT_EQ(json_of("order list --state rejected").as_array()->size(), 1U);
  EXPECT_EQ(out_of("order list --state shipped"), "No orders.\n");
}

TEST_F(Orders, AreShippedAndCancelled) {
  take_large_order();
  hand_in(R"({"order":"5","lines":[{"sku":"TABLE"}]})");
  work();
  EXPECT_EQ(out_of("order ship 1007 --by JANE"),
            "Order 1007 shipped: booked as 3 ledger entries, the last is 6.\n");
  EXPECT_TRUE(has(out_of("order show 1007"), "  state          shipped\n"));
  const json::Value entry = json_of("ledger --since 6").as_array()->front();
  EXPECT_EQ(entry.find("order")->as_string(), "1007");
  EXPECT_EQ(entry.find("by")->as_string(), "JANE");
  EXPECT_EQ(
      out_of("order cancel 5 --why ordered~twice"),
      "Order 5 cancelled: nothing is promised to it any more, and INV-000002 is cancelled.\n");
  work();
  EXPECT_TRUE(has(out_of("order show 5"), "  reason         ordered twice\n"));
  EXPECT_TRUE(has(out_of("invoice list"), "cancelled\n"));
  hand_in(R"({"order":"6","lines":[{"sku":"TABLE"}]})");
  EXPECT_EQ(out_of("order cancel 6"), "Order 6 cancelled: nothing is promised to it any more.\n");
  for (const char* line : {"order ship 5", "order cancel 5", "order ship 1007"}) {
    const Output output = shelfctl(line);
    EXPECT_EQ(output.code, 1) << line;
    EXPECT_EQ(output.out, "") << line;
  }
  EXPECT_EQ(shelfctl("order ship 9").err, "shelfctl: There is no order 9.\n");
  EXPECT_EQ(shelfctl("order show 9").code, 1);
}

TEST_F(Orders, HaveInvoicesAsTextAndPdf) {
  take_large_order();
  const std::string text = out_of("invoice show INV-000001");
  EXPECT_EQ(text.find("Invoice INV-000001\n"), 0U) << text;
  EXPECT_TRUE(has(text, "844.05 EUR"));
  EXPECT_EQ(shelfctl("invoice show INV-000001", 80).out, text) << "on a terminal too";
  EXPECT_EQ(json_of("invoice show INV-000001").find("lines")->as_array()->size(), 2U);

  const Output none = shelfctl("invoice show INV-000001 --format pdf");
  EXPECT_EQ(none.code, 1);
  EXPECT_TRUE(has(none.err, "ask for the invoice as text")) << none.err;
  http::Probe probe;
  const std::string pdf("%PDF\0\xFF\n", 7);
  probe.render_pdf = [&](const Invoice&) -> tl::expected<std::string, std::string> { return pdf; };
  start(std::move(probe));
  EXPECT_EQ(out_of("invoice show INV-000001 --format pdf"), pdf);
  const Output terminal = shelfctl("invoice show INV-000001 --format pdf", 80);
  EXPECT_EQ(terminal.code, 2);
  EXPECT_EQ(terminal.out, "");
  EXPECT_TRUE(has(terminal.err, "--output FILE")) << terminal.err;
  EXPECT_EQ(shelfctl("invoice show INV-000001 --format pdf --json").code, 2);

  const std::string file = (temp_.path() / "a.pdf").string();
  const std::string wanted = "invoice show INV-000001 --format pdf --output " + file;
  EXPECT_EQ(shelfctl(wanted, 80).out, "INV-000001 written to " + file + ".\n");
  std::ifstream written(file, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), pdf);
  EXPECT_EQ(out_of(wanted + " --quiet"), "");
  EXPECT_TRUE(has(shelfctl(wanted + "/b").err, "/b cannot be written: Not a directory."));
  EXPECT_TRUE(has(shelfctl("invoice show 12").err, "named like INV-000012"));
}

TEST_F(Orders, AreBehindWhatIsReservedAndBought) {
  out_of("supplier set ACME name=Acme email=o@acme.example");
  out_of("item set CHAIR supplier=ACME threshold=5");
  hand_in(R"({"order":"5","policy":"backorder","lines":[{"sku":"CHAIR","qty":12}]})");
  work();
  EXPECT_TRUE(has(out_of("stock CHAIR"), "CHAIR  Chair  MAIN/A-01       10        10          0"));
  const std::string why = out_of("po why PO-000001");
  EXPECT_TRUE(has(why,
                  "  on hand        10\n"
                  "  reserved       10\n"
                  "  backordered    2\n"))
      << why;
  EXPECT_TRUE(has(why, "  because of     order 5 of a customer\n")) << why;
}

TEST_F(Orders, MailsThatWaitAreNamedAsMails) {
  hand_in(R"({"order":"5","customer":{"email":"e@example.org"},"lines":[{"sku":"CHAIR"}]})");
  work();
  const std::string id =
      std::to_string(*json_of("outbox list").as_array()->back().find("id")->as_int());
  EXPECT_EQ(out_of("outbox drop " + id),
            "Outbox " + id +
                " dropped: the mail to e@example.org is not sent, unless it was just being handed "
                "over: see the log.\n");
}

}  // namespace
}  // namespace gateway::cli
