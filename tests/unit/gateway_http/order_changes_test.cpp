// SPDX-License-Identifier: MIT
// Promise: a person can ship and cancel a customer's order, once under one
// Idempotency-Key, and what cannot be done is refused by name and changes nothing;
// wherever stock and purchases are shown, what customers were promised is counted.
// Method: orders that a real engine took and changed, read back over the socket.

#include "orders_fixture.h"

namespace http_fixture {
namespace {

class OrderChanges : public OrderTest {
 protected:
  void SetUp() override {
    OrderTest::SetUp();
    take(R"({"order":"4","lines":[{"sku":"TABLE","qty":4}]})");
    work();
  }
  RawReply act(const std::string& action, const std::string& body = "",
               const std::string& key = "") const {
    return post("/api/v1/orders/4/" + action, body,
                key.empty() ? "" : "Idempotency-Key: " + key + "\r\n");
  }
  /// What is refused, and why; nothing is changed by it.
  std::string refused(const std::string& action, const std::string& body = "") const {
    const Value before = order("4");
    const RawReply reply = act(action, body);
    EXPECT_EQ(reply.status, 422) << reply.body;
    EXPECT_EQ(order("4"), before);
    return problems_of(reply);
  }
  Value stock_of(const std::string& sku, std::size_t row = 0) const {
    return rows("stock", "&sku=" + sku).at(row);
  }
};

TEST_F(OrderChanges, ShipWhatIsReservedWhereItIs) {
  const RawReply reply = act("ship", R"({"by":"JANE"})");
  EXPECT_EQ(reply.status, 201) << reply.body;
  const Value answer = parse_json(reply.body);
  EXPECT_EQ(number_of(answer, "entries"), 2);
  EXPECT_EQ(number_of(answer, "seq"), 5);
  EXPECT_EQ(text_of(*answer.find("order"), "state"), "shipped");
  EXPECT_EQ(*answer.find("order"), order("4"));
  EXPECT_EQ(rows("orders", "&state=shipped").size(), 1U);
  EXPECT_TRUE(rows("orders", "&state=confirmed").empty());
  EXPECT_EQ(number_of(array_of(order("4"), "lines")[0], "picked"), 4);
  EXPECT_TRUE(array_of(order("4"), "reservations").empty());
  for (const Value& entry : rows("ledger", "&since=4")) {
    EXPECT_EQ(text_of(entry, "by") + text_of(entry, "op"), "JANEpick");
    EXPECT_EQ(text_of(entry, "order"), "4");
  }
  EXPECT_EQ(text_of(rows("ledger").front(), "order"), "");
  EXPECT_EQ(refused("ship"), "order: order 4 is shipped: nothing is reserved for it; ");
  refused("cancel");

  ASSERT_EQ(post("/api/v1/undo", R"({"seq":5})").status, 201);
  EXPECT_EQ(text_of(rows("ledger", "&since=6").front(), "order"), "4") << "of its undo too";
  EXPECT_EQ(state("4"), "confirmed");
}

TEST_F(OrderChanges, CancelWithAReason) {
  const RawReply reply = act("cancel", R"({"why":"ordered twice","by":"JANE"})");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(text_of(parse_json(reply.body), "repeated"), "(no text repeated)");
  work();
  const Value cancelled = order("4");
  EXPECT_EQ(text_of(cancelled, "state"), "cancelled");
  EXPECT_EQ(text_of(cancelled, "reason"), "ordered twice");
  EXPECT_TRUE(array_of(cancelled, "reservations").empty());
  EXPECT_EQ(number_of(stock_of("TABLE"), "reserved"), 0);
  EXPECT_GT(number_of(rows("invoices").front(), "cancelled_ms"), 0);
  EXPECT_EQ(refused("cancel"), "order: order 4 is cancelled: there is nothing to cancel; ");
  refused("ship");
}

TEST_F(OrderChanges, AreMadeOnceUnderOneIdempotencyKey) {
  EXPECT_EQ(act("ship", "", "a").status, 201);
  const RawReply again = act("ship", "", "a");
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(parse_json(again.body).find("repeated")->as_bool(), true);
  EXPECT_EQ(rows("ledger").size(), 5U);
  EXPECT_EQ(act("cancel", "", "a").status, 409) << "the same key, something else";
  EXPECT_EQ(act("ship", "", "a b").status, 400);
}

TEST_F(OrderChanges, AreRefusedByName) {
  EXPECT_EQ(refused("ship", R"({"why":"x"})"), "why: is not known here; ");
  EXPECT_EQ(refused("ship", R"({"by":"J D"})"), "by: must be a name such as JANE; ");
  EXPECT_EQ(refused("cancel", R"({"why":"a\nb"})"), "why: must be one line of at most 200 bytes; ");
  EXPECT_EQ(refused("cancel", R"({"why":")" + std::string(201, 'x') + "\"}"),
            "why: must be one line of at most 200 bytes; ");
  EXPECT_EQ(act("ship", "[]").status, 400);
  for (const char* action : {"ship", "cancel"}) {
    EXPECT_EQ(post("/api/v1/orders/5/" + std::string(action), "").status, 404);
    EXPECT_EQ(post("/api/v1/orders/x/4/" + std::string(action), "").status, 405);
    EXPECT_EQ(get("/api/v1/orders/4/" + std::string(action)).header("allow"), "POST");
  }
  EXPECT_EQ(act("burn").status, 405);
}

TEST_F(OrderChanges, AreCountedWhereverStockIsShown) {
  std::int64_t reserved = 0;
  for (const Value& bin : rows("stock", "&sku=TABLE")) {
    reserved += number_of(bin, "reserved");
    EXPECT_EQ(number_of(bin, "available"), number_of(bin, "on_hand") - number_of(bin, "reserved"));
  }
  EXPECT_EQ(reserved, 4);
  take(R"({"order":"5","policy":"backorder","lines":[{"sku":"CHAIR","qty":25}]})");
  work();
  EXPECT_EQ(state("5"), "backordered");
  EXPECT_EQ(number_of(array_of(order("5"), "lines")[0], "backordered"), 15);
  const Value chairs = stock_of("CHAIR");
  EXPECT_EQ(number_of(chairs, "reserved"), 10);
  EXPECT_EQ(number_of(chairs, "available"), 0);
  EXPECT_EQ(number_of(chairs, "backordered"), 15);

  // Goods that somebody took all the same leave the bin empty, but not unreserved.
  ASSERT_EQ(book(wire::Op::kPick, "CHAIR", 10, "MAIN/A-01", "").verdict, gateway::Verdict::kDone);
  EXPECT_EQ(number_of(stock_of("CHAIR"), "on_hand"), 0);
  EXPECT_EQ(number_of(stock_of("CHAIR"), "available"), -10);
}

TEST_F(OrderChanges, SayWhoseOrderMadeAPurchaseNecessary) {
  post("/api/v1/imports/suppliers", "id,name,email\nACME,Acme,o@acme.example\n");
  post("/api/v1/imports/items", "sku,name,supplier,threshold\nCHAIR,Chair,ACME,5\n");
  take(R"({"order":"5","policy":"backorder","lines":[{"sku":"CHAIR","qty":12}]})");
  work();
  const RawReply reply = get("/api/v1/purchase-orders/PO-000001/why");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const Value line = array_of(parse_json(reply.body), "lines").at(0);
  EXPECT_EQ(text_of(line, "sku"), "CHAIR");
  EXPECT_EQ(number_of(line, "on_hand"), 10);
  EXPECT_EQ(number_of(line, "reserved"), 10);
  EXPECT_EQ(number_of(line, "backordered"), 2);
  EXPECT_EQ(text_of(line, "order"), "5");
  EXPECT_TRUE(line.find("crossed")->is_null()) << "no movement did it";
}

TEST_F(OrderChanges, TellTheCustomerThroughTheOutbox) {
  take(R"({"order":"5","customer":{"email":"erika@example.org"},"lines":[{"sku":"CHAIR"}]})");
  work();
  const auto outbox = rows("outbox");
  ASSERT_EQ(outbox.size(), 1U) << "order 4 has no address";
  EXPECT_EQ(text_of(outbox[0], "order"), "5");
  EXPECT_EQ(text_of(outbox[0], "po"), "");
  EXPECT_EQ(text_of(outbox[0], "to"), "erika@example.org");
}

}  // namespace
}  // namespace http_fixture
