// SPDX-License-Identifier: MIT
// Promise: whoever looks after purchases is told in one clear line what became of each
// command, sees why a line was ordered in words and figures, and is never told that
// something was done which was not.
// Method: the life of an order, and of what waits for a person, command by command.

#include "commands_fixture.h"
#include "recording_server.h"

namespace gateway::cli {
namespace {

class Purchases : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    out_of("supplier set ACME name=Acme email=o@acme.example");
    out_of("item set BOLT name=Bolt~M8 supplier=ACME threshold=10 order_up_to=25 moq=4");
    out_of("item set NUT name=Nut supplier=ACME unit=box pack_multiple=100");
  }
  /// PO-000001 of 17 BOLT and 200 NUT is proposed.
  void propose() const {
    out_of("move receive BOLT 20 --to MAIN");
    out_of("move pick BOLT 12 --from MAIN");
    out_of("move receive NUT 1 --to MAIN");
  }
  void deliver(DeliveryState state, const std::string& error = "") {
    inside_.apply(DeliveryReport{.outbox_id = 1, .state = state, .next_ms = 0, .error = error});
  }
  void scan_unknown() {
    NodeBatch batch;
    batch.node = *wire::NodeName::from("scan-07");
    batch.previous_checksum = wire::checksum_before_first(batch.epoch);
    BatchMovement movement;
    movement.movement.code = *wire::Code::from("nobody knows");
    movement.movement.to = *wire::Location::from("MAIN");
    movement.movement.qty = 1;
    batch.movements = {movement, movement};
    batch.movements[1].chain_checksum = wire::ChainChecksum{7};
    inside_.apply(batch);
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(Purchases, TellWhatBecameOfThem) {
  propose();
  EXPECT_EQ(out_of("po approve PO-000001"),
            "PO-000001 approved: the mail to o@acme.example is in the outbox.\n");
  EXPECT_EQ(out_of("po send PO-000001"), "PO-000001: the mail to o@acme.example goes out now.\n");
  deliver(DeliveryState::kSent);
  EXPECT_EQ(out_of("po send PO-000001"),
            "PO-000001: the mail to o@acme.example goes out once more.\n");
  EXPECT_EQ(out_of("po confirm PO-000001"), "PO-000001 confirmed: ACME has promised it.\n");
  EXPECT_EQ(
      out_of("po receive PO-000001 BOLT 20 --to MAIN/A-01 --by JANE"),
      "PO-000001: booked as ledger entry 4. 200 are still to come. Of BOLT came 3 too much.\n");
  EXPECT_EQ(out_of("po receive PO-000001 NUT 60 NUT 20"),
            "PO-000001: booked as 2 ledger entries, the last is 6. 120 are still to come. Of BOLT "
            "came 3 too much.\n");
  EXPECT_EQ(out_of("po receive PO-000001 --quiet"), "");
  EXPECT_TRUE(has(out_of("po show PO-000001"), "received\n"));
  EXPECT_EQ(out_of("po list --open"), "No purchase orders.\n");
}

TEST_F(Purchases, TellWhomACancellationConcerns) {
  propose();
  EXPECT_TRUE(has(out_of("po show PO-000001"), "missing"));
  EXPECT_TRUE(has(out_of("po cancel PO-000001 --why too~dear"), "Nothing of it has gone out."));
  EXPECT_FALSE(has(out_of("po show PO-000001"), "missing")) << "nothing is expected";
  EXPECT_TRUE(has(out_of("po show PO-000001"), "why        too dear\n"));
  out_of("reorder run BOLT");
  out_of("po confirm PO-000002");
  EXPECT_TRUE(has(out_of("po cancel PO-000002"), "The supplier already has it: tell them."));
  EXPECT_EQ(out_of("reorder run"), "Nothing new to order.\n");
  out_of("reorder run NUT");
  deliver(DeliveryState::kSent);
  inside_.apply(DeliveryReport{
      .outbox_id = 2, .state = DeliveryState::kMaybeSent, .next_ms = 0, .error = "broken"});
  EXPECT_TRUE(has(out_of("po cancel PO-000003"), "The supplier may have it already: ask them."));
}

TEST_F(Purchases, TellThatAMailThatWaitedMayJustBeOnItsWay) {
  propose();
  out_of("po approve PO-000001");
  EXPECT_TRUE(has(out_of("po cancel PO-000001"), "Its mail waited and goes no more, unless"));
}

TEST_F(Purchases, ShowWhatBecameOfTheirMail) {
  propose();
  out_of("po approve PO-000001");
  EXPECT_TRUE(has(out_of("po show PO-000001"), "mail       waits (outbox 1, to o@acme.example)\n"));
  deliver(DeliveryState::kQueued, "no route");
  EXPECT_TRUE(has(out_of("po show PO-000001"), "tried once: no route"));
  deliver(DeliveryState::kFailed, "550 no such user");
  const std::string order = out_of("po show PO-000001");
  EXPECT_TRUE(has(order, "mail       failed (outbox 1, to o@acme.example): 550 no such user\n"))
      << order;
  EXPECT_TRUE(has(order, "sent       -\n")) << order;
  EXPECT_TRUE(has(order, "BOLT  Bolt M8  ea     17         0  17 missing\n")) << order;
}

TEST_F(Purchases, SayWhyInWordsAndFigures) {
  propose();
  const std::string why = out_of("po why PO-000001");
  EXPECT_TRUE(has(why, "PO-000001 to ACME for MAIN, proposed\n")) << why;
  EXPECT_TRUE(has(why,
                  "\nBOLT: Bolt M8\n"
                  "  8 on hand + 0 on order = 8, below the threshold of 10; to reach 25 takes "
                  "17.\n"
                  "  ordered        17 ea\n"
                  "  on hand        8\n"
                  "  reserved       0\n"
                  "  backordered    0\n"
                  "  on order       0\n"
                  "  threshold      10\n"
                  "  order up to    25\n"
                  "  smallest order 4\n"
                  "  in packs of    1\n"
                  "  decided        "))
      << why;
  EXPECT_TRUE(has(why, "  because of     entry 2: pick 12 from MAIN to @customer (by hand), "))
      << why;
  EXPECT_TRUE(has(why, "  threshold      100 (default)\n")) << why;
  EXPECT_TRUE(has(why, "  order up to    200 (2 x threshold)\n")) << why;
  const json::Value answer = json_of("po why PO-000001");
  EXPECT_EQ(answer.find("lines")->as_array()->size(), 2U);

  const Output narrow = shelfctl("po why PO-000001", 50);
  std::istringstream lines(narrow.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 50U) << line;

  out_of("po cancel PO-000001");
  out_of("reorder run BOLT");
  EXPECT_TRUE(has(out_of("po why PO-000002"), "because of     found by the sweep\n"));
}

TEST_F(Purchases, SayWhyNot) {
  propose();
  for (const char* line : {"po approve PO-000009", "po why PO-000009", "po cancel PO-000009"}) {
    const Output output = shelfctl(line);
    EXPECT_EQ(output.code, 1) << line;
    EXPECT_EQ(output.err, "shelfctl: There is no purchase order PO-000009.\n");
    EXPECT_EQ(output.out, "");
  }
  const Output early = shelfctl("po receive PO-000001");
  EXPECT_EQ(early.code, 1);
  EXPECT_EQ(early.out, "");
  EXPECT_TRUE(has(early.err, "  po: PO-000001 is proposed: ")) << early.err;
  EXPECT_FALSE(has(early.err, "Correct what is listed")) << early.err;
  out_of("po approve PO-000001");
  const Output strange = shelfctl("po receive PO-000001 GEAR 1 --to NORTH");
  EXPECT_TRUE(has(strange.err, "  sku: GEAR is not in PO-000001\n")) << strange.err;
  EXPECT_TRUE(has(strange.err, "  to: must be in MAIN")) << strange.err;
  EXPECT_EQ(shelfctl("reorder run GEAR").code, 1);
}

TEST_F(Purchases, AndScansThatWaitArePutRight) {
  scan_unknown();
  EXPECT_EQ(out_of("tasks settle 1 --sku BOLT --by JANE"),
            "Task 1 settled: 1 BOLT booked to MAIN as ledger entry 1.\n");
  EXPECT_EQ(out_of("tasks dismiss 2 --why torn~label --by JANE"),
            "Task 2 dismissed: nothing is booked for it.\n");
  const std::string list = out_of("tasks list");
  EXPECT_TRUE(has(list, "settled")) << list;
  EXPECT_TRUE(has(list, "entry 1, by JANE\n")) << list;
  EXPECT_TRUE(has(list, "by JANE: torn label\n")) << list;
  EXPECT_EQ(out_of("exceptions list"), list) << "its other name";
  EXPECT_EQ(out_of("tasks list --open"), "No tasks.\n");
  EXPECT_EQ(json_of("tasks list --open").as_array()->size(), 0U);
  const Output again = shelfctl("tasks settle 1 --sku BOLT");
  EXPECT_EQ(again.code, 1);
  EXPECT_EQ(again.err,
            "shelfctl: The change was refused. Nothing was changed.\n"
            "  id: task 1 is settled already\n")
      << "there is nothing to correct";
  EXPECT_EQ(shelfctl("tasks dismiss 3 --why x").code, 1);
}

TEST_F(Purchases, AndMailsThatWaitAreTriedAgainOrGivenUp) {
  propose();
  out_of("po approve PO-000001");
  deliver(DeliveryState::kFailed, "550 no such user");
  EXPECT_EQ(out_of("outbox retry 1"), "Outbox 1: the mail to o@acme.example is tried again now.\n");
  EXPECT_TRUE(has(out_of("outbox list"), "queued"));
  EXPECT_EQ(out_of("outbox drop 1"),
            "Outbox 1 dropped: the mail to o@acme.example is not sent, unless it was just being "
            "handed over: see the log. `shelfctl po send "
            "PO-000001` makes a new one.\n");
  EXPECT_EQ(out_of("outbox list"), "Everything is delivered.\n");
  out_of("supplier set ACME email=new@acme.example");
  EXPECT_TRUE(has(out_of("po send PO-000001"), "the mail to new@acme.example goes out"));
  EXPECT_EQ(out_of("outbox drop 2 --quiet"), "");
  const Output gone = shelfctl("outbox drop 1");
  EXPECT_EQ(gone.code, 1);
  EXPECT_TRUE(has(gone.err, "There is no row 1 in the outbox")) << gone.err;
}

TEST_F(Purchases, AndMailsAfterARestoreWaitForAnAnswer) {
  propose();
  out_of("po approve PO-000001");
  inside_.apply(TellOfMove{});
  http::Probe probe;
  probe.health = [] { return http::Health{.nothing_leaves = "you are asked: shelfctl restored"}; };
  start(std::move(probe));
  EXPECT_EQ(out_of("reorder run"),
            "Looked at all stock, but no goods are ordered until you name the last numbers that "
            "were given out: shelfctl restored --last-invoice N --last-po M.\n");
  const std::string list = out_of("outbox list");
  EXPECT_TRUE(list.ends_with("\nNothing leaves now: you are asked: shelfctl restored.\n")) << list;
  EXPECT_FALSE(has(out_of("outbox list --quiet"), "Nothing leaves"));
  EXPECT_FALSE(has(out_of("outbox archive"), "Nothing leaves"));
  for (const char* line : {"outbox retry 1", "tasks dismiss 1 --why seen"}) {
    const Output refused = shelfctl(line);
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(has(refused.err, "shelfctl restored --last-invoice N --last-po M")) << refused.err;
  }
  out_of("restored --last-invoice 0 --last-po 3");
  EXPECT_TRUE(out_of("po why PO-000003").starts_with("PO-000003 is unknown: "));
  EXPECT_EQ(out_of("outbox drop 1"),
            "Outbox 1 dropped: the mail to o@acme.example was sent, or nobody wants it. It is not "
            "sent again.\n");
}

/// The answer of a gateway whose courier was quicker than the answer: no mail waits any more.
TEST(PurchaseSending, TellsASecondMailThatIsOutAlreadyFromTheFirst) {
  const support::TempFolder temp;
  const std::string socket = (temp.path() / "api.sock").string();
  RecordingServer server(socket);
  const auto told = [&](const std::string& order) {
    server.answer_with(R"({"order":)" + order + "}");
    const Parsed parsed = parse({"shelfctl", "--socket", socket, "po", "send", "PO-000001"});
    if (!parsed.invocation) return parsed.text;
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal{.out = out, .err = err};
    EXPECT_EQ(run(*parsed.invocation, terminal), 0) << err.str();
    return out.str();
  };
  EXPECT_EQ(told(R"({"mail":null,"mails":2})"), "PO-000001 was sent once more.\n");
  EXPECT_EQ(told(R"({"mail":null,"mails":1})"), "PO-000001 is on its way already.\n");
  EXPECT_EQ(told(R"({"mail":null,"mails":0,"post":{"id":1}})"),
            "PO-000001 is on its way already.\n")
      << "it goes to the upstream server";
}

}  // namespace
}  // namespace gateway::cli
