// SPDX-License-Identifier: MIT
// Promise: what waits for a person can be settled or dismissed once, and shows who
// did it and why; what waits in the outbox can be tried again or given up.
// Method: scans and mails that fail, seen to over the socket.

#include "http_fixture.h"

namespace http_fixture {
namespace {

class Tasks : public HttpTest {
 protected:
  /// `count` scans that nobody knows: tasks 1 to `count`.
  void scan_unknown(wire::Sequence count) {
    gateway::NodeBatch batch;
    batch.node = *wire::NodeName::from("scan-07");
    batch.epoch = wire::Epoch{0x9f3c01aa};
    batch.previous_checksum = wire::checksum_before_first(batch.epoch);
    gateway::BatchMovement movement;
    movement.movement.code = *wire::Code::from("nobody knows");
    movement.movement.to = *wire::Location::from("MAIN");
    movement.movement.qty = 3;
    for (wire::Sequence i = 0; i < count; ++i) {
      movement.chain_checksum = wire::ChainChecksum{i + 7};
      batch.movements.push_back(movement);
    }
    gateway_.apply(batch);
  }
  RawReply act(const std::string& what, const std::string& body = "") const {
    return post("/api/v1/" + what, body);
  }
  /// What waits in the outbox is a mail to o@acme.example, as row 1.
  void fill_outbox() {
    post("/api/v1/imports/suppliers", "id,name,email\nACME,Acme,o@acme.example\n");
    post("/api/v1/imports/items", "sku,name,supplier\nNUT,Nut,ACME\n");
    receive("NUT", 1, "MAIN");
    post("/api/v1/reorder", "");
    ASSERT_EQ(rows("outbox").size(), 1U);
  }
};

TEST_F(Tasks, SettleAScanUnderTheItemThatWasMeant) {
  add_item("BOLT");
  scan_unknown(2);
  const RawReply unknown = act("tasks/1/settle", R"({"sku":"NUT"})");
  EXPECT_EQ(unknown.status, 422);
  EXPECT_NE(unknown.body.find("There is no item with this SKU"), std::string::npos) << unknown.body;
  const RawReply settled = act("tasks/1/settle", R"({"sku":"BOLT","by":"JANE"})");
  EXPECT_EQ(settled.status, 201);
  EXPECT_EQ(number_of(parse_json(settled.body), "seq"), 1);
  EXPECT_EQ(number_of(parse_json(settled.body), "qty"), 3);
  EXPECT_EQ(text_of(parse_json(settled.body), "sku"), "BOLT");
  EXPECT_EQ(text_of(parse_json(settled.body), "to"), "MAIN");
  EXPECT_EQ(number_of(rows("stock").at(0), "on_hand"), 3);
  const Value row = rows("tasks").at(0);
  EXPECT_EQ(text_of(row, "state") + text_of(row, "closed_by"), "settledJANE");
  EXPECT_EQ(number_of(row, "ledger_seq"), 1);
  EXPECT_GT(number_of(row, "closed_ms"), 0);
  EXPECT_EQ(act("tasks/1/settle", R"({"sku":"BOLT"})").status, 422) << "once";
  EXPECT_EQ(rows("ledger").size(), 1U);
}

TEST_F(Tasks, AreExceptionsByAnotherName) {
  scan_unknown(1);
  EXPECT_EQ(get("/api/v1/exceptions?open=true").body, get("/api/v1/tasks?open=true").body);
  EXPECT_EQ(act("exceptions/1/dismiss", R"({"why":"scanned twice"})").status, 200);
  EXPECT_EQ(text_of(rows("tasks").at(0), "state"), "dismissed");
  EXPECT_EQ(get("/api/v1/exceptionsx").status, 404);
}

TEST_F(Tasks, DismissWhatIsNotToBeBooked) {
  scan_unknown(2);
  EXPECT_EQ(act("tasks/2/dismiss", R"({"why":"scanned twice","by":"JANE"})").status, 200);
  const Value row = rows("tasks").at(1);
  EXPECT_EQ(text_of(row, "state") + text_of(row, "closed_why"), "dismissedscanned twice");
  EXPECT_EQ(text_of(row, "closed_by"), "JANE");
  EXPECT_EQ(number_of(row, "ledger_seq"), 0);
  EXPECT_EQ(rows("tasks", "&open=true", 1).size(), 1U);
  EXPECT_EQ(number_of(rows("tasks", "&open=true").at(0), "id"), 1);
  EXPECT_EQ(act("tasks/2/dismiss", R"({"why":"again"})").status, 422);
}

TEST_F(Tasks, RefuseWhatMakesNoSense) {
  scan_unknown(1);
  for (const char* id : {"0", "2", "x", "1x", "-1", "18446744073709551617"}) {
    const std::string at = "tasks/" + std::string(id);
    EXPECT_EQ(act(at + "/settle", R"({"sku":"BOLT"})").status, 404) << id;
    EXPECT_EQ(act(at + "/dismiss", R"({"why":"x"})").status, 404) << id;
    EXPECT_EQ(act("outbox/" + std::string(id) + "/retry").status, 404) << id;
    EXPECT_EQ(act("outbox/" + std::string(id) + "/drop").status, 404) << id;
  }
  EXPECT_EQ(act("tasks/1/settle", "{}").status, 422);
  EXPECT_EQ(act("tasks/1/settle", R"({"sku":"a b"})").status, 422);
  EXPECT_EQ(act("tasks/1/settle").status, 400);
  EXPECT_EQ(act("tasks/1/dismiss", "{}").status, 422);
  EXPECT_EQ(act("tasks/1/dismiss", R"({"why":""})").status, 422);
  EXPECT_EQ(act("tasks/1/dismiss", R"({"why":"x","colour":"red"})").status, 422);
  EXPECT_EQ(get("/api/v1/tasks/1/settle").header("allow"), "POST");
  EXPECT_EQ(text_of(rows("tasks").at(0), "state"), "open");
}

TEST_F(Tasks, ListMessagesThatCouldNotBeReadInPages) {
  EXPECT_TRUE(rows("unreadable").empty());
  for (const char* payload : {"one", "\x1b\xE2\x80\xAE", "\xFF\x01"}) {
    gateway_.apply(gateway::KeepUnreadable{"inventory_updates", payload, "no JSON"});
  }
  const auto all = rows("unreadable", "", 2);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(number_of(all[2], "id"), 3);
  EXPECT_EQ(text_of(all[0], "topic") + text_of(all[0], "why"), "inventory_updatesno JSON");
  EXPECT_EQ(text_of(all[0], "payload") + text_of(all[0], "hex"), "one");
  EXPECT_EQ(text_of(all[1], "payload"), "\x1b\xE2\x80\xAE") << "text goes as it came";
  EXPECT_EQ(text_of(all[2], "payload") + text_of(all[2], "hex"), "ff01") << "other bytes do not";
  EXPECT_GT(number_of(all[0], "at_ms"), 0);
  EXPECT_EQ(get("/api/v1/unreadable?open=true").status, 400) << "there is nothing to close";
  EXPECT_EQ(post("/api/v1/unreadable", "{}").status, 405);
}

TEST_F(Tasks, TryAMailAgainOrGiveItUp) {
  fill_outbox();
  gateway_.apply(gateway::DeliveryReport{.outbox_id = 1,
                                         .state = gateway::DeliveryState::kFailed,
                                         .next_ms = 0,
                                         .error = "550 no such user"});
  EXPECT_EQ(act("outbox/1/retry", R"({"now":true})").status, 422);
  const RawReply retried = act("outbox/1/retry");
  EXPECT_EQ(retried.status, 200);
  EXPECT_EQ(text_of(parse_json(retried.body), "to"), "o@acme.example");
  EXPECT_EQ(text_of(rows("outbox").at(0), "state"), "queued");
  EXPECT_EQ(text_of(rows("outbox").at(0), "po"), "PO-000001");
  const RawReply dropped = act("outbox/1/drop", "{}");
  EXPECT_EQ(dropped.status, 200);
  EXPECT_EQ(text_of(parse_json(dropped.body), "kind"), "mail");
  EXPECT_TRUE(rows("outbox").empty());
  EXPECT_EQ(text_of(rows("purchase-orders").at(0), "state"), "approved");
  EXPECT_EQ(act("outbox/1/drop").status, 404);
}

TEST_F(Tasks, SayWhatWaitsForAnAnswerAfterARestore) {
  fill_outbox();
  gateway_.apply(gateway::TellOfMove{});
  EXPECT_EQ(act("outbox/1/retry").status, 422);
  EXPECT_NE(act("outbox/1/retry").body.find("shelfctl restored --last-invoice N --last-po M"),
            std::string::npos);
  EXPECT_EQ(act("tasks/1/dismiss", R"({"why":"seen"})").status, 422);
  EXPECT_EQ(text_of(parse_json(act("reorder").body), "waits"),
            "no goods are ordered until you name the last numbers that were given out: shelfctl "
            "restored --last-invoice N --last-po M");
  gateway_.apply(gateway::ConfirmRestored{.last_invoice = 0, .last_purchase = 1});
  EXPECT_EQ(text_of(parse_json(act("reorder").body), "waits"), "");
  EXPECT_EQ(act("outbox/1/retry").status, 200);
}

TEST_F(Tasks, TellWhyNothingLeaves) {
  EXPECT_EQ(text_of(parse_json(get("/api/v1/outbox").body), "waits"), "");
  gateway::http::Probe probe;
  probe.health = [] { return gateway::http::Health{.nothing_leaves = "the clock jumped"}; };
  start(std::move(probe));
  EXPECT_EQ(text_of(parse_json(get("/api/v1/outbox").body), "waits"), "the clock jumped");
}

TEST_F(Tasks, GiveUpAllThatFailedOfAKind) {
  fill_outbox();
  gateway_.apply(gateway::DeliveryReport{.outbox_id = 1,
                                         .state = gateway::DeliveryState::kFailed,
                                         .next_ms = 0,
                                         .error = "550 5.1.1 no such user"});
  EXPECT_EQ(act("outbox/drop-failed", R"({"kind":"friends"})").status, 422);
  EXPECT_EQ(act("outbox/drop-failed", R"({"kind":"customer"})").body, R"({"dropped":0})");
  EXPECT_EQ(act("outbox/drop-failed", R"({"kind":"supplier"})").body, R"({"dropped":1})");
  EXPECT_TRUE(rows("outbox").empty());
  EXPECT_EQ(act("outbox/drop-failed").body, R"({"dropped":0})");
  EXPECT_TRUE(rows("outbox-archive").empty());
}

}  // namespace
}  // namespace http_fixture
