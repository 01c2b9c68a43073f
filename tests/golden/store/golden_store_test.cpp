// SPDX-License-Identifier: MIT
// Promise: a gateway's folder of each released format, data and ring, is opened by today's
// program: nothing is lost, verify finds it sound, every list can be read, and it goes on.
// How: copies of the folders that were made once and checked in, v1 for format 1 and so on. What
// v<n> holds is listed in tests/golden/rows/v<n>-store.txt.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "gateway/catalogue/catalogue.h"
#include "gateway/engine/engine.h"
#include "gateway/orders/invoice.h"
#include "gateway/orders/order.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/stock/ledger.h"
#include "gateway/store/open.h"
#include "gateway/tasks/tasks.h"
#include "gateway/verify/verify.h"
#include "rows.h"
#include "support/source_tree.h"
#include "support/temp_folder.h"

namespace {

namespace fs = std::filesystem;
using gateway::Table;
using gateway::store::Durability;

const fs::path kGolden = support::source_tree() / "tests" / "golden";

golden::Rows rows_of(const gateway::Reader& reader) {
  golden::Rows rows;
  for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
    reader.scan(Table{i}, "", [&](std::string_view key, std::string_view value) {
      rows.emplace(std::pair(Table{i}, std::string(key)), value);
      return true;
    });
  }
  return rows;
}

/// How many rows each list of the domain shows.
std::map<std::string, std::size_t> lists_of(const gateway::Reader& store) {
  constexpr std::size_t kAll = 1000;
  std::map<std::string, std::size_t> rows;
  rows["items"] = list_items(store, {}, kAll).size();
  rows["suppliers"] = list_suppliers(store, {}, kAll).size();
  rows["locations"] = list_locations(store, {}, kAll).size();
  const auto count = [&rows](const char* name) {
    return [&number = rows[name]](const auto& /*row*/) { return ++number > 0; };
  };
  scan_ledger(store, 1, count("ledger"));
  scan_bins(store, {}, {}, count("bins"));
  scan_positions(store, {}, {}, count("positions"));
  scan_tasks(store, 0, count("exceptions"));
  scan_incidents(store, 0, count("incidents"));
  scan_unreadable(store, 0, count("unreadable"));
  scan_purchases(store, 0, count("purchase_orders"));
  scan_outbox(store, 0, count("outbox"));
  scan_orders(store, 0, count("orders"));
  scan_invoices(store, 0, count("invoices"));
  for (std::uint64_t order = 1; order <= rows["orders"]; ++order) {
    rows["reservations"] += list_reservations(store, order).size();
  }
  return rows;
}

class GoldenStore : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (sizeof(void*) != 8) GTEST_SKIP() << "LMDB's files depend on the word size";
    fs::copy(kGolden / "store" / GetParam(), folder_);
    fs::permissions(folder_, fs::perms::owner_all);
    for (const auto& file : fs::directory_iterator(folder_)) {
      fs::permissions(file.path(), fs::perms::owner_read | fs::perms::owner_write);
    }
  }
  [[nodiscard]] std::unique_ptr<gateway::Store> open(Durability durability) const {
    auto opened = open_store(folder_, durability, {.map_bytes = 64 << 20, .create = false});
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    return opened ? *std::move(opened) : nullptr;
  }

  const golden::Rows expected_ = golden::read_rows(kGolden / "rows" / (GetParam() + "-store.txt"));
  const support::TempFolder temp_;
  const fs::path folder_ = temp_.path() / "store";
};

TEST_P(GoldenStore, HasARowInEveryTable) {
  std::set<Table> tables;
  for (const auto& [place, value] : rows_of(*open(Durability::kRing))) tables.insert(place.first);
  constexpr std::size_t kTablesOfVersion1 = 24;
  EXPECT_EQ(tables.size(), GetParam() == "v1" ? kTablesOfVersion1 : gateway::kTableCount);
}

TEST_P(GoldenStore, HasLostNothingWhicheverWayItIsOpened) {
  ASSERT_FALSE(expected_.empty());
  EXPECT_EQ(rows_of(*open(Durability::kRing)), expected_);
  EXPECT_EQ(rows_of(*open(Durability::kCheckpoint)), expected_);
}

TEST_P(GoldenStore, IsSoundAndEveryListCanBeRead) {
  const auto store = open(Durability::kRing);
  gateway::Engine engine(*store, {.site = "main"});
  ASSERT_EQ(engine.open(), wire::Status::kOk) << store->failure_text();
  const auto report = verify(*store, {});
  EXPECT_TRUE(report.ok()) << report.problems.texts.front();
  for (const auto& [list, rows] : lists_of(*store)) {
    const auto stored = std::count_if(expected_.begin(), expected_.end(), [&](const auto& row) {
      return gateway::table_name(row.first.first) == list;
    });
    EXPECT_EQ(rows, static_cast<std::size_t>(stored)) << list;
  }
  EXPECT_EQ(store->failure(), wire::Status::kOk) << store->failure_text();
}

TEST_P(GoldenStore, GoesOn) {
  auto store = open(Durability::kRing);
  auto expected = expected_;
  store->put(Table::kSeenOrder, "a key", "a value");
  expected[{Table::kSeenOrder, "a key"}] = "a value";
  ASSERT_EQ(store->commit(), wire::Status::kOk);
  store.reset();
  EXPECT_EQ(rows_of(*open(Durability::kRing)), expected);
}

std::vector<std::string> formats() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kGolden / "store")) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(Formats, GoldenStore, testing::ValuesIn(formats()),
                         [](const auto& format) { return format.param; });

}  // namespace
