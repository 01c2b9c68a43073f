// SPDX-License-Identifier: MIT
// Promise: scans that a person brings in a file are booked once, and a file takes nothing for lost.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::ImportScans;
using gateway::Verdict;

class ImportRules : public DomainTest {
 protected:
  ImportRules() {
    warehouse.set_item("BOLT");
    for (int i = 0; i < 6; ++i) scanner.add(receive("BOLT", "MAIN/A", 1));
  }
  wire::Quantity stock() { return warehouse.on_hand("BOLT", "MAIN/A"); }
  gateway::Outcome import(wire::Sequence first, wire::Sequence last) {
    return warehouse.apply(ImportScans{scanner.batch(first, last)});
  }

  Scanner scanner{"S1"};
};

TEST_F(ImportRules, WhatContinuesIsBookedOnceWhicheverWayItComes) {
  warehouse.apply(scanner.batch(1, 2));
  EXPECT_EQ(import(1, 4).changed, 2U);
  EXPECT_EQ(import(1, 4).changed, 0U) << "again";
  EXPECT_EQ(warehouse.last().acks.at(0).ack.acked, 4U) << "the scanner is told";
  warehouse.apply(scanner.batch(1, 6));
  EXPECT_EQ(stock(), 6);
  EXPECT_TRUE(warehouse.tasks().empty());
}

TEST_F(ImportRules, AtAHoleItStopsAndNamesTheRange) {
  warehouse.apply(scanner.batch(1, 2));
  scanner.oldest = 5;
  const auto outcome = import(5, 6);
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_NE(reasons_of(outcome).find("movements 3 to 4 are missing"), std::string::npos)
      << reasons_of(outcome);
  EXPECT_EQ(stock(), 2);
  EXPECT_TRUE(warehouse.incidents().empty());
}

/// The gateway gives 3 and 4 up, because the scanner no longer has them.
class ImportOfWhatWasGivenUp : public ImportRules {
 protected:
  ImportOfWhatWasGivenUp() {
    warehouse.apply(scanner.batch(1, 2));
    scanner.oldest = 5;
    warehouse.apply(scanner.batch(5, 6));
    scanner.oldest = 1;
    EXPECT_EQ(warehouse.incidents().size(), 1U);
    EXPECT_EQ(stock(), 4);
  }
};

TEST_F(ImportOfWhatWasGivenUp, IsBookedOnce) {
  EXPECT_EQ(import(1, 6).changed, 2U);
  EXPECT_EQ(stock(), 6);
  EXPECT_EQ(import(1, 6).changed, 0U) << "again";
  EXPECT_EQ(stock(), 6);
}

TEST_F(ImportOfWhatWasGivenUp, IsBookedInParts) {
  EXPECT_EQ(import(4, 5).changed, 1U);
  EXPECT_EQ(import(3, 3).changed, 1U);
  EXPECT_EQ(stock(), 6);
}

TEST_F(ImportOfWhatWasGivenUp, IsRefusedWhereAnotherHistoryTookItsPlace) {
  Scanner older("S1");  // of which nothing is known but what it shares
  older.add(receive("BOLT", "MAIN/A", 1));
  older.add(receive("BOLT", "MAIN/A", 1));
  older.salt = 9;
  older.add(receive("BOLT", "MAIN/A", 3));
  EXPECT_EQ(warehouse.apply(ImportScans{older.batch(1, 3)}).changed, 1U);
  const auto outcome = import(1, 6);
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_NE(reasons_of(outcome).find("movement 3 is another one"), std::string::npos);
  EXPECT_EQ(stock(), 7);
}

TEST_F(ImportOfWhatWasGivenUp, IsNotTakenFromAnotherHistory) {
  Scanner other("S1");
  other.salt = 9;
  for (int i = 0; i < 6; ++i) other.add(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(warehouse.apply(ImportScans{other.batch(3, 4)}).verdict, Verdict::kRefused);
  EXPECT_EQ(warehouse.apply(ImportScans{other.batch(1, 6)}).verdict, Verdict::kRefused);
  EXPECT_EQ(stock(), 4);
}

TEST_F(ImportOfWhatWasGivenUp, IsSkippedWhereAForkBroughtIt) {
  Scanner forked = scanner;
  forked.fork("S1", 0xf1);
  warehouse.apply(forked.batch(1, 6));
  EXPECT_EQ(stock(), 6) << "nobody else can send what was given up";
  EXPECT_EQ(import(1, 6).changed, 0U);
  EXPECT_EQ(stock(), 6);
}

TEST_F(ImportRules, AnotherHistoryIsRefusedWithoutAnAlarm) {
  warehouse.apply(scanner.batch(1, 4));
  Scanner other("S1");
  other.salt = 9;
  for (int i = 0; i < 6; ++i) other.add(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(warehouse.apply(ImportScans{other.batch(1, 6)}).verdict, Verdict::kRefused);
  EXPECT_EQ(warehouse.apply(ImportScans{other.batch(1, 3)}).verdict, Verdict::kRefused);
  EXPECT_EQ(stock(), 4);
  EXPECT_TRUE(warehouse.incidents().empty());
}

TEST_F(ImportRules, AForkedJournalIsTakenThroughItsNotes) {
  warehouse.apply(scanner.batch(1, 4));
  scanner.fork("S1", 0xf1);
  scanner.add(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(import(1, 7).changed, 7U);
  EXPECT_EQ(stock(), 5) << "4 were booked, 2 wait for a person, 1 is new";
}

TEST_F(ImportRules, ARetiredNameIsRefused) {
  warehouse.apply(scanner.batch(1, 4));
  warehouse.apply(gateway::RenameNode{text<wire::NodeName>("S1"), text<wire::NodeName>("S2"), {}});
  EXPECT_EQ(import(1, 6).verdict, Verdict::kRefused);
}

}  // namespace
}  // namespace domain_test
