// SPDX-License-Identifier: MIT
// Promise: a plain supply message is booked once for each message_id among the
// newest 65 536 of its topic, and becomes a task when it cannot be booked.

#include "gateway/limits.h"
#include "rows/rows.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::PlainSupply;
using gateway::Verdict;
using wire::Refusal;

class Plain : public DomainTest {
 protected:
  Plain() { warehouse.set_item("PROD001", {{"barcodes", "5901234123457*6"}}); }

  gateway::Outcome send(std::string product, std::string where, std::int64_t quantity,
                        std::string id = {}, std::string topic = "inventory_updates") {
    return warehouse.apply(PlainSupply{std::move(topic), std::move(product), std::move(where),
                                       quantity, std::move(id)});
  }
  wire::Quantity stock() { return warehouse.on_hand("PROD001", "Main_Warehouse"); }
};

TEST_F(Plain, PositiveReceivesAndNegativeIssues) {
  EXPECT_EQ(send("PROD001", "Main_Warehouse", 100).verdict, Verdict::kDone);
  EXPECT_EQ(send("PROD001", "Main_Warehouse", -30).ledger_seq, 2U);
  EXPECT_EQ(stock(), 70);
  EXPECT_EQ(warehouse.entry(1).op, wire::Op::kReceive);
  EXPECT_EQ(warehouse.entry(2).op, wire::Op::kPick);
  EXPECT_EQ(warehouse.entry(2).origin, (gateway::Origin{"@plain", 0, 0}));
}

TEST_F(Plain, AProductIsASkuElseABarcode) {
  send("5901234123457", "Main_Warehouse", 2);
  EXPECT_EQ(stock(), 12);
  // An item of that very name goes before the barcode.
  warehouse.set_item("5901234123457");
  send("5901234123457", "Main_Warehouse", 2);
  EXPECT_EQ(stock(), 12);
  EXPECT_EQ(warehouse.on_hand("5901234123457", "Main_Warehouse"), 2);
}

TEST_F(Plain, WhatCannotBeBookedWaitsForAPerson) {
  struct Case {
    const char* product;
    const char* where;
    std::int64_t quantity;
    Refusal why;
  };
  const std::string long_text(200, 'x');
  const Case cases[] = {
      {"NOPE", "Main_Warehouse", 1, Refusal::kUnknownSku},
      {"", "Main_Warehouse", 1, Refusal::kUnknownSku},
      {long_text.c_str(), "Main_Warehouse", 1, Refusal::kUnknownSku},
      {"5901234123450", "Main_Warehouse", 1, Refusal::kBadCode},
      {"PROD001", "Main Warehouse", 1, Refusal::kUnknownLocation},
      {"PROD001", "@scrap", 1, Refusal::kUnknownLocation},
      {"PROD001", long_text.c_str(), 1, Refusal::kUnknownLocation},
      {"PROD001", "Main_Warehouse", 0, Refusal::kBadQuantity},
      {"PROD001", "Main_Warehouse", wire::kQuantityMax + 1, Refusal::kBadQuantity},
      {"PROD001", "Main_Warehouse", INT64_MIN, Refusal::kBadQuantity},
      {"PROD001", "Main_Warehouse", INT64_MAX, Refusal::kBadQuantity},
  };
  std::uint64_t id = 0;
  for (const auto& [product, where, quantity, why] : cases) {
    SCOPED_TRACE(testing::Message() << product << ' ' << where << ' ' << quantity);
    const auto outcome = send(product, where, quantity);
    EXPECT_EQ(outcome.verdict, Verdict::kTask);
    EXPECT_EQ(outcome.refused, why);
    EXPECT_EQ(outcome.task_id, ++id);
  }
  EXPECT_EQ(warehouse.ledger_length(), 0U);
  EXPECT_EQ(warehouse.tasks().at(0).detail,
            "product_code NOPE, warehouse_name Main_Warehouse, quantity 1");
  EXPECT_EQ(warehouse.tasks().at(0).origin.source, "@plain");
}

TEST_F(Plain, ARepeatedIdChangesNothingAndGetsTheFirstAnswer) {
  EXPECT_EQ(send("PROD001", "Main_Warehouse", 5, "id-1").verdict, Verdict::kDone);
  EXPECT_EQ(send("NOPE", "Main_Warehouse", 5, "id-2").verdict, Verdict::kTask);
  warehouse.restart();
  warehouse.now.wall_ms += 1000;
  const auto before = dump(warehouse.store);
  auto outcome = send("PROD001", "Main_Warehouse", 5, "id-1");
  EXPECT_EQ(outcome.verdict, Verdict::kRepeated);
  EXPECT_EQ(outcome.ledger_seq, 1U);
  outcome = send("NOPE", "Main_Warehouse", 5, "id-2");
  EXPECT_EQ(outcome.verdict, Verdict::kRepeated);
  EXPECT_EQ(outcome.task_id, 1U);
  EXPECT_EQ(dump(warehouse.store), before);
}

TEST_F(Plain, ARepeatWithinOneBatchIsARepeatToo) {
  const PlainSupply message{"inventory_updates", "PROD001", "Main_Warehouse", 5, "id-1"};
  const auto effects = warehouse.apply({message, message});
  EXPECT_EQ(effects.outcomes.at(1).verdict, Verdict::kRepeated);
  EXPECT_EQ(stock(), 5);
}

TEST_F(Plain, WithoutAnIdEveryMessageCounts) {
  send("PROD001", "Main_Warehouse", 5);
  send("PROD001", "Main_Warehouse", 5);
  EXPECT_EQ(stock(), 10);
}

TEST_F(Plain, TheSameIdWithOtherContentIsAnExceptionAndTheFirstStays) {
  send("PROD001", "Main_Warehouse", 5, "id-1");
  for (const auto& [product, where, quantity] :
       {std::tuple{"PROD001", "Main_Warehouse", 6}, std::tuple{"PROD001", "Other", 5},
        std::tuple{"PROD00", "1Main_Warehouse", 5}}) {
    const auto outcome = send(product, where, quantity, "id-1");
    EXPECT_EQ(outcome.verdict, Verdict::kTask);
    EXPECT_EQ(outcome.refused, Refusal::kKeyReused);
  }
  EXPECT_EQ(stock(), 5);
  EXPECT_EQ(warehouse.tasks().size(), 3U);
  EXPECT_EQ(send("PROD001", "Main_Warehouse", 5, "id-1").verdict, Verdict::kRepeated);
}

TEST_F(Plain, TopicsHaveIdsOfTheirOwn) {
  send("PROD001", "Main_Warehouse", 5, "id-1");
  send("PROD001", "Main_Warehouse", 5, "id-1", "other/topic");
  EXPECT_EQ(stock(), 10);
}

TEST_F(Plain, TheLongestTopicAndIdFitTheStore) {
  const std::string topic(gateway::kSourceBytesMax, 't');
  const std::string id(gateway::kMessageIdBytesMax, 'i');
  send("PROD001", "Main_Warehouse", 5, id, topic);
  EXPECT_EQ(send("PROD001", "Main_Warehouse", 5, id, topic).verdict, Verdict::kRepeated);
}

// Counting to 65 536 takes seconds, so the count is set as if most of them had come.
TEST(PlainIds, TheOldestIsForgottenWhenTheNewest65536AreKept) {
  Warehouse warehouse;
  warehouse.set_item("PROD001");
  const auto send = [&](std::string id) {
    return warehouse.apply(PlainSupply{"t", "PROD001", "Main_Warehouse", 1, std::move(id)});
  };
  send("first");
  send("second");
  gateway::put_row(warehouse.store, gateway::Table::kMeta, gateway::seen_range_key("t"),
                   gateway::SeenRange{.oldest = 1, .next = 65'536});  // 65 535 are kept

  EXPECT_EQ(send("number 65 536").verdict, Verdict::kDone);
  EXPECT_EQ(send("first").verdict, Verdict::kRepeated) << "none is forgotten yet";
  EXPECT_EQ(send("number 65 537").verdict, Verdict::kDone);
  EXPECT_EQ(send("second").verdict, Verdict::kRepeated);
  EXPECT_EQ(send("first").verdict, Verdict::kDone) << "forgotten, so it counts again";
  EXPECT_EQ(send("second").verdict, Verdict::kDone) << "made room for the first";
  EXPECT_EQ(send("number 65 536").verdict, Verdict::kRepeated);
  EXPECT_EQ(send("first").verdict, Verdict::kRepeated);
}

}  // namespace
}  // namespace domain_test
