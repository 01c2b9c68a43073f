// SPDX-License-Identifier: MIT
// Promise: a list shows exactly what the store holds, whatever the page size; a
// read sees what was acked before it; wrong questions are answered by name.
// Method: fill a real store through the engine, read it over the socket.

#include "http_fixture.h"

namespace http_fixture {
namespace {

class Reading : public HttpTest {
 protected:
  void fill_stock() {
    for (int i = 0; i < 12; ++i) add_item("SKU-" + std::to_string(100 + i), "Thing");
    for (int i = 0; i < 12; ++i) {
      const std::string sku = "SKU-" + std::to_string(100 + i);
      receive(sku, 10 + i, "MAIN/A-01");
      receive(sku, 5, "MAIN/A-01/02");
      receive(sku, 7, "NORTH");
    }
  }
};

TEST_F(Reading, ShowsStockOfRealBinsThatAreNotEmpty) {
  add_item("BOLT", "Bolt \"M8\" ü");
  receive("BOLT", 40, "MAIN/A-01");
  receive("BOLT", 3, "MAIN/B-02");
  ASSERT_EQ(book(wire::Op::kPick, "BOLT", 3, "MAIN/B-02", "").verdict, gateway::Verdict::kDone);
  ASSERT_EQ(book(wire::Op::kPick, "BOLT", 2, "MAIN/C-03", "").verdict, gateway::Verdict::kDone);

  const auto all = rows("stock");
  ASSERT_EQ(all.size(), 2U) << "no empty bin, no virtual location; a negative bin is stock";
  EXPECT_EQ(text_of(all[0], "sku"), "BOLT");
  EXPECT_EQ(text_of(all[0], "name"), "Bolt \"M8\" ü");
  EXPECT_EQ(text_of(all[0], "loc"), "MAIN/A-01");
  EXPECT_EQ(number_of(all[0], "on_hand"), 40);
  EXPECT_EQ(number_of(all[0], "reserved"), 0);
  EXPECT_EQ(number_of(all[0], "available"), 40);
  EXPECT_EQ(number_of(all[0], "seq"), 1);
  EXPECT_EQ(text_of(all[1], "loc"), "MAIN/C-03");
  EXPECT_EQ(number_of(all[1], "on_hand"), -2);
}

TEST_F(Reading, GivesTheSameRowsInPagesOfAnySize) {
  fill_stock();
  const auto whole = rows("stock");
  ASSERT_EQ(whole.size(), 36U);
  for (const int limit : {1, 2, 5, 7, 35, 36, 37}) {
    EXPECT_EQ(rows("stock", "", limit), whole) << "pages of " << limit;
    EXPECT_EQ(rows("stock", "&location=MAIN/A-01", limit), rows("stock", "&location=MAIN/A-01"));
    EXPECT_EQ(rows("ledger", "", limit), rows("ledger"));
    EXPECT_EQ(rows("items", "", limit), rows("items"));
    EXPECT_EQ(rows("locations", "", limit), rows("locations"));
  }
  EXPECT_EQ(rows("ledger").size(), 36U);
  EXPECT_EQ(rows("items").size(), 12U);
  EXPECT_EQ(rows("locations").size(), 3U);
}

TEST_F(Reading, FiltersStockBySkuAndBySubtree) {
  fill_stock();
  EXPECT_EQ(rows("stock", "&sku=SKU-103").size(), 3U);
  EXPECT_EQ(rows("stock", "&sku=SKU-103", 1), rows("stock", "&sku=SKU-103"));
  EXPECT_EQ(rows("stock", "&sku=SKU-103&location=MAIN").size(), 2U);
  EXPECT_EQ(rows("stock", "&sku=SKU-103&location=MAIN/A-01/02").size(), 1U);
  EXPECT_EQ(rows("stock", "&location=MAIN/A-0").size(), 0U) << "a prefix is no place";
  EXPECT_EQ(rows("stock", "&sku=SKU-10").size(), 0U);
}

TEST_F(Reading, ShowsTheLedgerInCommitOrderWithItsFields) {
  add_item("BOLT");
  const RawReply made = post("/api/v1/movements",
                             R"({"op":"receive","sku":"BOLT","qty":4,"to":"MAIN",
                                 "lot":"L7","ref":"DN-1","by":"JANE"})");
  ASSERT_EQ(made.status, 201) << made.body;
  ASSERT_EQ(book(wire::Op::kMove, "BOLT", 1, "MAIN", "NORTH").verdict, gateway::Verdict::kDone);
  const auto all = rows("ledger");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(number_of(all[0], "seq"), 1);
  EXPECT_EQ(text_of(all[0], "node"), "@manual");
  EXPECT_EQ(text_of(all[0], "epoch"), "");
  EXPECT_EQ(number_of(all[0], "node_seq"), 0);
  EXPECT_EQ(text_of(all[0], "op"), "receive");
  EXPECT_EQ(number_of(all[0], "qty"), 4);
  EXPECT_EQ(text_of(all[0], "from"), "@supplier");
  EXPECT_EQ(text_of(all[0], "to"), "MAIN");
  EXPECT_EQ(text_of(all[0], "lot"), "L7");
  EXPECT_EQ(text_of(all[0], "ref"), "DN-1");
  EXPECT_EQ(text_of(all[0], "by"), "JANE");
  EXPECT_EQ(rows("ledger", "&since=2").size(), 1U);
  EXPECT_EQ(rows("ledger", "&location=NORTH").size(), 1U);
  EXPECT_EQ(rows("ledger", "&location=@supplier").size(), 1U);
  EXPECT_EQ(rows("ledger", "&sku=NUT").size(), 0U);
}

TEST_F(Reading, NamesScannersByNodeEpochAndSequence) {
  add_item("BOLT");
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from("scan-07");
  batch.epoch = wire::Epoch{0x9f3c01aa};
  batch.previous_checksum = wire::checksum_before_first(batch.epoch);
  gateway::BatchMovement movement;
  movement.movement.sku = *wire::Sku::from("BOLT");
  movement.movement.to = *wire::Location::from("MAIN");
  movement.movement.qty = 1;
  movement.chain_checksum = wire::ChainChecksum{7};
  batch.movements = {movement};
  movement.movement.sku = {};
  movement.movement.code = *wire::Code::from("no\x1dsuch\xff");
  movement.chain_checksum = wire::ChainChecksum{8};
  batch.movements.push_back(movement);
  gateway_.apply(batch);

  const auto ledger = rows("ledger");
  ASSERT_EQ(ledger.size(), 1U);
  EXPECT_EQ(text_of(ledger[0], "node"), "scan-07");
  EXPECT_EQ(text_of(ledger[0], "epoch"), "9f3c01aa");
  EXPECT_EQ(number_of(ledger[0], "node_seq"), 1);
  const auto tasks = rows("tasks");
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(text_of(tasks[0], "why"), "unknown_code");
  EXPECT_EQ(text_of(tasks[0], "code"), "no\x1dsuch\xEF\xBF\xBD") << "bytes that are no text";
  EXPECT_EQ(text_of(tasks[0], "state"), "open");
  EXPECT_EQ(number_of(tasks[0], "node_seq"), 2);
}

TEST_F(Reading, SeesEveryChangeAckedBefore) {
  add_item("BOLT");
  for (int i = 1; i <= 50; ++i) {
    ASSERT_EQ(
        post("/api/v1/movements", R"({"op":"receive","sku":"BOLT","qty":1,"to":"MAIN"})").status,
        201);
    const auto stock = rows("stock");
    ASSERT_EQ(stock.size(), 1U);
    ASSERT_EQ(number_of(stock[0], "on_hand"), i);
  }
}

TEST_F(Reading, AsksForACheckpointBeforeEachSnapshot) {
  int asked = 0;
  wire::Status answer = wire::Status::kOk;
  gateway::http::Probe probe;
  probe.make_visible = [&] {
    ++asked;
    return answer;
  };
  start(std::move(probe));
  EXPECT_EQ(get("/api/v1/stock").status, 200);
  EXPECT_EQ(asked, 1);
  answer = wire::Status::kUnavailable;
  EXPECT_EQ(get("/api/v1/stock").status, 503) << "better no answer than an old one";
}

TEST_F(Reading, ShowsOneThingByName) {
  add_item("BOLT", "Bolt");
  EXPECT_EQ(text_of(parse_json(get("/api/v1/items/BOLT").body), "name"), "Bolt");
  EXPECT_EQ(get("/api/v1/items/NUT").status, 404);
  EXPECT_EQ(get("/api/v1/items/").status, 404);
  EXPECT_EQ(get("/api/v1/suppliers/ACME").status, 404);
  EXPECT_EQ(get("/api/v1/purchase-orders/PO-000001").status, 404);
  EXPECT_EQ(get("/api/v1/purchase-orders/17").status, 404);
}

TEST_F(Reading, RefusesBadCursorsAndFiltersByName) {
  struct Case {
    const char* target;
    const char* field;
  };
  for (const Case& c : {
           Case{"/api/v1/stock?after=BOLT", "after"},
           Case{"/api/v1/stock?after=BOLT/", "after"},
           Case{"/api/v1/stock?after=/MAIN", "after"},
           Case{"/api/v1/stock?sku=%20", "sku"},
           Case{"/api/v1/stock?location=MAIN//A", "location"},
           Case{"/api/v1/stock?limit=0", "limit"},
           Case{"/api/v1/stock?limit=1001", "limit"},
           Case{"/api/v1/stock?limit=ten", "limit"},
           Case{"/api/v1/stock?limit=1&limit=2", "limit"},
           Case{"/api/v1/stock?skew=BOLT", "skew"},
           Case{"/api/v1/ledger?after=x", "after"},
           Case{"/api/v1/ledger?after=-1", "after"},
           Case{"/api/v1/ledger?since=99999999999999999999", "since"},
           Case{"/api/v1/ledger?location=@", "location"},
           Case{"/api/v1/items?after=a%20b", "after"},
           Case{"/api/v1/locations?after=@supplier", "after"},
           Case{"/api/v1/tasks?after=1e3", "after"},
           Case{"/api/v1/outbox?after=0x10", "after"},
           Case{"/api/v1/purchase-orders?after=PO-000001", "after"},
           Case{"/api/v1/items/BOLT?what=1", "what"},
       }) {
    const RawReply reply = get(c.target);
    EXPECT_EQ(reply.status, 400) << c.target;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << c.target;
    const Value body = parse_json(reply.body);
    const auto& errors = array_of(body, "errors");
    ASSERT_EQ(errors.size(), 1U) << c.target << ' ' << reply.body;
    EXPECT_EQ(text_of(errors[0], "field"), c.field) << c.target;
  }
}

}  // namespace
}  // namespace http_fixture
