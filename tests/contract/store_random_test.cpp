// SPDX-License-Identifier: MIT
// Promise: whatever is put, erased, committed and lost in whatever order, a store
// holds exactly what a plain map would.
// Method: seeded random operations against std::map, with restarts; the seed is
// part of every failure's text. More seeds: SHELFWIRE_STORE_SEEDS=n.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "store_under_test.h"

namespace contract {
namespace {

using gateway::Table;
using wire::Status;
using Model = std::map<std::pair<Table, std::string>, std::string>;

class Walk {
 public:
  Walk(StoreUnderTest& under_test, unsigned seed) : under_test_(under_test), random_(seed) {}

  void run(int steps) {
    for (int i = 0; i < steps && !testing::Test::HasFailure(); ++i) step();
    expect_equal(under_test_.store(), now_);
  }

 private:
  unsigned below(unsigned limit) {
    return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_);
  }
  Table any_table() { return Table{static_cast<std::uint8_t>(below(3))}; }
  std::string any_key() {
    const unsigned kind = below(20);
    if (kind == 0) return std::string(gateway::kKeyBytesMax, static_cast<char>(below(256)));
    return std::string(1 + below(3), static_cast<char>(below(kind == 1 ? 256 : 12)));
  }
  std::string any_value() {
    const unsigned kind = below(20);
    const unsigned size = kind == 0 ? below(20'000) : kind < 4 ? below(1500) : below(60);
    return std::string(size, static_cast<char>(below(256)));
  }

  void step() {
    gateway::Store& store = under_test_.store();
    const unsigned what = below(100);
    if (what < 55) {
      const Table table = any_table();
      const std::string key = any_key();
      const std::string value = any_value();
      store.put(table, key, value);
      now_[{table, key}] = value;
    } else if (what < 80) {
      const Table table = any_table();
      const std::string key = any_key();
      store.erase(table, key);
      now_.erase({table, key});
    } else if (what < 88) {
      expect_same_value(store, any_table(), any_key());
    } else if (what < 96) {
      ASSERT_EQ(what < 92 ? store.commit() : store.checkpoint(), Status::kOk);
      committed_ = now_;
    } else if (what < 98) {
      expect_snapshot_is_a_commit();
    } else {
      under_test_.restart();
      now_ = committed_;
      expect_equal(under_test_.store(), now_);
    }
  }

  void expect_same_value(const gateway::Reader& reader, Table table, const std::string& key) {
    const auto found = now_.find({table, key});
    const auto value = reader.get(table, key);
    ASSERT_EQ(value.has_value(), found != now_.end());
    if (value) {
      ASSERT_EQ(*value, found->second);
    }
  }

  void expect_snapshot_is_a_commit() {
    ASSERT_EQ(under_test_.store().checkpoint(), Status::kOk);
    committed_ = now_;
    const auto snapshot = under_test_.store().snapshot();
    ASSERT_TRUE(snapshot);
    under_test_.store().put(Table::kMeta, "later", "not in the snapshot");
    now_[{Table::kMeta, "later"}] = "not in the snapshot";
    expect_equal(**snapshot, committed_);
  }

  static void expect_equal(const gateway::Reader& reader, const Model& model) {
    Model found;
    for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
      reader.scan(Table{i}, "", [&](std::string_view key, std::string_view value) {
        found.emplace_hint(found.end(), std::pair(Table{i}, std::string(key)), value);
        return true;
      });
    }
    EXPECT_EQ(reader.failure(), Status::kOk);
    ASSERT_TRUE(found == model) << found.size() << " rows, the model has " << model.size();
  }

  StoreUnderTest& under_test_;
  std::mt19937 random_;
  Model now_;
  Model committed_;
};

unsigned seeds() {
  const char* const wanted = std::getenv("SHELFWIRE_STORE_SEEDS");
  return wanted != nullptr ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)) : 10;
}

class StoreRandom : public testing::TestWithParam<MakeStore> {};

TEST_P(StoreRandom, HoldsWhatAMapWouldHold) {
  for (unsigned seed = 1; seed <= seeds() && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto under_test = GetParam()();
    Walk(*under_test, seed).run(600);
  }
}

std::string name_of_random(const testing::TestParamInfo<MakeStore>& info) {
  return kStoreNames[info.index];
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreRandom, testing::ValuesIn(kStores), name_of_random);

}  // namespace
}  // namespace contract
