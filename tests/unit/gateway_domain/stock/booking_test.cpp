// SPDX-License-Identifier: MIT
// Promise: a movement takes its quantity from one location to another, both in
// the ledger and in the bins, or nothing at all is written.
// How: each operation through the manual door (the strictest about nothing), and
// the refusals through a scanner's batch, where they become tasks.

#include "gateway/limits.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::Verdict;
using wire::Op;
using wire::Refusal;

class Booking : public DomainTest {
 protected:
  Booking() { warehouse.set_item("BOLT", {{"barcodes", "5901234123457 95012346*12"}}); }

  /// Why a scanner's movement is refused; none: it was booked.
  std::optional<Refusal> refusal_of(const wire::Movement& movement) {
    const auto refused_before = warehouse.tasks().size();
    warehouse.scan(scanner, movement);
    const auto& ack = warehouse.last().acks.at(0).ack;
    if (warehouse.tasks().size() == refused_before) return std::nullopt;
    return ack.refused.at(ack.refused_count - 1U).why;
  }

  Scanner scanner{"S1"};
};

TEST_F(Booking, TakesEachOperationAlongItsRoute) {
  struct Case {
    wire::Movement movement;
    std::string_view from;
    std::string_view to;
  };
  const Case cases[] = {
      {receive("BOLT", "MAIN/A", 50), "@supplier", "MAIN/A"},
      {move("BOLT", "MAIN/A", "MAIN/B", 20), "MAIN/A", "MAIN/B"},
      {pick("BOLT", "MAIN/A", 3), "MAIN/A", "@customer"},
      {give_back("BOLT", "MAIN/B", 1), "@customer", "MAIN/B"},
      {scrap("BOLT", "MAIN/B", 2), "MAIN/B", "@scrap"},
  };
  for (const auto& [movement, from, to] : cases) {
    const auto outcome = warehouse.book(movement);
    ASSERT_EQ(outcome.verdict, Verdict::kDone);
    const auto entry = warehouse.entry(outcome.ledger_seq);
    EXPECT_EQ(entry.op, movement.op);
    EXPECT_EQ(entry.from.view(), from);
    EXPECT_EQ(entry.to.view(), to);
    EXPECT_EQ(entry.qty, movement.qty);
    EXPECT_EQ(entry.origin.source, "@manual");
  }
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 50 - 20 - 3);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/B"), 20 + 1 - 2);
  EXPECT_EQ(warehouse.on_hand("BOLT", "@supplier"), -50);
  EXPECT_EQ(warehouse.on_hand("BOLT", "@customer"), 2);
  EXPECT_EQ(warehouse.on_hand("BOLT", "@scrap"), 2);
}

TEST_F(Booking, ShowsEachTouchedRealBinOnceWithItsFinalValue) {
  const auto effects = warehouse.apply(std::vector<gateway::Command>{
      gateway::ManualMovement{receive("BOLT", "MAIN/A", 5), {}},
      gateway::ManualMovement{move("BOLT", "MAIN/A", "MAIN/B", 5), {}},
      gateway::ManualMovement{pick("BOLT", "MAIN/B", 1), {}},
  });
  ASSERT_EQ(effects.bins.size(), 2U);
  EXPECT_EQ(effects.bins[0].location.view(), "MAIN/A");
  EXPECT_EQ(effects.bins[0].on_hand, 0);
  EXPECT_EQ(effects.bins[0].seq, 2U);
  EXPECT_EQ(effects.bins[1].location.view(), "MAIN/B");
  EXPECT_EQ(effects.bins[1].on_hand, 4);
  EXPECT_EQ(effects.bins[1].seq, 3U);
  EXPECT_EQ(effects.seq, 3U);
}

TEST_F(Booking, CountsInWhatWasScanned) {
  warehouse.scan(scanner, by_code(receive("", "MAIN/A", 2), "95012346"));  // two cases of 12
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 24);
  warehouse.scan(scanner, by_code(pick("", "MAIN/A", 1), "5901234123457"));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 23);
  warehouse.scan(scanner, by_code(count("", "MAIN/A", 3), "95012346"));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 36);
  EXPECT_EQ(warehouse.entry(1).code, "95012346");
}

TEST_F(Booking, ACountBooksTheDifferenceAgainstAdjust) {
  warehouse.book(receive("BOLT", "MAIN/A", 10));

  const auto found_less = warehouse.entry(warehouse.book(count("BOLT", "MAIN/A", 7)).ledger_seq);
  EXPECT_EQ(found_less.from.view(), "MAIN/A");
  EXPECT_EQ(found_less.to.view(), "@adjust");
  EXPECT_EQ(found_less.qty, 3);

  const auto found_more = warehouse.entry(warehouse.book(count("BOLT", "MAIN/A", 9)).ledger_seq);
  EXPECT_EQ(found_more.from.view(), "@adjust");
  EXPECT_EQ(found_more.to.view(), "MAIN/A");
  EXPECT_EQ(found_more.qty, 2);

  const auto same = warehouse.entry(warehouse.book(count("BOLT", "MAIN/A", 9)).ledger_seq);
  EXPECT_EQ(same.qty, 0) << "a count that agrees is a fact as well";
  EXPECT_EQ(same.to.view(), "MAIN/A");

  const auto empty = warehouse.entry(warehouse.book(count("BOLT", "MAIN/A", 0)).ledger_seq);
  EXPECT_EQ(empty.qty, 9);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
}

TEST_F(Booking, ACountSetsANegativeBinRight) {
  warehouse.book(pick("BOLT", "MAIN/A", 4));
  const auto entry = warehouse.entry(warehouse.book(count("BOLT", "MAIN/A", 6)).ledger_seq);
  EXPECT_EQ(entry.qty, 10);
  EXPECT_EQ(entry.to.view(), "MAIN/A");
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 6);
}

TEST_F(Booking, ACountMayNameItsBinAsFrom) {
  EXPECT_EQ(refusal_of(stated(Op::kCount, "BOLT", "MAIN/A", "", 5)), std::nullopt);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 5);
}

TEST_F(Booking, RefusesQuantitiesOutsideTheRange) {
  EXPECT_EQ(refusal_of(receive("BOLT", "MAIN/A", 0)), Refusal::kBadQuantity);
  EXPECT_EQ(refusal_of(receive("BOLT", "MAIN/A", -1)), Refusal::kBadQuantity);
  EXPECT_EQ(refusal_of(receive("BOLT", "MAIN/A", wire::kQuantityMax + 1)), Refusal::kBadQuantity);
  EXPECT_EQ(refusal_of(count("BOLT", "MAIN/A", -1)), Refusal::kBadQuantity);
  EXPECT_EQ(refusal_of(receive("BOLT", "MAIN/A", wire::kQuantityMax)), std::nullopt);
  EXPECT_EQ(warehouse.ledger_length(), 1U);
}

TEST_F(Booking, RefusesLocationsThatAreNoneOrTheBooksOwn) {
  for (const auto* bad : {"", "@supplier", "@customer", "@scrap", "@adjust", "@unknown", "@else",
                          "MAIN/", "/MAIN", "MAIN//A", "MAIN/A B", "A/B/C/D/E", "MAIN/@A"}) {
    SCOPED_TRACE(bad);
    EXPECT_EQ(refusal_of(receive("BOLT", bad, 1)), Refusal::kUnknownLocation);
    EXPECT_EQ(refusal_of(pick("BOLT", bad, 1)), Refusal::kUnknownLocation);
    EXPECT_EQ(refusal_of(move("BOLT", "MAIN", bad, 1)), Refusal::kUnknownLocation);
    EXPECT_EQ(refusal_of(count("BOLT", bad, 1)), Refusal::kUnknownLocation);
  }
  EXPECT_EQ(warehouse.ledger_length(), 0U);
}

TEST_F(Booking, RefusesALocationThatTheOperationWouldIgnore) {
  EXPECT_EQ(refusal_of(stated(Op::kReceive, "BOLT", "@customer", "MAIN", 1)),
            Refusal::kUnknownLocation);
  EXPECT_EQ(refusal_of(stated(Op::kPick, "BOLT", "MAIN", "@scrap", 1)), Refusal::kUnknownLocation);
  EXPECT_EQ(refusal_of(stated(Op::kReceive, "BOLT", "MAIN//", "MAIN", 1)),
            Refusal::kUnknownLocation);
}

TEST_F(Booking, RefusesAMoveToWhereItComesFrom) {
  EXPECT_EQ(refusal_of(move("BOLT", "MAIN/A", "MAIN/A", 1)), Refusal::kUnknownLocation);
}

TEST_F(Booking, APersonMayNameTheFiveVirtualLocationsAndNoOther) {
  EXPECT_EQ(warehouse.book(move("BOLT", "@adjust", "MAIN/A", 5)).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.book(move("BOLT", "MAIN/A", "@unknown", 2)).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.book(move("BOLT", "@supplier", "@customer", 2)).verdict, Verdict::kDone);
  const auto outcome = warehouse.book(move("BOLT", "MAIN/A", "@cusomer", 1));
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_EQ(outcome.refused, Refusal::kUnknownLocation);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 3);
}

TEST_F(Booking, RefusesUnknownItemsAndCodes) {
  EXPECT_EQ(refusal_of(receive("NUT", "MAIN", 1)), Refusal::kUnknownSku);
  EXPECT_EQ(refusal_of(receive("no name", "MAIN", 1)), Refusal::kUnknownSku);
  EXPECT_EQ(refusal_of(receive("", "MAIN", 1)), Refusal::kUnknownCode) << "neither SKU nor code";
  EXPECT_EQ(refusal_of(by_code(receive("", "MAIN", 1), "4006381333931")), Refusal::kUnknownCode);
  EXPECT_EQ(refusal_of(by_code(receive("", "MAIN", 1), "5901234123450")), Refusal::kBadCode);
  EXPECT_EQ(warehouse.ledger_length(), 0U);
  EXPECT_EQ(warehouse.tasks().size(), 5U);
}

TEST_F(Booking, RefusesWhatWouldLeaveTheRangeOfTheBooks) {
  warehouse.set_item("SALT", {{"barcodes", "SACK*100000"}});
  const auto sacks = by_code(receive("", "MAIN/A", wire::kQuantityMax), "SACK");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(refusal_of(sacks), std::nullopt);
  EXPECT_EQ(warehouse.on_hand("SALT", "MAIN/A"), gateway::kStockMax);
  EXPECT_EQ(refusal_of(receive("SALT", "MAIN/A", 1)), Refusal::kBadQuantity);
  EXPECT_EQ(refusal_of(receive("SALT", "MAIN/B", 1)), Refusal::kBadQuantity) << "@supplier is full";
  EXPECT_EQ(refusal_of(move("SALT", "MAIN/A", "MAIN/B", 1)), std::nullopt);
  EXPECT_EQ(warehouse.on_hand("SALT", "MAIN/A"), gateway::kStockMax - 1);
}

TEST_F(Booking, KeepsWhatTheScannerSaidAboutTheGoods) {
  auto stated_goods = receive("BOLT", "MAIN/A", 1);
  stated_goods.lot = text<wire::Lot>("L-7");
  stated_goods.serial = text<wire::Serial>("SN1");
  stated_goods.expiry_yyyymmdd = 20261231;
  stated_goods.ref = text<wire::Reference>("DN-1");
  stated_goods.by = text<wire::Operator>("JANE");
  warehouse.scan(scanner, stated_goods);
  const auto entry = warehouse.entry(1);
  EXPECT_EQ(entry.lot.view(), "L-7");
  EXPECT_EQ(entry.serial.view(), "SN1");
  EXPECT_EQ(entry.expiry_yyyymmdd, 20261231U);
  EXPECT_EQ(entry.ref.view(), "DN-1");
  EXPECT_EQ(entry.by.view(), "JANE");
  EXPECT_EQ(entry.origin, (gateway::Origin{"S1", 0x9f3c01aa, 1}));
}

}  // namespace
}  // namespace domain_test
