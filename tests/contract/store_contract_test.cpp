// SPDX-License-Identifier: MIT
// Promise: every store keeps the contract of gateway/store.h, so what the engine
// does over memory in the simulation it does over LMDB in the daemon.
// Method: one set of cases, run over each store; "restart" ends the store without
// a commit, which is a power cut to memory and a killed process to LMDB.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store_under_test.h"

namespace contract {
namespace {

using gateway::Reader;
using gateway::Table;
using wire::Status;
using Rows = std::vector<std::pair<std::string, std::string>>;

std::optional<std::string> value_at(const Reader& reader, Table table, std::string_view key) {
  const auto view = reader.get(table, key);
  return view ? std::optional<std::string>(*view) : std::nullopt;
}

Rows rows_from(const Reader& reader, Table table, std::string_view from = {}) {
  Rows rows;
  reader.scan(table, from, [&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return true;
  });
  return rows;
}

class StoreContract : public testing::TestWithParam<MakeStore> {
 protected:
  gateway::Store& store() { return under_test_->store(); }
  void restart() { under_test_->restart(); }

  std::unique_ptr<StoreUnderTest> under_test_ = GetParam()();
};

TEST_P(StoreContract, ReadsWhatWasPutBeforeTheCommit) {
  store().put(Table::kBins, "key", "value");
  EXPECT_EQ(value_at(store(), Table::kBins, "key"), "value");
  store().put(Table::kBins, "key", "newer");
  EXPECT_EQ(value_at(store(), Table::kBins, "key"), "newer");
  EXPECT_EQ(store().commit(), Status::kOk);
  EXPECT_EQ(value_at(store(), Table::kBins, "key"), "newer");
}

TEST_P(StoreContract, KeepsTablesApart) {
  for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
    store().put(Table{i}, "key", std::to_string(i));
  }
  ASSERT_EQ(store().commit(), Status::kOk);
  restart();
  for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
    EXPECT_EQ(rows_from(store(), Table{i}), (Rows{{"key", std::to_string(i)}}));
  }
}

TEST_P(StoreContract, ErasesAtOnceAndForEver) {
  store().put(Table::kBins, "a", "1");
  store().put(Table::kBins, "b", "2");
  ASSERT_EQ(store().commit(), Status::kOk);
  store().erase(Table::kBins, "a");
  store().erase(Table::kBins, "never there");
  EXPECT_EQ(value_at(store(), Table::kBins, "a"), std::nullopt);
  EXPECT_EQ(rows_from(store(), Table::kBins), (Rows{{"b", "2"}}));
  ASSERT_EQ(store().commit(), Status::kOk);
  restart();
  EXPECT_EQ(rows_from(store(), Table::kBins), (Rows{{"b", "2"}}));
}

TEST_P(StoreContract, PutAfterEraseAndEraseAfterPutInOneCommit) {
  store().put(Table::kBins, "a", "1");
  ASSERT_EQ(store().commit(), Status::kOk);
  store().erase(Table::kBins, "a");
  store().put(Table::kBins, "a", "2");
  store().put(Table::kBins, "b", "3");
  store().erase(Table::kBins, "b");
  EXPECT_EQ(rows_from(store(), Table::kBins), (Rows{{"a", "2"}}));
  ASSERT_EQ(store().commit(), Status::kOk);
  restart();
  EXPECT_EQ(rows_from(store(), Table::kBins), (Rows{{"a", "2"}}));
}

TEST_P(StoreContract, ScansInByteOrderFromAKey) {
  const std::string low("\x00\x01", 2);
  const std::string high("\xFF\x80", 2);  // bytes are compared unsigned
  for (const std::string& key :
       {std::string("b"), high, std::string("a"), low, std::string("ab")}) {
    store().put(Table::kLedger, key, key);
  }
  const Rows all{{low, low}, {"a", "a"}, {"ab", "ab"}, {"b", "b"}, {high, high}};
  EXPECT_EQ(rows_from(store(), Table::kLedger), all);
  ASSERT_EQ(store().commit(), Status::kOk);
  EXPECT_EQ(rows_from(store(), Table::kLedger), all);
  EXPECT_EQ(rows_from(store(), Table::kLedger, "a"), Rows(all.begin() + 1, all.end()));
  EXPECT_EQ(rows_from(store(), Table::kLedger, "aa"), Rows(all.begin() + 2, all.end()));
  EXPECT_EQ(rows_from(store(), Table::kLedger, "c"), Rows(all.begin() + 4, all.end()));
  EXPECT_EQ(rows_from(store(), Table::kLedger, std::string(300, '\xFF')), Rows{});
  EXPECT_EQ(rows_from(store(), Table::kBins), Rows{});
}

TEST_P(StoreContract, ScanEndsWhenTheVisitorSaysSo) {
  for (const char* key : {"a", "b", "c"}) store().put(Table::kLedger, key, "");
  std::vector<std::string> visited;
  store().scan(Table::kLedger, "", [&](std::string_view key, std::string_view) {
    visited.emplace_back(key);
    return key != "b";
  });
  EXPECT_EQ(visited, (std::vector<std::string>{"a", "b"}));
}

TEST_P(StoreContract, ScanSeesItsOwnUncommittedChanges) {
  for (const char* key : {"a", "c", "e"}) store().put(Table::kLedger, key, "old");
  ASSERT_EQ(store().commit(), Status::kOk);
  store().put(Table::kLedger, "b", "new");
  store().put(Table::kLedger, "c", "new");
  store().erase(Table::kLedger, "e");
  EXPECT_EQ(rows_from(store(), Table::kLedger), (Rows{{"a", "old"}, {"b", "new"}, {"c", "new"}}));
}

TEST_P(StoreContract, VisitorMayReadTheStore) {
  for (const char* key : {"a", "b"}) store().put(Table::kLedger, key, "ledger");
  store().put(Table::kBins, "x", "bin");
  int rows = 0;
  store().scan(Table::kLedger, "", [&](std::string_view, std::string_view value) {
    EXPECT_EQ(value_at(store(), Table::kBins, "x"), "bin");
    EXPECT_EQ(rows_from(store(), Table::kLedger).size(), 2U);
    EXPECT_EQ(value, "ledger");
    ++rows;
    return true;
  });
  EXPECT_EQ(rows, 2);
}

// Before a commit and after one: what is uncommitted lies elsewhere in LMDB.
TEST_P(StoreContract, TakesCopiesOfItsOwnViews) {
  const std::string text(1000, 'x');
  store().put(Table::kBins, "source", text);
  store().put(Table::kBins, "short", "source");
  for (int round = 0; round < 2; ++round) {
    store().put(Table::kBins, "a", *store().get(Table::kBins, "source"));
    store().put(Table::kBins, *store().get(Table::kBins, "short"), "changed");
    store().put(Table::kBins, "source", *store().get(Table::kBins, "a"));
    store().put(Table::kBins, *store().get(Table::kBins, "short"), "again");
    store().erase(Table::kBins, *store().get(Table::kBins, "short"));
    EXPECT_EQ(rows_from(store(), Table::kBins), (Rows{{"a", text}, {"short", "source"}}));
    store().put(Table::kBins, *store().get(Table::kBins, "short"), text);
    EXPECT_EQ(rows_from(store(), Table::kBins).back(), (Rows::value_type{"source", text}));
    ASSERT_EQ(store().commit(), Status::kOk);
  }
}

TEST_P(StoreContract, ViewsLiveUntilTheNextChange) {
  store().put(Table::kBins, "a", "first");
  store().put(Table::kBins, "b", "second");
  const auto a = store().get(Table::kBins, "a");
  const auto b = store().get(Table::kBins, "b");
  rows_from(store(), Table::kBins);
  EXPECT_EQ(store().get(Table::kBins, "c"), std::nullopt);
  EXPECT_EQ(a, "first");
  EXPECT_EQ(b, "second");
}

TEST_P(StoreContract, KeepsEmptyAndLargestValuesAndLongestKeys) {
  std::string large(gateway::kValueBytesMax, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 / 7);
  const std::string long_key(gateway::kKeyBytesMax, '\xFF');
  store().put(Table::kItems, "empty", "");
  store().put(Table::kItems, "large", large);
  store().put(Table::kItems, long_key, "long key");
  ASSERT_EQ(store().commit(), Status::kOk);
  restart();
  EXPECT_EQ(value_at(store(), Table::kItems, "empty"), "");
  EXPECT_EQ(value_at(store(), Table::kItems, "large"), large);
  EXPECT_EQ(value_at(store(), Table::kItems, long_key), "long key");
}

TEST_P(StoreContract, NothingIsUnderAnImpossibleKey) {
  store().put(Table::kItems, "a", "1");
  const std::string too_long(gateway::kKeyBytesMax + 1, 'a');
  EXPECT_EQ(value_at(store(), Table::kItems, ""), std::nullopt);
  EXPECT_EQ(value_at(store(), Table::kItems, too_long), std::nullopt);
  store().erase(Table::kItems, "");
  store().erase(Table::kItems, too_long);
  EXPECT_EQ(store().commit(), Status::kOk);
  EXPECT_EQ(rows_from(store(), Table::kItems), (Rows{{"a", "1"}}));
}

TEST_P(StoreContract, LosesAllOfWhatWasNotCommitted) {
  store().put(Table::kBins, "a", "1");
  store().put(Table::kLedger, "b", "1");
  ASSERT_EQ(store().commit(), Status::kOk);
  store().put(Table::kBins, "a", "2");
  store().erase(Table::kLedger, "b");
  store().put(Table::kItems, "c", "2");
  restart();
  EXPECT_EQ(rows_from(store(), Table::kBins), (Rows{{"a", "1"}}));
  EXPECT_EQ(rows_from(store(), Table::kLedger), (Rows{{"b", "1"}}));
  EXPECT_EQ(rows_from(store(), Table::kItems), Rows{});
}

TEST_P(StoreContract, CommitOfNothingSucceeds) {
  EXPECT_EQ(store().commit(), Status::kOk);
  EXPECT_EQ(store().get(Table::kBins, "a"), std::nullopt);
  store().erase(Table::kBins, "a");
  EXPECT_EQ(store().commit(), Status::kOk);
  EXPECT_EQ(store().checkpoint(), Status::kOk);
}

TEST_P(StoreContract, CheckpointMakesDurableToo) {
  store().put(Table::kBins, "a", "1");
  ASSERT_EQ(store().checkpoint(), Status::kOk);
  restart();
  EXPECT_EQ(value_at(store(), Table::kBins, "a"), "1");
}

TEST_P(StoreContract, SnapshotSeesNothingUncommittedAndEverythingCheckpointed) {
  store().put(Table::kBins, "a", "1");
  ASSERT_EQ(store().checkpoint(), Status::kOk);
  store().put(Table::kBins, "a", "2");
  const auto before = store().snapshot();
  ASSERT_TRUE(before);
  EXPECT_EQ(value_at(**before, Table::kBins, "a"), "1");
  ASSERT_EQ(store().checkpoint(), Status::kOk);
  const auto after = store().snapshot();
  ASSERT_TRUE(after);
  EXPECT_EQ(value_at(**after, Table::kBins, "a"), "2");
  EXPECT_EQ((*after)->failure(), Status::kOk);
  EXPECT_EQ((*after)->failure_text(), "");
}

TEST_P(StoreContract, SnapshotNeverChanges) {
  for (int i = 0; i < 100; ++i) store().put(Table::kLedger, "k" + std::to_string(i), "old");
  ASSERT_EQ(store().checkpoint(), Status::kOk);
  const auto snapshot = store().snapshot();
  ASSERT_TRUE(snapshot);
  const auto held = (*snapshot)->get(Table::kLedger, "k7");
  const Rows rows = rows_from(**snapshot, Table::kLedger);
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 100; i += 2) store().put(Table::kLedger, "k" + std::to_string(i), "new");
    for (int i = 1; i < 100; i += 2) store().erase(Table::kLedger, "k" + std::to_string(i));
    ASSERT_EQ(store().checkpoint(), Status::kOk);
  }
  EXPECT_EQ(rows_from(**snapshot, Table::kLedger), rows);
  EXPECT_EQ(rows_from(**snapshot, Table::kLedger, "k98").size(), 2U);
  EXPECT_EQ(held, "old");
}

TEST_P(StoreContract, HoldsABatchOfManyThousandChanges) {
  constexpr int kRows = 20'000;
  for (int i = 0; i < kRows; ++i) {
    store().put(Table::kItems, "sku" + std::to_string(i), std::string(100, 'x'));
  }
  for (int i = 0; i < kRows; i += 2) store().erase(Table::kItems, "sku" + std::to_string(i));
  ASSERT_EQ(store().commit(), Status::kOk);
  restart();
  EXPECT_EQ(rows_from(store(), Table::kItems).size(), kRows / 2U);
}

using StoreContractDeathTest = StoreContract;

TEST_P(StoreContractDeathTest, RefusesSizesAboveTheLimits) {
  const std::string long_key(gateway::kKeyBytesMax + 1, 'k');
  const std::string long_value(gateway::kValueBytesMax + 1, 'v');
  EXPECT_DEATH(store().put(Table::kItems, long_key, ""), "key");
  EXPECT_DEATH(store().put(Table::kItems, "", "value"), "key");
  EXPECT_DEATH(store().put(Table::kItems, "key", long_value), "value");
}

TEST_P(StoreContractDeathTest, RefusesAVisitorThatWrites) {
  store().put(Table::kItems, "a", "");
  const auto scan_with = [&](const std::function<void()>& act) {
    store().scan(Table::kItems, "", [&](std::string_view, std::string_view) {
      act();
      return true;
    });
  };
  EXPECT_DEATH(scan_with([&] { store().put(Table::kItems, "b", ""); }), "visitor");
  EXPECT_DEATH(scan_with([&] { store().erase(Table::kItems, "a"); }), "visitor");
  EXPECT_DEATH(scan_with([&] { static_cast<void>(store().commit()); }), "visitor");
}

std::string name_of(const testing::TestParamInfo<MakeStore>& info) {
  return kStoreNames[info.index];
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::ValuesIn(kStores), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, StoreContractDeathTest, testing::ValuesIn(kStores), name_of);

}  // namespace
}  // namespace contract
