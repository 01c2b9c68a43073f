// SPDX-License-Identifier: MIT
// Promise: verify finds every damage to what scanners were told, to what waits for
// a person, to the catalogue and to the ids seen before; and it reads any bytes.
// How: plant one damage in a store that holds rows of every kind.

#include <algorithm>
#include <set>

#include "damage.h"
#include "gateway/verify/verify.h"

namespace domain_test {
namespace {

using namespace gateway;  // rows and tables, in every line below

constexpr std::uint32_t kEpoch = 0x11;  // of S1, which is acked up to 9

class VerifyFindsInBooked : public VerifyFinds {};

TEST_F(VerifyFindsInBooked, AMissingRow) {
  erase(Table::kBooked, booked_key("S1", kEpoch, 4));
  expect_problem("ledger entry 2 is not the one booked for its scan");
  expect_problem("node S1 (acked 9): 8 movements are accounted for");
}
TEST_F(VerifyFindsInBooked, ARowTooMany) {
  copy(Table::kBooked, booked_key("S1", kEpoch, 9), booked_key("S1", kEpoch, 10));
  expect_problem("node S1 (acked 9): 10 movements are accounted for");
}
TEST_F(VerifyFindsInBooked, ARowBeyondWhatWasAcked) {
  copy(Table::kBooked, booked_key("S1", kEpoch, 3), booked_key("S1", kEpoch, 10));
  erase(Table::kBooked, booked_key("S1", kEpoch, 3));
  expect_problem("node S1 (acked 9): 9 movements are accounted for");
}
TEST_F(VerifyFindsInBooked, ARowOfANodeThatIsNotKnown) {
  copy(Table::kBooked, booked_key("S1", kEpoch, 3), booked_key("S3", kEpoch, 1));
  expect_problem("movements or incidents belong to a node that is not known");
}
TEST_F(VerifyFindsInBooked, AnotherEntry) {
  edit<Booked>(Table::kBooked, booked_key("S1", kEpoch, 1), [](Booked& row) { row.id = 2; });
  expect_problem("a scan is booked as ledger entry 2, which is another one");
}
TEST_F(VerifyFindsInBooked, AnotherException) {
  edit<Booked>(Table::kBooked, booked_key("S1", kEpoch, 6), [](Booked& row) { row.id = 1; });
  expect_problem("a scan is kept as task 1, which is another one");
}
TEST_F(VerifyFindsInBooked, AWithdrawalOfWhatIsOpen) {
  edit<Booked>(Table::kBooked, booked_key("S1", kEpoch, 3), [](Booked& row) { row.id = 2; });
  expect_problem("a scan withdrew task 2, which is not withdrawn");
}
TEST_F(VerifyFindsInBooked, AnotherKindOfOutcome) {
  edit<Booked>(Table::kBooked, booked_key("S1", kEpoch, 3),
               [](Booked& row) { row.as = BookedAs::kTask; });
  expect_problem("a scan is kept as task 1, which is another one");
}
TEST_F(VerifyFindsInBooked, AnotherCheckOfTheLastMovement) {
  edit<Booked>(Table::kBooked, booked_key("S1", kEpoch, 9),
               [](Booked& row) { row.chain_checksum = wire::ChainChecksum{1}; });
  expect_problem("node S1 (acked 9): its check is not that of its last movement");
}

class VerifyFindsInNodes : public VerifyFinds {
 protected:
  void damage(const std::function<void(NodeRow&)>& how) {
    edit<NodeRow>(Table::kNodes, node_key("S1", kEpoch), how);
  }
};

TEST_F(VerifyFindsInNodes, AMissingNode) {
  erase(Table::kNodes, node_key("S1", kEpoch));
  expect_problem("movements or incidents belong to a node that is not known");
}
TEST_F(VerifyFindsInNodes, AnAckAheadOfTheDisk) {
  damage([](NodeRow& node) { node.acked = 10; });
  expect_problem("node S1 (acked 10): 9 movements are accounted for");
}
TEST_F(VerifyFindsInNodes, AnAckBehindTheDisk) {
  damage([](NodeRow& node) { node.acked = 8; });
  expect_problem("node S1 (acked 8): 9 movements are accounted for");
}
TEST_F(VerifyFindsInNodes, AnotherCheck) {
  damage([](NodeRow& node) { node.chain_checksum = wire::ChainChecksum{1}; });
  expect_problem("its check is not that of its last movement");
}
TEST_F(VerifyFindsInNodes, AnotherCheckBeforeTheFirstMovement) {
  Scanner clone("S3", 0x33);
  clone.add(receive("CAP", "MAIN/A", 1));
  auto batch = clone.batch(1, 1);
  batch.previous_checksum = wire::ChainChecksum{5};
  warehouse.apply(batch);  // noted as another history, nothing booked
  EXPECT_EQ(problems_of(warehouse.store), "");
  edit<NodeRow>(Table::kNodes, node_key("S3", 0x33),
                [](NodeRow& node) { node.chain_checksum = wire::ChainChecksum{5}; });
  expect_problem("node S3 (acked 0): its check is not that of its last movement");
}
TEST_F(VerifyFindsInNodes, AnotherCountOrListOfRefusedMovements) {
  const auto text = "its lists are not what was refused and questioned";
  damage([](NodeRow& node) { ++node.refused_total; });
  expect_problem(text);
  damage([](NodeRow& node) {
    --node.refused_total;
    --node.refused_count;
  });
  expect_problem(text);
  damage([](NodeRow& node) {
    ++node.refused_count;
    node.refused[0].seq = 3;
  });
  expect_problem(text);
  damage([](NodeRow& node) {
    node.refused[0].seq = 2;
    node.refused[1].why = wire::Refusal::kMalformed;
  });
  expect_problem(text);
}
TEST_F(VerifyFindsInNodes, AForgottenSecondHistory) {
  edit<NodeRow>(Table::kNodes, node_key("S2", 0x22),
                [](NodeRow& node) { node.key_reused = false; });
  expect_problem("node S2 (acked 3): a second history is noted in one place only");
}

class VerifyFindsInTasks : public VerifyFinds {};

TEST_F(VerifyFindsInTasks, AMissingException) {
  erase(Table::kExceptions, number_key(2));
  expect_problem("tasks: number 2 is missing");
  expect_problem("a scan is kept as task 2");
}
TEST_F(VerifyFindsInTasks, AMissingDiscrepancy) {
  erase(Table::kExceptions, number_key(3));
  expect_problem("tasks: number 3 is missing");
}
TEST_F(VerifyFindsInTasks, AnExceptionWithdrawnByNobody) {
  edit<Task>(Table::kExceptions, number_key(2),
             [](Task& row) { row.state = TaskState::kWithdrawn; });
  expect_problem("a task is withdrawn, and no scan withdrew it");
}
TEST_F(VerifyFindsInTasks, AMissingIncident) {
  erase(Table::kIncidents, number_key(1));
  expect_problem("incidents: number 1 is missing");
  expect_problem("a range is lost, and no incident names it");
}
TEST_F(VerifyFindsInTasks, AnotherLostRange) {
  edit<Incident>(Table::kIncidents, number_key(1), [](Incident& row) { row.last_seq = 1; });
  expect_problem("incident 1 names a range that is not lost");
}
TEST_F(VerifyFindsInTasks, UnreadableMessagesOutOfOrder) {
  copy(Table::kUnreadable, number_key(1), number_key(2));
  expect_problem("unreadable messages are missing or out of order");
}
TEST_F(VerifyFindsInTasks, MissingUnreadableMessages) {
  erase(Table::kUnreadable, number_key(3));
  expect_problem("the newest unreadable messages are missing");
}

class VerifyFindsInCatalogue : public VerifyFinds {};

TEST_F(VerifyFindsInCatalogue, AMissingBarcode) {
  erase(Table::kBarcodes, "NUTS");
  expect_problem("barcode NUTS does not lead to NUT");
}
TEST_F(VerifyFindsInCatalogue, ABarcodeTooMany) {
  copy(Table::kBarcodes, "NUTS", "MORE");
  expect_problem("there are barcodes that belong to no item");
}
TEST_F(VerifyFindsInCatalogue, ABarcodeOfAnotherItemOrPack) {
  edit<Resolved>(Table::kBarcodes, "NUTS", [](Resolved& row) { row.pack = 6; });
  expect_problem("barcode NUTS does not lead to NUT");
  edit<Resolved>(Table::kBarcodes, "00000095012346",
                 [](Resolved& row) { row.sku = text<wire::Sku>("NUT"); });
  expect_problem("barcode 00000095012346 does not lead to BOLT");
}
TEST_F(VerifyFindsInCatalogue, AnItemUnderAnotherKey) {
  copy(Table::kItems, "CAP", "COPY");
  expect_problem("item CAP is stored under another one's key");
}
TEST_F(VerifyFindsInCatalogue, AMissingSupplier) {
  erase(Table::kSuppliers, "ACME");
  expect_problem("item BOLT names a supplier that is not known");
}
TEST_F(VerifyFindsInCatalogue, ASupplierUnderAnotherKey) {
  copy(Table::kSuppliers, "ACME", "COPY");
  expect_problem("supplier ACME is stored under another one's key");
}
TEST_F(VerifyFindsInCatalogue, AMissingLocation) {
  erase(Table::kLocations, "MAIN/A");
  expect_problem("location MAIN/A holds stock and is not known");
}
TEST_F(VerifyFindsInCatalogue, ALocationThatIsNoneOrHasNoPolicy) {
  edit<NumberRow>(Table::kLocations, "MAIN/F", [](NumberRow& row) { row.number = 4; });
  expect_problem("location MAIN/F is none, or has no policy");
  copy(Table::kLocations, "MAIN/A", "@scrap");
  expect_problem("location @scrap is none, or has no policy");
}

class VerifyFindsInRequests : public VerifyFinds {
 protected:
  static std::string order_key(std::uint64_t number) {
    return pair_key("topic", {}) + number_key(number);
  }
};

TEST_F(VerifyFindsInRequests, AMissingAnswer) {
  erase(Table::kSeenRequests, pair_key("topic", "b"));
  expect_problem("an id seen from topic has no answer");
  expect_problem("ids seen before are missing or too many");
}
TEST_F(VerifyFindsInRequests, AnAnswerTooMany) {
  copy(Table::kSeenRequests, pair_key("topic", "b"), pair_key("topic", "d"));
  expect_problem("ids seen before are missing or too many");
}
TEST_F(VerifyFindsInRequests, AnAnswerThatNamesNothing) {
  edit<Seen>(Table::kSeenRequests, pair_key("topic", "b"), [](Seen& row) { row.ledger_seq = 999; });
  expect_problem("the answer to a request names what does not exist");
}
TEST_F(VerifyFindsInRequests, AMissingArrival) {
  erase(Table::kSeenOrder, order_key(2));
  expect_problem("ids seen from topic are not the ones counted");
}
TEST_F(VerifyFindsInRequests, AnotherArrival) {
  warehouse.store.put(Table::kSeenOrder, order_key(2), "a");
  expect_problem("an id seen from topic has no answer, or another one's");
}
TEST_F(VerifyFindsInRequests, AnotherRange) {
  const auto key = seen_range_key("topic");
  edit<SeenRange>(Table::kMeta, key, [](SeenRange& row) { ++row.next; });
  expect_problem("ids seen from topic are not the ones counted");
  edit<SeenRange>(Table::kMeta, key, [](SeenRange& row) { ++row.oldest; });
  expect_problem("ids seen from topic are not the ones counted");
}
TEST_F(VerifyFindsInRequests, AMissingRange) {
  erase(Table::kMeta, seen_range_key("topic"));
  expect_problem("ids were seen from a source that is not counted");
}

// Whatever byte of whatever row is cut off, the row is not read as something else.
TEST_F(VerifyFinds, ARowOfAnyTableThatIsCutShort) {
  std::set<Table> damaged;
  const auto whole = warehouse.store.disk();
  for (std::uint8_t number = 0; number < kTableCount; ++number) {
    const Table table{number};
    warehouse.store.scan(table, {}, [&](std::string_view key, std::string_view value) {
      if (table == Table::kSeenOrder) return false;  // its values are ids: any bytes
      fakes::MemoryStore store(whole);
      store.put(table, key, value.substr(0, value.size() - 1));
      EXPECT_NE(problems_of(store), "") << "table " << int{number};
      damaged.insert(table);
      return true;
    });
  }
  EXPECT_EQ(damaged.size(), kTableCount - 1U) << "a table of the filled store is empty";
}

TEST_F(VerifyFinds, WhatMayFollowFromAnUnreadableRowAndDoesNotCountThatRemark) {
  const std::string value(*warehouse.store.get(Table::kLedger, number_key(1)));
  warehouse.store.put(Table::kLedger, number_key(1), value.substr(0, value.size() - 1));
  const ProblemList found = verify(warehouse.store, {}).problems;
  const auto remarks =
      std::count(found.texts.begin(), found.texts.end(),
                 "the rows above are missing from every figure: what follows may come of that");
  EXPECT_EQ(remarks, 1);
  EXPECT_GE(found.count, 2U) << "the row, and a figure";
  EXPECT_EQ(found.count + 1, found.texts.size());
}

TEST_F(VerifyFinds, ARowOfANewerProgram) {
  std::string value(*warehouse.store.get(Table::kItems, "CAP"));
  value[0] = static_cast<char>(gateway::kRowsVersion + 1);
  warehouse.store.put(Table::kItems, "CAP", value);
  expect_problem("the row items \"CAP\" was written by a newer Shelfwire");
}

TEST_F(VerifyFinds, AStoreThatFails) {
  warehouse.store.fail(wire::Status::kCorrupt, "the disk is bad");
  expect_problem("the disk is bad");
}

TEST(Verify, AnEmptyStoreIsNoStore) {
  fakes::MemoryStore store;
  EXPECT_FALSE(gateway::verify(store, {}).ok());
}

TEST(Verify, NamesItsChecksAndCountsEntries) {
  Warehouse warehouse;
  fill(warehouse);
  std::uint64_t calls = 0;
  const auto report = gateway::verify(warehouse.store, [&](std::uint64_t) { ++calls; });
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.entries, warehouse.ledger_length());
  EXPECT_GT(report.checked.size(), 10U);
  EXPECT_EQ(calls, 0U) << "a short ledger needs no progress";
}

TEST_F(VerifyFinds, AFailureIsNamedFirstAndOnce) {
  const auto report = verify(warehouse.store, {}, [&, store = &warehouse.store](LedgerSeq) mutable {
    LedgerFold fold;
    store->fail(wire::Status::kCorrupt, "the disk is bad");
    fold.problems.add("the disk is bad");
    return fold;
  });
  EXPECT_EQ(
      std::count(report.problems.texts.begin(), report.problems.texts.end(), "the disk is bad"), 1);
}

TEST(Verify, ReadsALedgerInPartsOfAnyLength) {
  constexpr LedgerSeq kEntries = 40;
  Warehouse warehouse;
  warehouse.set_item("BOLT");
  for (LedgerSeq i = 0; i < kEntries; ++i) warehouse.book(receive("BOLT", "MAIN/A", 1));
  for (LedgerSeq length = 1; length <= kEntries + 1; ++length) {
    LedgerFold fold;
    LedgerParts parts(kEntries, length);
    while (const auto part = parts.next()) {
      EXPECT_LT(part->last, part->first + length);
      fold.read(warehouse.store, *part);
    }
    EXPECT_EQ(fold.entries, kEntries);
    EXPECT_EQ(fold.problems.count, 0U) << fold.problems.texts.front();
  }
}

TEST(Verify, OfAnEmptyLedgerStillLooksForWhatShouldNotBeThere) {
  LedgerParts parts(0);
  const auto part = parts.next();
  ASSERT_TRUE(part);
  EXPECT_TRUE(part->to_the_end);
  EXPECT_FALSE(parts.next());
}

TEST(Verify, NamesTheOneWrongScanOfALongLedger) {
  constexpr wire::Sequence kScans = 200;
  Warehouse warehouse;
  warehouse.set_item("BOLT");
  std::vector<Scanner> scanners{Scanner("S1", 1), Scanner("S1", 2), Scanner("S2", 1)};
  for (wire::Sequence seq = 1; seq <= kScans; ++seq) {
    for (Scanner& scanner : scanners) warehouse.scan(scanner, receive("BOLT", "MAIN/A", 1));
  }
  EXPECT_EQ(problems_of(warehouse.store), "");
  for (const wire::Sequence seq : {1U, 63U, 64U, 65U, 128U, 129U, 199U, 200U}) {
    const auto key = booked_key("S1", 2, seq);
    const std::string before(*warehouse.store.get(Table::kBooked, key));
    change<Booked>(warehouse.store, Table::kBooked, key, [](Booked& row) { ++row.id; });
    const auto wrong = std::to_string(3 * (seq - 1) + 2);
    EXPECT_NE(problems_of(warehouse.store).find("ledger entry " + wrong + " is not the one booked"),
              std::string::npos)
        << problems_of(warehouse.store);
    warehouse.store.put(Table::kBooked, key, before);
  }
  EXPECT_EQ(problems_of(warehouse.store), "");
}

/// Each names the other's entry: the same numbers, in the wrong hands.
TEST(Verify, TellsTwoScansApartWhateverTheyDifferIn) {
  Warehouse warehouse;
  warehouse.set_item("BOLT");
  Scanner first("S1", 1);
  std::vector<Scanner> others{Scanner("S1", 2), Scanner("S2", 1)};
  warehouse.scan(first, receive("BOLT", "MAIN/A", 1));
  warehouse.scan(first, receive("BOLT", "MAIN/A", 1));
  for (Scanner& scanner : others) warehouse.scan(scanner, receive("BOLT", "MAIN/A", 1));
  const auto row = booked_key("S1", 1, 1);
  for (const auto& other :
       {booked_key("S1", 1, 2), booked_key("S1", 2, 1), booked_key("S2", 1, 1)}) {
    const auto swap = [&] {
      const auto a = get_row<Booked>(warehouse.store, Table::kBooked, row);
      const auto b = get_row<Booked>(warehouse.store, Table::kBooked, other);
      ASSERT_TRUE(a && b);
      change<Booked>(warehouse.store, Table::kBooked, row, [&](Booked& it) { it.id = b->id; });
      change<Booked>(warehouse.store, Table::kBooked, other, [&](Booked& it) { it.id = a->id; });
    };
    swap();
    EXPECT_NE(problems_of(warehouse.store).find("ledger entry 1 is not the one"),
              std::string::npos);
    swap();
    EXPECT_EQ(problems_of(warehouse.store), "");
  }
}

TEST(Verify, ListsAHundredProblemsAndCountsAll) {
  Warehouse warehouse;
  warehouse.set_item("BOLT");
  for (int i = 0; i < 150; ++i) warehouse.book(receive("BOLT", "MAIN", 1));
  for (std::uint64_t i = 1; i <= 150; ++i) {
    gateway::Entry entry = warehouse.entry(i);
    entry.op = wire::Op::kReturn;
    gateway::put_row(warehouse.store, Table::kLedger, number_key(i), entry);
  }
  const auto report = gateway::verify(warehouse.store, {});
  EXPECT_EQ(report.problems.count, 150U);
  EXPECT_EQ(report.problems.texts.size(), gateway::ProblemList::kTextsMax);
}

}  // namespace
}  // namespace domain_test
