// SPDX-License-Identifier: MIT
// Promise: scans mean what a person with a scanner in hand expects, and a scan
// that cannot become a movement is answered with what to do instead.
// Method: sequences of barcodes as they are printed, and the movements they make.
#include "scanner/scan_flow.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "scanner/framer.h"

namespace scanner_test {
namespace {

using scanner::ScanFeedback;
using scanner::ScanFlow;
using wire::Op;

constexpr const char* kItem = "05901234123457";

class ScanFlowTest : public testing::Test {
 protected:
  /// Scans one barcode; a movement it makes is stored.
  ScanFeedback scan(std::string_view barcode) {
    const ScanFlow::Step step = flow_.scan(barcode);
    if (step.movement) {
      made_ = *step.movement;
      flow_.stored(made_, ++last_);
    }
    return step.feedback;
  }
  void scan_all(std::initializer_list<const char*> barcodes) {
    for (const char* barcode : barcodes) ASSERT_FALSE(is_complaint(scan(barcode))) << barcode;
  }
  void expect_nothing_made(std::string_view barcode, ScanFeedback feedback) {
    const wire::Sequence before = last_;
    EXPECT_EQ(scan(barcode), feedback) << barcode;
    EXPECT_EQ(last_, before) << barcode;
  }

  ScanFlow flow_;
  wire::Movement made_;
  wire::Sequence last_ = 0;
};

TEST_F(ScanFlowTest, MakesAMovementOfModeLocationAndItem) {
  scan_all({"SW:PICK", "SW:LOC:MAIN/A-01"});
  EXPECT_EQ(scan(kItem), ScanFeedback::kStored);
  EXPECT_EQ(made_.op, Op::kPick);
  EXPECT_EQ(made_.code.view(), kItem);
  EXPECT_EQ(made_.from.view(), "MAIN/A-01");
  EXPECT_TRUE(made_.to.empty());
  EXPECT_EQ(made_.qty, 1);
}

TEST_F(ScanFlowTest, PutsTheLocationOnTheSideThatTheModeNeeds) {
  scan("SW:LOC:MAIN");
  for (const auto& [mode, takes_away] : {std::pair{"SW:RECEIVE", false},
                                         {"SW:RETURN", false},
                                         {"SW:PICK", true},
                                         {"SW:SCRAP", true}}) {
    scan(mode);
    ASSERT_EQ(scan(kItem), ScanFeedback::kStored) << mode;
    EXPECT_EQ(made_.from.empty(), !takes_away) << mode;
    EXPECT_EQ(made_.to.empty(), takes_away) << mode;
  }
}

TEST_F(ScanFlowTest, KeepsModeLocationOperatorAndOrderUntilChanged) {
  scan_all({"SW:BY:anna", "SW:REF:1007", "SW:PICK", "SW:LOC:MAIN/A-01", kItem, kItem});
  EXPECT_EQ(last_, 2U);
  EXPECT_EQ(made_.by.view(), "anna");
  EXPECT_EQ(made_.ref.view(), "1007");
  scan_all({"SW:LOC:MAIN/A-02", kItem});
  EXPECT_EQ(made_.op, Op::kPick);
  EXPECT_EQ(made_.from.view(), "MAIN/A-02");
  scan_all({"SW:RETURN", kItem});
  EXPECT_EQ(made_.to.view(), "MAIN/A-02");
}

TEST_F(ScanFlowTest, AppliesAQuantityToTheNextItemOnly) {
  scan_all({"SW:RECEIVE", "SW:QTY:12", "SW:LOC:MAIN", kItem});
  EXPECT_EQ(made_.qty, 12) << "a location in between does not use it up";
  scan(kItem);
  EXPECT_EQ(made_.qty, 1);
}

TEST_F(ScanFlowTest, AsksForTheQuantityOfACount) {
  scan_all({"SW:COUNT", "SW:LOC:MAIN"});
  expect_nothing_made(kItem, ScanFeedback::kNoQuantity);
  scan("SW:QTY:0");
  EXPECT_EQ(scan(kItem), ScanFeedback::kStored);
  EXPECT_EQ(made_.op, Op::kCount);
  EXPECT_EQ(made_.qty, 0);
  EXPECT_EQ(made_.to.view(), "MAIN");
  expect_nothing_made(kItem, ScanFeedback::kNoQuantity);
}

TEST_F(ScanFlowTest, TakesZeroForCountingOnly) {
  scan_all({"SW:PICK", "SW:LOC:MAIN"});
  expect_nothing_made("SW:QTY:0", ScanFeedback::kZeroOnlyCounts);
  scan_all({"SW:QTY:2", kItem});
  EXPECT_EQ(made_.qty, 2);
}

TEST_F(ScanFlowTest, AZeroThatWasRefusedEmptiesNoBinAtTheNextCount) {
  scan_all({"SW:COUNT", "SW:LOC:MAIN", "SW:QTY:0", "SW:PICK"});
  expect_nothing_made(kItem, ScanFeedback::kZeroOnlyCounts);
  scan("SW:COUNT");
  expect_nothing_made(kItem, ScanFeedback::kNoQuantity);
}

TEST_F(ScanFlowTest, SaysWhatIsMissing) {
  expect_nothing_made(kItem, ScanFeedback::kNoMode);
  scan("SW:PICK");
  expect_nothing_made(kItem, ScanFeedback::kNoLocation);
  scan("SW:LOC:MAIN");
  EXPECT_EQ(scan(kItem), ScanFeedback::kStored);
}

TEST_F(ScanFlowTest, MovesFromTheLocationToTheOneScannedAfterTheItem) {
  scan_all({"SW:MOVE", "SW:LOC:MAIN/A-01", "SW:QTY:3"});
  EXPECT_EQ(scan(kItem), ScanFeedback::kScanTarget);
  EXPECT_EQ(last_, 0U) << "nothing is stored before the target is known";
  EXPECT_EQ(scan("SW:LOC:MAIN/B-01"), ScanFeedback::kStored);
  EXPECT_EQ(made_.op, Op::kMove);
  EXPECT_EQ(made_.from.view(), "MAIN/A-01");
  EXPECT_EQ(made_.to.view(), "MAIN/B-01");
  EXPECT_EQ(made_.qty, 3);
  scan_all({kItem, "SW:LOC:MAIN/B-02"});
  EXPECT_EQ(made_.from.view(), "MAIN/A-01") << "the source stays";
  EXPECT_EQ(made_.to.view(), "MAIN/B-02");
  EXPECT_EQ(made_.qty, 1);
}

TEST_F(ScanFlowTest, HoldsOneItemOfAMoveInHand) {
  scan_all({"SW:MOVE", "SW:LOC:MAIN/A-01", kItem});
  expect_nothing_made("another", ScanFeedback::kTargetFirst);
  expect_nothing_made("SW:LOC:MAIN/A-01", ScanFeedback::kSameLocation);
  EXPECT_EQ(scan("SW:QTY:5"), ScanFeedback::kScanTarget) << "corrects the item in hand";
  expect_nothing_made("SW:QTY:0", ScanFeedback::kZeroOnlyCounts);
  EXPECT_EQ(scan("SW:LOC:MAIN/B-01"), ScanFeedback::kStored);
  EXPECT_EQ(made_.code.view(), kItem);
  EXPECT_EQ(made_.qty, 5);
  scan(kItem);
  EXPECT_EQ(made_.qty, 5);
  EXPECT_EQ(scan("SW:LOC:MAIN/B-01"), ScanFeedback::kStored);
  EXPECT_EQ(made_.qty, 1) << "the correction is used up";
}

TEST_F(ScanFlowTest, LetsGoOfTheItemInHandWithoutStoringIt) {
  for (const char* way_out : {"SW:UNDO", "SW:PICK", "SW:DONE"}) {
    scan_all({"SW:MOVE", "SW:LOC:MAIN/A-01", kItem});
    expect_nothing_made(way_out, ScanFeedback::kPutBack);
    EXPECT_TRUE(flow_.in_hand().empty()) << way_out;
  }
}

TEST_F(ScanFlowTest, TakesBackTheNewestMovementThatStands) {
  scan_all({"SW:PICK", "SW:LOC:MAIN", "SW:BY:anna", kItem, kItem, kItem});
  EXPECT_EQ(scan("SW:UNDO"), ScanFeedback::kUndone);
  EXPECT_EQ(made_.op, Op::kUndo);
  EXPECT_EQ(made_.undoes, 3U);
  EXPECT_EQ(made_.by.view(), "anna");
  EXPECT_TRUE(made_.code.empty());
  scan("SW:UNDO");
  EXPECT_EQ(made_.undoes, 2U);
  scan_all({kItem, "SW:UNDO"});
  EXPECT_EQ(made_.undoes, 6U) << "the newer one first";
  scan("SW:UNDO");
  EXPECT_EQ(made_.undoes, 1U);
  expect_nothing_made("SW:UNDO", ScanFeedback::kNothingToUndo);
}

TEST_F(ScanFlowTest, RemembersSoManyMovementsToTakeBack) {
  scan_all({"SW:PICK", "SW:LOC:MAIN"});
  for (std::size_t i = 0; i < ScanFlow::kUndoMax + 5; ++i) scan(kItem);
  for (std::size_t i = 0; i < ScanFlow::kUndoMax; ++i)
    EXPECT_EQ(scan("SW:UNDO"), ScanFeedback::kUndone);
  EXPECT_EQ(made_.undoes, 6U);
  expect_nothing_made("SW:UNDO", ScanFeedback::kNothingToUndo);
}

TEST_F(ScanFlowTest, EndsAJobButKeepsItsOperator) {
  scan_all({"SW:BY:anna", "SW:REF:1007", "SW:PICK", "SW:LOC:MAIN", "SW:QTY:9", "SW:DONE"});
  expect_nothing_made(kItem, ScanFeedback::kNoMode);
  scan("SW:RECEIVE");
  expect_nothing_made(kItem, ScanFeedback::kNoLocation);
  scan_all({"SW:LOC:MAIN", kItem});
  EXPECT_EQ(made_.qty, 1);
  EXPECT_EQ(made_.by.view(), "anna");
  EXPECT_TRUE(made_.ref.empty());
}

TEST_F(ScanFlowTest, RefusesCommandsThatAreWrong) {
  for (const char* bad : {"SW:", "SW:FLY", "SW:pick", "SW:QTY", "SW:LOC", "SW:COLOUR:red"}) {
    expect_nothing_made(bad, ScanFeedback::kUnknownCommand);
  }
  for (const char* bad : {"SW:QTY:", "SW:QTY:-1", "SW:QTY:1.5", "SW:QTY:1000001", "SW:QTY:1e3",
                          "SW:QTY:00000001", "SW:QTY: 1"}) {
    expect_nothing_made(bad, ScanFeedback::kBadQuantity);
  }
  for (const char* bad :
       {"SW:LOC:", "SW:LOC:@supplier", "SW:LOC:MAIN/", "SW:LOC:a b", "SW:LOC:a/b/c/d/e"}) {
    expect_nothing_made(bad, ScanFeedback::kBadLocation);
  }
  for (const char* bad : {"SW:BY:", "SW:REF:", "SW:BY:a/b", "SW:REF:#"}) {
    expect_nothing_made(bad, ScanFeedback::kBadName);
  }
}

TEST_F(ScanFlowTest, KeepsTheRawCodeByteForByte) {
  scan_all({"SW:RECEIVE", "SW:LOC:MAIN"});
  const std::string gs1 =
      "]C10109501101530003172612310ABC\x1d"
      "123";
  scan(gs1);
  EXPECT_EQ(made_.code.view(), gs1);
  const std::string bytes("a\0\xE9\xff", 4);
  scan(bytes);
  EXPECT_EQ(made_.code.view(), bytes);
}

TEST_F(ScanFlowTest, AcceptsAnAimIdentifierBeforeACommand) {
  EXPECT_EQ(scan("]C0SW:PICK"), ScanFeedback::kModeSet);
  EXPECT_EQ(flow_.mode(), Op::kPick);
  EXPECT_EQ(scan("]"), ScanFeedback::kNoLocation) << "an item, if a strange one";
}

TEST_F(ScanFlowTest, RefusesACodeThatIsTooLongAndIgnoresAnEmptyOne) {
  scan_all({"SW:PICK", "SW:LOC:MAIN"});
  EXPECT_EQ(scan(std::string(wire::kCodeBytesMax, '7')), ScanFeedback::kStored);
  expect_nothing_made(std::string(wire::kCodeBytesMax + 1, '7'), ScanFeedback::kTooLong);
  expect_nothing_made("", ScanFeedback::kNothing);
}

TEST_F(ScanFlowTest, CanRepeatAScanThatCouldNotBeStored) {
  scan_all({"SW:PICK", "SW:LOC:MAIN", "SW:QTY:4"});
  ASSERT_TRUE(flow_.scan(kItem).movement);  // stored() does not follow
  EXPECT_EQ(scan(kItem), ScanFeedback::kStored);
  EXPECT_EQ(made_.qty, 4);
  scan_all({"SW:MOVE", kItem});
  ASSERT_TRUE(flow_.scan("SW:LOC:B").movement);
  EXPECT_EQ(scan("SW:LOC:B"), ScanFeedback::kStored);
  ASSERT_TRUE(flow_.scan("SW:UNDO").movement);
  EXPECT_EQ(scan("SW:UNDO"), ScanFeedback::kUndone);
  EXPECT_EQ(made_.undoes, 2U);
}

TEST(ScanFeedback, HasWordsForEveryAnswer) {
  for (int i = 1; i < 64; ++i) {
    const auto feedback = static_cast<ScanFeedback>(i);
    const bool exists =
        i <= static_cast<int>(ScanFeedback::kPutBack) ||
        (is_complaint(feedback) && i <= static_cast<int>(ScanFeedback::kJournalUnclear));
    EXPECT_EQ(*to_string(feedback) != '\0', exists) << i;
  }
}

TEST(Framer, CutsWhatTheEngineSendsIntoCodes) {
  scanner::Framer framer;
  std::vector<std::string> codes;
  const std::string too_long(150, 'x');
  for (const char byte : "one\r\n\n\rtwo\n" + too_long + "\nthree") {
    if (const auto code = framer.push(byte)) codes.emplace_back(*code);
  }
  if (const auto code = framer.finish()) codes.emplace_back(*code);
  EXPECT_EQ(codes, (std::vector<std::string>{"one", "two",
                                             std::string(wire::kCodeBytesMax + 1, 'x'), "three"}));
}

}  // namespace
}  // namespace scanner_test
