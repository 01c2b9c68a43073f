// SPDX-License-Identifier: MIT
// Promise: a person can take a purchase order through its whole life, learns why each
// line was ordered and what became of its mail; what cannot be done is refused by
// name and changes nothing, and a repeat under one Idempotency-Key does no harm.
// Method: orders that a real engine opened, changed and read back over the socket.

#include "gateway/limits.h"
#include "http_fixture.h"

namespace http_fixture {
namespace {

const std::string kOrder = "/api/v1/purchase-orders/PO-000001";

class Purchases : public HttpTest {
 protected:
  void SetUp() override {
    HttpTest::SetUp();
    post("/api/v1/imports/suppliers", "id,name,email\nACME,Acme,o@acme.example\n");
    post("/api/v1/imports/items",
         "sku,name,supplier,threshold,moq,pack_multiple\n"
         "BOLT,Bolt,ACME,10,4,6\nNUT,Nut,ACME,,1,1\n");
  }
  /// PO-000001 is proposed: 12 BOLT and 199 NUT.
  void propose() {
    receive("BOLT", 8, "MAIN");
    receive("NUT", 1, "MAIN");
  }
  Value act(const std::string& action, const std::string& body = "", int status = 200) const {
    const RawReply reply = post(kOrder + "/" + action, body);
    EXPECT_EQ(reply.status, status) << action << ": " << reply.body;
    return parse_json(reply.body);
  }
  Value order() const { return parse_json(get(kOrder).body); }
  std::string state() const { return text_of(order(), "state"); }

  /// Refused with 422; what is said about the only field listed.
  std::string refused(const std::string& action, const std::string& field,
                      const std::string& body = "") const {
    const Value before = order();
    const Value problem = act(action, body, 422);
    const auto& errors = array_of(problem, "errors");
    if (errors.size() != 1) {
      ADD_FAILURE() << action << " names " << errors.size() << " problems";
      return {};
    }
    EXPECT_EQ(text_of(errors[0], "field"), field) << action;
    EXPECT_EQ(order(), before) << action << " changed something";
    return text_of(errors[0], "text");
  }
  void deliver(gateway::DeliveryState state, const std::string& error = "") {
    const auto id = static_cast<std::uint64_t>(number_of(*order().find("mail"), "id"));
    const auto outcome = gateway_.apply(
        gateway::DeliveryReport{.outbox_id = id, .state = state, .next_ms = 0, .error = error});
    ASSERT_EQ(outcome.verdict, gateway::Verdict::kDone);
  }
};

TEST_F(Purchases, GoFromProposalToReceipt) {
  propose();
  EXPECT_EQ(state(), "proposed");
  const Value approved = act("approve");
  EXPECT_EQ(text_of(*approved.find("order"), "state"), "approved");
  EXPECT_EQ(text_of(*approved.find("order")->find("mail"), "to"), "o@acme.example");
  EXPECT_TRUE(approved.find("order")->find("post")->is_null());
  deliver(gateway::DeliveryState::kSent);
  EXPECT_EQ(state(), "sent");
  EXPECT_GT(number_of(order(), "sent_ms"), 0);
  EXPECT_TRUE(order().find("mail")->is_null());
  EXPECT_EQ(text_of(*act("confirm", "{}").find("order"), "state"), "confirmed");

  const Value part =
      act("receive", R"({"lines":[{"sku":"BOLT","qty":20}],"to":"MAIN/A-01","by":"JANE"})", 201);
  EXPECT_EQ(number_of(part, "seq"), 3);
  EXPECT_EQ(number_of(part, "entries"), 1);
  EXPECT_EQ(text_of(*part.find("order"), "state"), "partly_received");
  const Value bolt = array_of(*part.find("order"), "lines").at(0);
  EXPECT_EQ(number_of(bolt, "qty"), 12);
  EXPECT_EQ(number_of(bolt, "received"), 20) << "over-delivery is shown";
  const Value entry = rows("ledger", "&since=3").at(0);
  EXPECT_EQ(text_of(entry, "by") + text_of(entry, "to"), "JANEMAIN/A-01");
  EXPECT_EQ(text_of(entry, "ref"), "PO-000001");

  const Value rest = act("receive", "", 201);
  EXPECT_EQ(number_of(rest, "entries"), 1) << "only what is open";
  EXPECT_EQ(text_of(*rest.find("order"), "state"), "received");
  EXPECT_EQ(number_of(rows("stock", "&location=MAIN&sku=NUT").at(0), "on_hand"), 200);
}

TEST_F(Purchases, SendTheMailAgain) {
  propose();
  EXPECT_EQ(text_of(*act("send").find("order"), "state"), "approved") << "send approves as well";
  deliver(gateway::DeliveryState::kFailed, "550 no such user");
  Value mail = *order().find("mail");
  EXPECT_EQ(text_of(mail, "state"), "failed");
  EXPECT_EQ(text_of(mail, "error"), "550 no such user");
  EXPECT_EQ(number_of(mail, "attempts"), 1);
  mail = *act("send").find("order")->find("mail");
  EXPECT_EQ(text_of(mail, "state"), "queued") << "the same mail";
  deliver(gateway::DeliveryState::kSent);
  EXPECT_EQ(number_of(*act("send").find("order"), "mails"), 2) << "another one";
}

TEST_F(Purchases, AreCancelledWithAReason) {
  propose();
  act("approve");
  const Value cancelled = act("cancel", R"({"why":"wrong size"})");
  EXPECT_EQ(text_of(*cancelled.find("order"), "state"), "cancelled");
  EXPECT_EQ(text_of(order(), "why"), "wrong size");
  EXPECT_TRUE(rows("outbox").empty());
  EXPECT_TRUE(rows("purchase-orders", "&open=true").empty());

  EXPECT_EQ(number_of(parse_json(post("/api/v1/reorder", "{}").body), "changed"), 0);
  EXPECT_EQ(post("/api/v1/reorder", R"({"sku":"BOLT"})").status, 200);
  const auto open = rows("purchase-orders", "&open=true", 1);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(array_of(open[0], "lines").size(), 1U) << "BOLT alone was let go";
  EXPECT_EQ(text_of(array_of(open[0], "lines")[0], "sku"), "BOLT");
  EXPECT_EQ(rows("purchase-orders").size(), 2U);
  EXPECT_EQ(post("/api/v1/reorder", R"({"sku":"GEAR"})").status, 422);
  EXPECT_EQ(post("/api/v1/reorder", R"({"sko":"BOLT"})").status, 422);
}

TEST_F(Purchases, RefuseWhatTheirStateForbids) {
  propose();
  refused("receive", "po");
  act("approve");
  EXPECT_EQ(refused("approve", "po"), "PO-000001 is approved: it was approved before");
  act("confirm");
  refused("confirm", "po");
  refused("receive", "to", R"({"to":"NORTH"})");
  // Left out, it would be everything that is open.
  refused("receive", "lines", R"({"lines":null})");
  EXPECT_EQ(refused("receive", "sku", R"({"lines":[{"sku":"GEAR","qty":1}]})"),
            "GEAR is not in PO-000001");
  act("cancel");
  for (const char* action : {"approve", "send", "confirm", "cancel", "receive"}) {
    refused(action, "po");
  }
}

TEST_F(Purchases, NameEveryFieldThatIsWrong) {
  propose();
  act("approve");
  const auto fields_of = [this](const char* action, const std::string& body) {
    std::string fields;
    const Value problem = act(action, body, 422);
    for (const Value& error : array_of(problem, "errors")) {
      fields += text_of(error, "field") + ' ';
    }
    return fields;
  };
  EXPECT_EQ(fields_of("receive", R"({"lines":[{"sku":"BOLT","qty":1},{"qty":0,"lot":"L"}],
                                     "to":"@scrap","by":"J D","from":"MAIN"})"),
            "lines[1].sku lines[1].qty lines[1].lot to by from ");
  EXPECT_EQ(fields_of("receive", R"({"lines":[7]})"), "lines[0] ");
  EXPECT_EQ(fields_of("receive", R"({"lines":{}})"), "lines ");
  EXPECT_EQ(fields_of("cancel", R"({"why":7})"), "why ");
  EXPECT_EQ(fields_of("cancel", R"({"why":"a\nb"})"), "why ");
  EXPECT_EQ(fields_of("cancel", R"({"why":")" + std::string(201, 'x') + "\"}"), "why ");
  EXPECT_EQ(fields_of("approve", R"({"why":"x"})"), "why ");
  EXPECT_EQ(post(kOrder + "/approve", "[]").status, 400);
  EXPECT_EQ(state(), "approved");
}

TEST_F(Purchases, AreChangedOnceUnderOneIdempotencyKey) {
  propose();
  const auto keyed = [this](const char* action, const char* body, const char* key) {
    return post(kOrder + "/" + action, body, "Idempotency-Key: " + std::string(key) + "\r\n");
  };
  EXPECT_EQ(keyed("approve", "", "a").status, 200);
  const RawReply again = keyed("approve", "", "a");
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(parse_json(again.body).find("repeated")->as_bool(), true);
  EXPECT_EQ(rows("outbox").size(), 1U);
  const char* goods = R"({"lines":[{"sku":"BOLT","qty":5}]})";
  EXPECT_EQ(keyed("receive", goods, "r").status, 201);
  const RawReply repeated = keyed("receive", goods, "r");
  EXPECT_EQ(repeated.status, 200);
  EXPECT_EQ(number_of(parse_json(repeated.body), "seq"), 3);
  EXPECT_EQ(keyed("receive", "", "r").status, 409) << "same key, other content";
  EXPECT_EQ(keyed("receive", "", "r r").status, 400);
  EXPECT_EQ(rows("ledger").size(), 3U);
}

TEST_F(Purchases, SayWhyEachLineWasOrdered) {
  post("/api/v1/imports/items", "sku,name,supplier,threshold\nBOLT,Bolt,,10\n");
  propose();  // BOLT has no supplier yet: only NUT is ordered
  post("/api/v1/imports/items",
       "sku,name,supplier,threshold,order_up_to,moq,pack_multiple\nBOLT,Bolt,ACME,10,25,4,6\n");
  post("/api/v1/reorder", "");
  const Value answer = parse_json(get(kOrder + "/why").body);
  const auto& lines = array_of(answer, "lines");
  ASSERT_EQ(lines.size(), 2U);
  const Value& nut = lines[0];
  EXPECT_EQ(number_of(nut, "on_hand"), 1);
  EXPECT_EQ(number_of(nut, "on_order"), 0);
  EXPECT_EQ(number_of(nut, "threshold"), 100);
  EXPECT_EQ(nut.find("threshold_default")->as_bool(), true);
  EXPECT_EQ(number_of(nut, "order_up_to"), 200);
  EXPECT_EQ(nut.find("order_up_to_default")->as_bool(), true);
  EXPECT_NE(text_of(nut, "explanation").find("below the threshold"), std::string::npos);
  ASSERT_NE(nut.find("crossed")->as_object(), nullptr);
  EXPECT_EQ(*nut.find("crossed"), rows("ledger").at(1));
  const Value& bolt = lines[1];
  EXPECT_EQ(bolt.find("threshold_default")->as_bool(), false);
  EXPECT_EQ(bolt.find("order_up_to_default")->as_bool(), false);
  EXPECT_EQ(number_of(bolt, "order_up_to"), 25);
  EXPECT_EQ(number_of(bolt, "moq"), 4);
  EXPECT_EQ(number_of(bolt, "pack_multiple"), 6);
  EXPECT_EQ(number_of(bolt, "qty"), 18);
  EXPECT_GT(number_of(bolt, "decided_ms"), 0);
  EXPECT_TRUE(bolt.find("crossed")->is_null()) << "found by the sweep";
}

TEST_F(Purchases, ExplainTheLongestOrderThereCanBe) {
  std::string csv = "sku,name,supplier\n";
  const std::string wide(gateway::kItemNameBytesMax, '"');  // each byte takes two
  for (std::size_t i = 0; i < gateway::kPurchaseLinesMax; ++i) {
    csv += "SKU-" + std::to_string(i) + ",\"" + wide + wide + "\",ACME\n";
  }
  ASSERT_EQ(post("/api/v1/imports/items", csv).status, 200);
  for (std::size_t i = 0; i < gateway::kPurchaseLinesMax; ++i) {
    receive("SKU-" + std::to_string(i), 1, "MAIN");
  }
  const Value answer = parse_json(get(kOrder + "/why").body);
  EXPECT_EQ(array_of(answer, "lines").size(), gateway::kPurchaseLinesMax);
  EXPECT_EQ(array_of(*act("approve").find("order"), "lines").size(), gateway::kPurchaseLinesMax);
}

TEST_F(Purchases, AreOpenedWhereverTheSweepFindsSomething) {
  constexpr std::size_t kPositions = gateway::kSweepSlice + 2;
  std::string csv = "sku,name,threshold\n";
  for (std::size_t i = 0; i < kPositions; ++i) {
    csv += "SKU-" + std::to_string(10'000 + i) + ",Thing,10\n";
  }
  ASSERT_EQ(post("/api/v1/imports/items", csv).status, 200);
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from("scan-07");
  gateway::BatchMovement movement;
  movement.movement.to = *wire::Location::from("MAIN");
  movement.movement.qty = 1;
  for (std::size_t i = 0; i < kPositions; ++i) {
    movement.movement.sku = *wire::Sku::from("SKU-" + std::to_string(10'000 + i));
    batch.movements.push_back(movement);
    if (batch.movements.size() < wire::kBatchMovementsMax && i + 1 < kPositions) continue;
    gateway_.apply(batch);
    batch.first += static_cast<wire::Sequence>(batch.movements.size());
    batch.movements.clear();
  }
  // One at each end can be ordered from now on.
  for (const std::size_t i : {std::size_t{0}, kPositions - 1}) {
    ASSERT_EQ(
        send("PATCH", "/api/v1/items/SKU-" + std::to_string(10'000 + i), R"({"supplier":"ACME"})")
            .status,
        200);
  }
  const Value swept = parse_json(post("/api/v1/reorder", "").body);
  EXPECT_EQ(number_of(swept, "changed"), 3) << "two lines and their order";
  EXPECT_EQ(array_of(order(), "lines").size(), 2U);
}

TEST_F(Purchases, AreFoundByTheirName) {
  propose();
  for (const char* action : {"approve", "send", "confirm", "cancel", "receive"}) {
    for (const char* name : {"PO-000002", "PO-1", "17", "x/PO-000001"}) {
      const RawReply reply =
          post("/api/v1/purchase-orders/" + std::string(name) + "/" + action, "");
      EXPECT_TRUE(reply.status == 404 || reply.status == 405) << name << reply.status;
    }
    EXPECT_EQ(get(kOrder + "/" + action).header("allow"), "POST");
  }
  EXPECT_EQ(get("/api/v1/purchase-orders/PO-000002/why").status, 404);
  EXPECT_EQ(post(kOrder + "/why", "").header("allow"), "GET");
  EXPECT_EQ(post(kOrder + "/burn", "").status, 405);
  EXPECT_EQ(get("/api/v1/purchase-orders?open=yes").status, 400);
  EXPECT_EQ(state(), "proposed");
}

}  // namespace
}  // namespace http_fixture
