// SPDX-License-Identifier: MIT
// Promise: a shop can hand in a customer's order as often as it likes and has it once,
// is told everything that is wrong with it at once, and reads what became of it.
// Method: orders that a real engine took, checked, invoiced and noted, read back over
// the socket.

#include "gateway/http/limits.h"
#include "orders_fixture.h"

namespace http_fixture {
namespace {

using Orders = OrderTest;

constexpr const char* kFull =
    R"({"v":1,"order":"1007","customer":{"name":"Erika Mustermann","email":"erika@example.org",
        "address":"Hauptstraße 1\n12345 Musterstadt"},"policy":"partial",
        "lines":[{"sku":"TABLE","qty":4},{"sku":"CHAIR","qty":12}]})";

TEST_F(Orders, AreTakenWithNoMoreThanAnIdAndAnItem) {
  const RawReply reply = submit(R"({"order":"4","lines":[{"sku":"TABLE"}]})");
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.header("location"), "/api/v1/orders/4");
  const Value answer = parse_json(reply.body);
  EXPECT_EQ(answer.find("repeated")->as_bool(), false);
  EXPECT_EQ(*answer.find("order"), order("4"));
  const Value taken = order("4");
  EXPECT_EQ(text_of(taken, "state"), "received");
  EXPECT_EQ(text_of(taken, "waits_for"), "receive");
  EXPECT_EQ(text_of(taken, "policy"), "all_or_nothing");
  EXPECT_EQ(text_of(taken, "invoice"), "");
  EXPECT_EQ(text_of(*taken.find("customer"), "email"), "");
  ASSERT_EQ(array_of(taken, "lines").size(), 1U);
  EXPECT_EQ(number_of(array_of(taken, "lines")[0], "qty"), 1);
  EXPECT_TRUE(array_of(taken, "reservations").empty());
  EXPECT_GT(number_of(taken, "created_ms"), 0);
}

TEST_F(Orders, ShowWhatWasPromisedAndWhereItIs) {
  take(kFull);
  work();
  const Value shown = order("1007");
  EXPECT_EQ(text_of(shown, "state"), "partly_confirmed");
  EXPECT_EQ(text_of(shown, "reason"), "only 10 of 12 CHAIR in stock");
  EXPECT_EQ(text_of(shown, "policy"), "partial");
  EXPECT_EQ(text_of(shown, "waits_for"), "");
  EXPECT_EQ(text_of(shown, "invoice"), "INV-000001");
  EXPECT_EQ(text_of(shown, "currency"), "EUR");
  EXPECT_EQ(number_of(shown, "total_minor"), (48'000 + 9'120) + (25'500 + 1'785));
  EXPECT_EQ(number_of(shown, "expires_ms"), 0) << "this gateway's promises do not expire";
  EXPECT_EQ(text_of(*shown.find("customer"), "name"), "Erika Mustermann");
  EXPECT_EQ(text_of(*shown.find("customer"), "email"), "erika@example.org");
  EXPECT_EQ(text_of(*shown.find("customer"), "address"), "Hauptstraße 1\n12345 Musterstadt");

  const auto& lines = array_of(shown, "lines");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(text_of(lines[0], "name"), "Table Größe L");
  EXPECT_EQ(text_of(lines[1], "unit"), "box");
  EXPECT_EQ(number_of(lines[1], "qty"), 12);
  EXPECT_EQ(number_of(lines[1], "confirmed"), 10);
  EXPECT_EQ(number_of(lines[1], "reserved"), 10);
  EXPECT_EQ(number_of(lines[1], "picked"), 0);
  EXPECT_EQ(number_of(lines[1], "backordered"), 0) << "the rest is promised by nobody";
  EXPECT_EQ(number_of(lines[1], "price_minor"), 2'550);
  EXPECT_EQ(number_of(lines[1], "tax_percent"), 7);

  std::map<std::string, std::int64_t> held;
  for (const Value& row : array_of(shown, "reservations")) {
    held[text_of(row, "sku") + " " + text_of(row, "loc")] = number_of(row, "qty");
  }
  const std::int64_t tables = held["TABLE MAIN/A-01"] + held["TABLE MAIN/B-02"];
  EXPECT_EQ(tables, 4) << "of both bins";
  EXPECT_EQ(held["CHAIR MAIN/A-01"], 10);

  std::string stages;
  std::int64_t before = 0;
  for (const Value& step : array_of(shown, "history")) {
    stages += text_of(step, "stage") + ' ';
    EXPECT_GE(number_of(step, "at_ms"), before);
    EXPECT_NE(text_of(step, "text"), "");
    before = number_of(step, "at_ms");
  }
  EXPECT_EQ(stages, "receive check invoice notify ");
  EXPECT_EQ(number_of(shown, "at_ms"), before);
}

TEST_F(Orders, AreTakenOnce) {
  take(kFull);
  work();
  const RawReply again = submit(kFull);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(again.header("location"), "/api/v1/orders/1007");
  const Value answer = parse_json(again.body);
  EXPECT_EQ(answer.find("repeated")->as_bool(), true);
  EXPECT_EQ(text_of(*answer.find("order"), "state"), "partly_confirmed") << "as it is now";

  const Value before = order("1007");
  const RawReply other = submit(R"({"order":"1007","lines":[{"sku":"TABLE"}]})");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(other.header("content-type"), "application/problem+json");
  EXPECT_EQ(text_of(parse_json(other.body), "type"), "urn:shelfwire:key_reused");
  EXPECT_NE(text_of(parse_json(other.body), "detail").find("order 1007"), std::string::npos);
  EXPECT_EQ(order("1007"), before);
  EXPECT_EQ(rows("orders").size(), 1U);
  EXPECT_TRUE(rows("tasks").empty()) << "who asked was answered";
}

TEST_F(Orders, NameEverythingThatIsWrongWithThem) {
  const auto wrong = [this](const std::string& body) {
    const RawReply reply = submit(body);
    EXPECT_EQ(reply.status, 422) << body << reply.body;
    return problems_of(reply);
  };
  EXPECT_EQ(wrong("{}"),
            "order: is missing: the order's name, such as 1007; "
            "lines: is missing: what is ordered; ");
  EXPECT_EQ(wrong(R"({"v":2,"order":"new"})"), "v: must be 1, or left out; ")
      << "what else is wrong cannot be known";
  EXPECT_EQ(wrong(R"({"v":1,"order":"new","customer":{"name":"a\nb","email":"erika",
                      "address":"\u0007","phone":"1"},"policy":"some","rush":true,
                      "lines":[{"qty":0},{"sku":"","qty":1000001},{"sku":"a b","colour":"red"}]})"),
            "order: must be the order's name, such as 1007; "
            "customer.name: holds a control character; "
            "customer.email: is not one plain address such as orders@example.com; "
            "customer.address: holds a control character; "
            "customer.phone: is not known here; "
            "lines[0].sku: is missing: a SKU; "
            "lines[0].qty: must be a whole number from 1 to 1000000; "
            "lines[1].sku: must be a SKU; "
            "lines[1].qty: must be a whole number from 1 to 1000000; "
            "lines[2].sku: must be a SKU; "
            "lines[2].colour: is not known here; "
            "policy: must be all_or_nothing, partial or backorder; "
            "rush: is not known here; ");
  EXPECT_EQ(wrong(R"({"order":7,"customer":"Erika","lines":{}})"),
            "order: must be a text, not an integer; "
            "customer: must be an object, not a string; "
            "lines: must be a list of 1 to 100 objects; ");
  EXPECT_EQ(wrong(R"({"order":"","lines":[]})"),
            "order: must be the order's name, such as 1007; "
            "lines: must be a list of 1 to 100 objects; ");
  EXPECT_EQ(wrong(R"({"order":"4","lines":["TABLE"]})"),
            "lines[0]: must be an object, not a string; ");
  const std::string long_name(gateway::kCustomerNameBytesMax + 1, 'x');
  const std::string long_address(gateway::kPostalAddressBytesMax + 1, 'x');
  EXPECT_EQ(wrong(R"({"order":"4","lines":[{"sku":"TABLE"}],"customer":{"name":")" + long_name +
                  R"(","email":")" + std::string(gateway::kAddressBytesMax, 'x') +
                  R"(@x","address":")" + long_address + "\"}}"),
            "customer.name: is longer than 120 bytes; "
            "customer.email: is longer than 254 bytes; "
            "customer.address: is longer than 400 bytes; ");
  EXPECT_TRUE(rows("orders").empty());
  EXPECT_TRUE(rows("tasks").empty());
}

TEST_F(Orders, ThatAreNoJsonAreSaidToBeSo) {
  const RawReply reply = submit(R"({"order":"4","order":"5"})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find("key \\\"order\\\" is there twice"), std::string::npos) << reply.body;
  EXPECT_EQ(submit("").status, 400);
  EXPECT_EQ(submit("[]").status, 400);
  EXPECT_EQ(send("PUT", "/api/v1/orders", "{}").header("allow"), "GET, POST");
  EXPECT_EQ(post("/api/v1/orders/4", "{}").header("allow"), "GET");
  EXPECT_EQ(get("/api/v1/orders/4").status, 404);
  EXPECT_EQ(get("/api/v1/orders/4?full=1").status, 400);
  gateway_.hold(true);
  EXPECT_EQ(submit(kFull).status, 503);
  EXPECT_EQ(post("/api/v1/orders/4/ship", "").status, 503);
}

TEST_F(Orders, AreListedPageByPageAndByState) {
  for (int id = 1; id <= 9; ++id) {
    const std::string sku = id % 3 == 0 ? "LAMP" : "CHAIR";
    take(R"({"order":")" + std::to_string(100 - id) + R"(","lines":[{"sku":")" + sku + "\"}]}");
  }
  work();
  take(R"({"order":"late","lines":[{"sku":"CHAIR"}]})");
  const auto all = rows("orders");
  ASSERT_EQ(all.size(), 10U);
  EXPECT_EQ(text_of(all[0], "order"), "99") << "in the order of their arrival";
  EXPECT_EQ(text_of(all[9], "order"), "late");
  EXPECT_EQ(all[0].find("history"), nullptr) << "of one order at a time";
  for (const int limit : {1, 2, 3, 9, 10, 11}) {
    EXPECT_EQ(rows("orders", "", limit), all) << "pages of " << limit;
    EXPECT_EQ(rows("orders", "&state=rejected", limit).size(), 3U) << "pages of " << limit;
    EXPECT_EQ(rows("orders", "&state=confirmed", limit).size(), 6U) << "pages of " << limit;
  }
  EXPECT_EQ(rows("orders", "&state=received").size(), 1U);
  EXPECT_TRUE(rows("orders", "&state=shipped").empty());
  const RawReply strange = get("/api/v1/orders?state=lost");
  EXPECT_EQ(strange.status, 400);
  EXPECT_EQ(problems_of(strange),
            "state: must be one of received, confirmed, partly_confirmed, backordered, rejected, "
            "shipped, cancelled; ");
  EXPECT_EQ(get("/api/v1/orders?after=PO-1").status, 400);
}

TEST_F(Orders, OfTheLongestKindAreShownWhole) {
  std::string csv = "sku,name,unit\n";
  std::string lines;
  const std::string wide(gateway::kItemNameBytesMax, '"');  // each byte takes two
  for (std::size_t i = 0; i < gateway::kOrderLinesMax; ++i) {
    const std::string sku = std::string(29, 'S') + std::to_string(100 + i);
    csv += sku + ",\"" + wide + wide + "\",boxboxboxbox\n";
    lines += (lines.empty() ? "" : ",") + (R"({"sku":")" + sku + R"(","qty":1000000})");
  }
  ASSERT_EQ(post("/api/v1/imports/items", csv).status, 200);
  const std::string name(gateway::kCustomerNameBytesMax, '<');
  std::string address;
  for (std::size_t i = 0; i < gateway::kPostalAddressBytesMax; ++i) address += "\\n";
  take(R"({"order":"4","policy":"backorder","customer":{"name":")" + name + R"(","address":")" +
       address + R"("},"lines":[)" + lines + "]}");
  work();
  EXPECT_EQ(array_of(order("4"), "lines").size(), gateway::kOrderLinesMax);
  EXPECT_EQ(rows("orders").size(), 1U);
  EXPECT_EQ(post("/api/v1/orders/4/cancel", R"({"why":")" + name + "\"}").status, 200);
}

}  // namespace
}  // namespace http_fixture
