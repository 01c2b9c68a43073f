// SPDX-License-Identifier: MIT
// Promise: a change is answered once it is on disk, is made at most once under one
// Idempotency-Key, and when it is refused nothing is changed and everything wrong
// is named.
// Method: change a real store over the socket and read back what came of it.

#include "http_fixture.h"

namespace http_fixture {
namespace {

constexpr const char* kReceive = R"({"op":"receive","sku":"BOLT","qty":4,"to":"MAIN"})";

std::vector<std::string> fields_of(const RawReply& reply) {
  std::vector<std::string> fields;
  const Value body = parse_json(reply.body);
  for (const Value& error : array_of(body, "errors")) fields.push_back(text_of(error, "field"));
  return fields;
}

class Changing : public HttpTest {};

TEST_F(Changing, BooksAMovementAndSaysWhere) {
  add_item("BOLT");
  const RawReply reply = post("/api/v1/movements", kReceive);
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(number_of(parse_json(reply.body), "seq"), 1);
  EXPECT_EQ(number_of(rows("stock").at(0), "on_hand"), 4);
}

TEST_F(Changing, BooksOnceUnderOneIdempotencyKey) {
  add_item("BOLT");
  const std::string key = "Idempotency-Key: 7f0c-1\r\n";
  EXPECT_EQ(post("/api/v1/movements", kReceive, key).status, 201);
  const RawReply again = post("/api/v1/movements", kReceive, key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(number_of(parse_json(again.body), "seq"), 1);
  EXPECT_EQ(parse_json(again.body).find("repeated")->as_bool(), true);
  EXPECT_EQ(rows("ledger").size(), 1U);

  const RawReply other =
      post("/api/v1/movements", R"({"op":"receive","sku":"BOLT","qty":5,"to":"MAIN"})", key);
  EXPECT_EQ(other.status, 409) << "same key, other content";
  EXPECT_EQ(text_of(parse_json(other.body), "type"), "urn:shelfwire:key_reused");
  EXPECT_EQ(rows("ledger").size(), 1U);
}

TEST_F(Changing, RefusesAnIdempotencyKeyOfAWrongForm) {
  add_item("BOLT");
  EXPECT_EQ(post("/api/v1/movements", kReceive, "Idempotency-Key: a b\r\n").status, 400);
  const std::string long_key = "Idempotency-Key: " + std::string(65, 'x') + "\r\n";
  EXPECT_EQ(post("/api/v1/movements", kReceive, long_key).status, 400);
  EXPECT_TRUE(rows("ledger").empty());
}

TEST_F(Changing, UndoesAnEntryOnce) {
  add_item("BOLT");
  receive("BOLT", 4, "MAIN");
  EXPECT_EQ(post("/api/v1/undo", R"({"seq":1,"by":"JANE"})").status, 201);
  EXPECT_TRUE(rows("stock").empty());
  const RawReply again = post("/api/v1/undo", R"({"seq":1})");
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(text_of(parse_json(again.body), "type"), "urn:shelfwire:not_reversible");
  EXPECT_EQ(post("/api/v1/undo", R"({"seq":99})").status, 404);
  EXPECT_EQ(post("/api/v1/undo", R"({"seq":0})").status, 422);
  EXPECT_EQ(post("/api/v1/undo", "{}").status, 422);
}

TEST_F(Changing, NamesEveryFieldThatIsWrong) {
  using Fields = std::vector<std::string>;
  EXPECT_EQ(fields_of(post("/api/v1/movements", "{}")), (Fields{"op", "sku", "qty"}));
  EXPECT_EQ(
      fields_of(post("/api/v1/movements", R"({"op":"pick","sku":"a b","qty":0,"form":"MAIN"})")),
      (Fields{"from", "sku", "qty", "form"}));
  EXPECT_EQ(fields_of(post("/api/v1/movements", R"({"op":"move","sku":"BOLT","qty":1000001})")),
            (Fields{"from", "to", "qty"}));
  EXPECT_EQ(fields_of(post("/api/v1/movements", R"({"op":"count","sku":"BOLT","qty":0})")),
            (Fields{"to"}));
  EXPECT_EQ(fields_of(post("/api/v1/movements",
                           R"({"op":"undo","sku":"BOLT","qty":"1","to":7,"by":"J D"})")),
            (Fields{"op", "to", "qty", "by"}));
  EXPECT_TRUE(rows("ledger").empty());
}

TEST_F(Changing, ExplainsWhatTheWarehouseRefuses) {
  const RawReply unknown = post("/api/v1/movements", kReceive);
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(text_of(parse_json(unknown.body), "type"), "urn:shelfwire:unknown_sku");
  add_item("BOLT");
  ASSERT_EQ(send("PUT", "/api/v1/locations/MAIN/A-01", R"({"policy":"forbid"})").status, 200);
  const RawReply empty =
      post("/api/v1/movements", R"({"op":"pick","sku":"BOLT","qty":1,"from":"MAIN/A-01"})");
  EXPECT_EQ(empty.status, 422);
  EXPECT_EQ(text_of(parse_json(empty.body), "type"), "urn:shelfwire:insufficient");
  EXPECT_FALSE(text_of(parse_json(empty.body), "detail").empty());
}

TEST_F(Changing, MakesChangesAndReplacesItems) {
  EXPECT_EQ(send("PATCH", "/api/v1/items/BOLT", R"({"name":"Bolt"})").status, 404);
  EXPECT_EQ(
      send("PUT", "/api/v1/items/BOLT", R"({"name":"Bolt","threshold":50,"low_stock_flag":false})")
          .status,
      200);
  EXPECT_EQ(send("PATCH", "/api/v1/items/BOLT", R"({"unit":"box"})").status, 200);
  Value item = parse_json(get("/api/v1/items/BOLT").body);
  EXPECT_EQ(text_of(item, "unit"), "box");
  EXPECT_EQ(number_of(item, "threshold"), 50) << "PATCH leaves the others";
  EXPECT_EQ(text_of(item, "low_stock_flag"), "No");

  // What GET shows may be sent back; PUT resets what is left out.
  EXPECT_EQ(send("PUT", "/api/v1/items/BOLT", get("/api/v1/items/BOLT").body).status, 200);
  EXPECT_EQ(parse_json(get("/api/v1/items/BOLT").body), item);
  EXPECT_EQ(send("PUT", "/api/v1/items/BOLT", R"({"name":"Bolt"})").status, 200);
  item = parse_json(get("/api/v1/items/BOLT").body);
  EXPECT_TRUE(item.find("threshold")->is_null());
  EXPECT_EQ(text_of(item, "low_stock_flag"), "Yes");

  EXPECT_EQ(fields_of(send("PATCH", "/api/v1/items/BOLT",
                           R"({"threshold":-1,"colour":"red","sku":"NUT","moq":[1]})")),
            (std::vector<std::string>{"moq", "sku"}));
  EXPECT_EQ(fields_of(send("PATCH", "/api/v1/items/BOLT", R"({"threshold":-1,"colour":"red"})")),
            (std::vector<std::string>{"threshold", "colour"}));
  for (const char* state : {"phase_out", "garbage"}) {
    EXPECT_EQ(fields_of(send("PATCH", "/api/v1/items/BOLT",
                             std::string(R"({"state":")") + state + R"("})")),
              std::vector<std::string>{"state"});
  }
  EXPECT_EQ(send("DELETE", "/api/v1/items/BOLT", "").status, 200);
  EXPECT_EQ(text_of(parse_json(get("/api/v1/items/BOLT").body), "state"), "phase_out");
  EXPECT_EQ(send("DELETE", "/api/v1/items/NUT", "").status, 404);
}

TEST_F(Changing, ChangesSuppliersAndLocations) {
  EXPECT_EQ(send("PATCH", "/api/v1/suppliers/ACME", R"({"name":"Acme"})").status, 404);
  EXPECT_EQ(send("PUT", "/api/v1/suppliers/ACME",
                 R"({"name":"Acme","email":"orders@acme.example","lead_time_days":3})")
                .status,
            200);
  EXPECT_EQ(send("PATCH", "/api/v1/suppliers/ACME", R"({"language":"de"})").status, 200);
  const Value supplier = parse_json(get("/api/v1/suppliers/ACME").body);
  EXPECT_EQ(text_of(supplier, "language"), "de");
  EXPECT_EQ(number_of(supplier, "lead_time_days"), 3);
  EXPECT_EQ(send("PATCH", "/api/v1/suppliers/ACME", R"({"email":"a\nb"})").status, 422);

  EXPECT_EQ(send("PUT", "/api/v1/locations/MAIN/A-01", R"({"policy":"allow"})").status, 200);
  EXPECT_EQ(text_of(rows("locations").at(0), "policy"), "allow");
  EXPECT_EQ(send("PUT", "/api/v1/locations/MAIN", R"({"policy":"never"})").status, 422);
  EXPECT_EQ(send("PUT", "/api/v1/locations/@supplier", R"({"policy":"allow"})").status, 404);
}

TEST_F(Changing, ImportsAllRowsOrNothingAndListsEveryBadOne) {
  EXPECT_EQ(post("/api/v1/imports/suppliers", "id,name\nACME,Acme\n").status, 200);
  const RawReply bad = post("/api/v1/imports/items",
                            "sku,name,threshold,low_stock_flag,barcodes\n"
                            "BOLT,Bolt,10,Yes,\n"
                            "NUT,,10,Yes,\n"
                            "GEAR,Gear,ten,Maybe,\n"
                            "a b,Bad name,1,Yes,\n"
                            "PIN,Pin,1,Yes,05901234123450\n"
                            "BOLT,Bolt again,1,Yes,\n");
  EXPECT_EQ(bad.status, 422);
  EXPECT_EQ(bad.header("content-type"), "application/problem+json");
  std::vector<std::int64_t> lines;
  const Value body = parse_json(bad.body);
  for (const Value& error : array_of(body, "errors")) lines.push_back(number_of(error, "line"));
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (std::vector<std::int64_t>{3, 4, 4, 5, 6, 7})) << bad.body;
  EXPECT_TRUE(rows("items").empty()) << "one bad row and nothing is imported";

  const RawReply good =
      post("/api/v1/imports/items", "\xEF\xBB\xBFname,sku,supplier\r\n\"Bolt, M8\",BOLT,ACME\r\n");
  EXPECT_EQ(good.status, 200) << good.body;
  EXPECT_EQ(number_of(parse_json(good.body), "changed"), 1);
  EXPECT_EQ(text_of(rows("items").at(0), "name"), "Bolt, M8");
  EXPECT_EQ(post("/api/v1/imports/items", "sku,name,colour\nX,Y,red\n").status, 422);
  EXPECT_EQ(post("/api/v1/imports/items", "").status, 422);
}

TEST_F(Changing, RunsTheReorderSweep) {
  ASSERT_EQ(post("/api/v1/imports/suppliers", "id,name,email\nACME,Acme,o@acme.example\n").status,
            200);
  ASSERT_EQ(
      post("/api/v1/imports/items", "sku,name,supplier,threshold\nBOLT,Bolt,ACME,10\n").status,
      200);
  receive("BOLT", 5, "MAIN");
  EXPECT_EQ(post("/api/v1/reorder", "").status, 200);
  const auto orders = rows("purchase-orders");
  ASSERT_EQ(orders.size(), 1U);
  EXPECT_EQ(text_of(orders[0], "po"), "PO-000001");
  EXPECT_EQ(text_of(orders[0], "supplier"), "ACME");
  EXPECT_EQ(number_of(rows("stock").at(0), "on_order"),
            number_of(array_of(orders[0], "lines").at(0), "qty"));
  ASSERT_EQ(rows("outbox").size(), 1U);
  EXPECT_EQ(text_of(rows("outbox")[0], "to"), "o@acme.example");
  EXPECT_EQ(get("/api/v1/purchase-orders/PO-000001").status, 200);
  const Value again = parse_json(post("/api/v1/reorder", "").body);
  EXPECT_EQ(number_of(again, "changed"), 0) << "nothing new, nothing written";
}

TEST_F(Changing, SaysWhatToDoWhenTheWriterDoesNotAnswer) {
  add_item("BOLT");
  start({}, 50);
  gateway_.stall(true);
  const std::string key = "Idempotency-Key: k1\r\n";
  const RawReply late = post("/api/v1/movements", kReceive, key);
  EXPECT_EQ(late.status, 503);
  EXPECT_EQ(text_of(parse_json(late.body), "type"), "urn:shelfwire:no_answer_yet");
  EXPECT_EQ(late.header("retry-after"), "1");
  gateway_.limit_queue(1);
  const RawReply full = post("/api/v1/movements", kReceive, key);
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(text_of(parse_json(full.body), "type"), "urn:shelfwire:busy");
  EXPECT_EQ(text_of(parse_json(full.body), "detail"),
            "Nothing was changed. Repeat the request in a second.");
  gateway_.limit_queue(1000);
  gateway_.stall(false);
  add_item("NUT");  // the writer has caught up
  start({});
  EXPECT_EQ(post("/api/v1/movements", kReceive, key).status, 200) << "the first did arrive";
  EXPECT_EQ(rows("ledger").size(), 1U);
}

TEST_F(Changing, AnswersAtOnceWhenTheGatewayHolds) {
  add_item("BOLT");
  gateway_.hold(true);
  const RawReply refused = post("/api/v1/movements", kReceive);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(text_of(parse_json(refused.body), "type"), "urn:shelfwire:on_hold");
  gateway_.hold(false);

  // A command that was taken, then dropped, is answered as such; without the drop
  // being noticed it would be `no_answer_yet`, after the time-out.
  gateway_.stall(true);
  RawReply dropped;
  std::thread client([&] { dropped = post("/api/v1/movements", kReceive); });
  while (gateway_.waiting() == 0) std::this_thread::yield();
  gateway_.hold(true);
  client.join();
  EXPECT_EQ(dropped.status, 503);
  EXPECT_EQ(text_of(parse_json(dropped.body), "type"), "urn:shelfwire:on_hold");
}

}  // namespace
}  // namespace http_fixture
