// SPDX-License-Identifier: MIT
// Promise: rows that the store behind does not have yet are kept with their last value, and
// each commit writes down what it changed, once a key.
// How: random changes and commits against maps; values that are put back from where they lie.

#include "pending_rows.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace gateway::store {
namespace {

using Model = std::map<std::pair<Table, std::string>, std::optional<std::string>>;

Model committed_by(PendingRows& rows) {
  Model found;
  const auto content =
      read_changes(rows.pack(), [&](Table table, std::string_view key, Change change) {
        EXPECT_TRUE(found.emplace(std::pair(table, std::string(key)), change).second)
            << "a key is there twice";
      });
  EXPECT_EQ(content, Content::kWhole);
  return found;
}

Model all_of(const PendingRows& rows) {
  Model found;
  for (std::uint8_t table = 0; table < kTableCount; ++table) {
    for (const auto& [key, row] : rows.of(Table{table})) {
      found[{Table{table}, std::string(key)}] = row.change();
    }
  }
  return found;
}

class Changing {
 public:
  void change_one() {
    const Table table{static_cast<std::uint8_t>(random_() % kTableCount)};
    const std::string key(1 + random_() % 3, static_cast<char>(random_() % 9));
    if (random_() % 4 == 0) {
      rows_.erase(table, key);
      note(table, key, std::nullopt);
      return;
    }
    const std::string value(random_() % 4 * 7, static_cast<char>(random_()));
    rows_.put(table, key, value);
    note(table, key, value);
  }
  void commit() {
    EXPECT_EQ(rows_.all_committed(), commit_.empty());
    ASSERT_EQ(committed_by(rows_), commit_);
    rows_.committed();
    commit_.clear();
    ASSERT_TRUE(committed_by(rows_).empty());
    ASSERT_EQ(all_of(rows_), all_);
  }
  void clear() {
    rows_.clear();
    all_.clear();
    ASSERT_TRUE(all_of(rows_).empty());
    EXPECT_EQ(rows_.bytes(), 0U);
  }
  unsigned any() { return static_cast<unsigned>(random_()); }

 private:
  void note(Table table, const std::string& key, const std::optional<std::string>& value) {
    all_[{table, key}] = value;
    commit_[{table, key}] = value;
  }

  std::mt19937 random_{1};
  PendingRows rows_;
  Model all_;
  Model commit_;
};

TEST(PendingRows, KeepTheLastOfEachKeyAndTellEachCommitOnce) {
  Changing changing;
  for (int commit = 0; commit < 300; ++commit) {
    const auto count = changing.any() % 300;
    for (unsigned i = 0; i < count; ++i) changing.change_one();
    changing.commit();
    if (changing.any() % 8 == 0) changing.clear();
  }
}

TEST(PendingRows, TakeValuesThatLieInThem) {
  PendingRows rows;
  rows.put(Table::kBins, "a", "0123456789");
  rows.put(Table::kBins, "a", rows.find(Table::kBins, "a")->change()->substr(3, 5));
  EXPECT_EQ(rows.find(Table::kBins, "a")->change(), "34567");
  rows.put(Table::kBins, "b", *rows.find(Table::kBins, "a")->change());
  EXPECT_EQ(rows.find(Table::kBins, "b")->change(), "34567");
  EXPECT_EQ(rows.find(Table::kBins, "c"), nullptr);
  EXPECT_EQ(rows.find(Table::kItems, "a"), nullptr);
}

TEST(PendingRows, OfHotKeysTakeNoMoreMemoryWithEachChange) {
  PendingRows rows;
  rows.put(Table::kMeta, "counters", std::string(100, 'x'));
  const auto before = rows.bytes();
  for (int i = 0; i < 1'000; ++i) rows.put(Table::kMeta, "counters", std::string(100, 'y'));
  EXPECT_EQ(rows.bytes(), before);
}

}  // namespace
}  // namespace gateway::store
