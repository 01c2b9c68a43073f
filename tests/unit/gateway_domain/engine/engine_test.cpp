// SPDX-License-Identifier: MIT
// Promise: an engine starts only on a store that it understands, decides a batch
// from the store and the batch alone, and commits nothing by itself.

#include "gateway/engine/engine.h"

#include "gateway/limits.h"
#include "rows/rows.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::Table;
using wire::Status;

Status open(gateway::Store& store) {
  return gateway::Engine(store, {.new_incarnation = 7}).open();
}

TEST(EngineOpen, PreparesANewStoreOnce) {
  fakes::MemoryStore store;
  EXPECT_EQ(gateway::incarnation(store).id, 0U);
  EXPECT_EQ(open(store), Status::kOk);
  EXPECT_EQ(store.commits(), 1U) << "its identity is on disk before anything refers to it";
  EXPECT_EQ(gateway::incarnation(store).id, 7U);
  EXPECT_EQ(gateway::Engine(store, {.new_incarnation = 8}).open(), Status::kOk);
  EXPECT_EQ(gateway::incarnation(store).id, 7U) << "an old store keeps its identity";
  EXPECT_EQ(store.commits(), 1U);
}

TEST(EngineOpen, RefusesAStoreOfANewerProgram) {
  fakes::MemoryStore store;
  store.put(Table::kMeta, "counters", std::string(1, gateway::kRowsVersion + 1) + "whatever");
  EXPECT_EQ(open(store), Status::kVersion);
}

TEST(EngineOpen, RefusesCountersThatAreNone) {
  for (const std::string_view bytes : {"", "\x01", "\x01short"}) {
    fakes::MemoryStore store;
    store.put(Table::kMeta, "counters", bytes);
    EXPECT_EQ(open(store), Status::kCorrupt);
    EXPECT_NE(store.failure_text().find("meta \"counters\" cannot be read"), std::string::npos)
        << store.failure_text();
  }
}

TEST(EngineOpen, RefusesRowsWithoutCounters) {
  fakes::MemoryStore store;
  store.put(Table::kLedger, gateway::number_key(1), "an entry");
  ASSERT_EQ(store.commit(), Status::kOk);
  EXPECT_EQ(open(store), Status::kCorrupt) << "it would be numbered anew";
  EXPECT_NE(store.failure_text().find("meta \"counters\" is missing"), std::string::npos)
      << store.failure_text();
}

TEST(EngineOpen, TellsWhatTheStoreTells) {
  fakes::MemoryStore store;
  store.fail(Status::kIoError, "disk gone");
  EXPECT_EQ(open(store), Status::kIoError);
}

gateway::Settings at(const gateway::Place& place, std::uint32_t new_id) {
  return {.new_incarnation = new_id, .place = place};
}

TEST(EngineOpen, GivesAStoreThatIsFoundElsewhereANewIdAndTellsOfIt) {
  const gateway::Place home{"board", "card", "machine", 17, 18};
  for (const gateway::Place& other : {gateway::Place{"board 2", "card", "machine", 17, 18},
                                      {"board", "card 2", "machine", 17, 18},
                                      {"board", "card", "machine 2", 17, 18},
                                      {"board", "card", "machine", 19, 18},
                                      {"board", "card", "machine", 17, 19},
                                      {"", "", "", 19, 0}}) {
    Warehouse warehouse(at(home, 7));
    warehouse.set_item("BOLT");
    warehouse.book(receive("BOLT", "MAIN/A", 5));
    const auto commits = warehouse.store.commits();
    ASSERT_EQ(gateway::Engine(warehouse.store, at(other, 8)).open({.wall_ms = 1234}), Status::kOk);
    EXPECT_EQ(warehouse.store.commits(), commits + 1) << "all at once";
    const auto second = gateway::incarnation(warehouse.store);
    EXPECT_NE(second.id, 7U);
    EXPECT_EQ(second.generation, 2U);
    ASSERT_EQ(warehouse.tasks().size(), 1U);
    EXPECT_EQ(warehouse.tasks()[0].why, "store_moved");
    EXPECT_EQ(warehouse.tasks()[0].received_ms, 1234);
    EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 5);
    ASSERT_EQ(gateway::Engine(warehouse.store, at(other, 9)).open(), Status::kOk);
    EXPECT_EQ(gateway::incarnation(warehouse.store), second) << "it is at home there now";
    EXPECT_EQ(problems_of(warehouse.store), "");
  }
}

TEST(EngineOpen, TakesWhatCannotBeToldForNoOtherPlace) {
  const gateway::Place home{"board", "card", "machine", 17, 18};
  for (const gateway::Place& same : {home,
                                     gateway::Place{"", "card", "machine", 17, 18},
                                     {"board", "", "machine", 17, 18},
                                     {"", "", "", 17, 0},
                                     {}}) {
    Warehouse warehouse(at(home, 7));
    ASSERT_EQ(gateway::Engine(warehouse.store, at(same, 8)).open(), Status::kOk);
    ASSERT_EQ(gateway::Engine(warehouse.store, at(home, 8)).open(), Status::kOk);
    EXPECT_EQ(gateway::incarnation(warehouse.store).id, 7U);
    EXPECT_TRUE(warehouse.tasks().empty());
  }
}

TEST(EngineOpen, WhatIsMadeAfterALossHasANewIdToo) {
  Warehouse warehouse({.new_incarnation = 7});
  gateway::Engine engine(warehouse.store, {.new_incarnation = 8});
  const std::vector<gateway::Command> batch{gateway::TellOfLoss{3}};
  static_cast<void>(engine.apply(batch, {}));
  ASSERT_EQ(warehouse.store.commit(), Status::kOk);
  EXPECT_NE(gateway::incarnation(warehouse.store).id, 7U);
  EXPECT_NE(warehouse.tasks().at(0).detail.find("after ledger entry 3:"), std::string::npos);
}

TEST(EngineOpen, AFailedFirstCommitIsAnError) {
  fakes::MemoryStore store;
  store.fail_next_commit(Status::kFull, false);
  EXPECT_EQ(open(store), Status::kFull);
}

TEST(EngineApply, LeavesTheCommitToItsCaller) {
  fakes::MemoryStore store;
  gateway::Engine engine(store, {});
  ASSERT_EQ(engine.open(), Status::kOk);
  const auto before = dump(store);
  Scanner scanner("S1");
  scanner.add(receive("BOLT", "MAIN", 1));
  const std::vector<gateway::Command> batch{scanner.batch(1, 1)};
  EXPECT_EQ(engine.apply(batch, {}).acks.at(0).ack.acked, 1U);
  EXPECT_NE(dump(store), before);
  store.crash();
  EXPECT_EQ(dump(store), before);
  gateway::Engine restarted(store, {});
  ASSERT_EQ(restarted.open(), Status::kOk);
  EXPECT_EQ(restarted.apply(batch, {}).acks.at(0).ack.acked, 1U) << "as if nothing had been";
}

TEST(EngineApply, AnEmptyBatchWritesNothing) {
  fakes::MemoryStore store;
  gateway::Engine engine(store, {});
  ASSERT_EQ(engine.open(), Status::kOk);
  EXPECT_EQ(engine.apply({}, {}).seq, 0U);
  EXPECT_EQ(store.commit(), Status::kOk);
  EXPECT_EQ(store.commits(), 1U);
}

class Unreadable : public DomainTest {
 protected:
  void keep(std::string topic, std::string payload, std::string why) {
    warehouse.apply(gateway::KeepUnreadable{std::move(topic), std::move(payload), std::move(why)});
  }
  std::vector<gateway::Unreadable> kept() {
    std::vector<gateway::Unreadable> rows;
    gateway::scan_unreadable(warehouse.store, 0, [&](const gateway::Unreadable& row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }
};

TEST_F(Unreadable, IsKeptAsItCame) {
  keep("t/up", "{\"x\":\xff", "not JSON");
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0].topic, "t/up");
  EXPECT_EQ(kept()[0].payload, "{\"x\":\xff");
  EXPECT_EQ(kept()[0].why, "not JSON");
  EXPECT_EQ(kept()[0].at_ms, warehouse.now.wall_ms);
}

TEST_F(Unreadable, IsCutBetweenCharacters) {
  const std::string euro = "\xe2\x82\xac";  // three bytes
  keep(std::string(300, 't'), std::string(gateway::kRawExcerptBytesMax - 2, 'p') + euro,
       std::string(gateway::kReasonBytesMax - 3, 'w') + euro + euro);
  EXPECT_EQ(kept()[0].topic.size(), wire::kTopicBytesMax);
  EXPECT_EQ(kept()[0].payload, std::string(gateway::kRawExcerptBytesMax - 2, 'p'));
  EXPECT_EQ(kept()[0].why, std::string(gateway::kReasonBytesMax - 3, 'w') + euro);
}

TEST_F(Unreadable, TheNewestThousandAreKept) {
  std::vector<gateway::Command> batch;
  for (int i = 1; i <= 1005; ++i) {
    batch.emplace_back(gateway::KeepUnreadable{"t", std::to_string(i), "why"});
  }
  warehouse.apply(batch);
  const auto rows = kept();
  ASSERT_EQ(rows.size(), gateway::kUnreadableKeptMax);
  EXPECT_EQ(rows.front().payload, "6");
  EXPECT_EQ(rows.back().payload, "1005");
}

}  // namespace
}  // namespace domain_test
