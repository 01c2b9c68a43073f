// SPDX-License-Identifier: MIT
// Promise: what an earlier Shelfwire wrote stays readable, byte for byte.
// Method: open a copy of a store file that was written once and checked in.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "gateway/store/lmdb_store.h"
#include "rows_v1.h"
#include "support/source_tree.h"
#include "support/temp_folder.h"

namespace {

using gateway::Table;
using gateway::store::LmdbStore;
using Rows = std::map<std::pair<Table, std::string>, std::string>;

Rows rows_of(const gateway::Reader& reader) {
  Rows rows;
  for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
    reader.scan(Table{i}, "", [&](std::string_view key, std::string_view value) {
      rows.emplace(std::pair(Table{i}, std::string(key)), value);
      return true;
    });
  }
  return rows;
}

TEST(GoldenStore, Version1IsReadAndWrittenFurther) {
  if (sizeof(void*) != 8) GTEST_SKIP() << "LMDB's files depend on the word size";
  const support::TempFolder folder;
  std::filesystem::copy_file(support::source_tree() / "tests/golden/store/v1.mdb",
                             folder.path() / "data.mdb");
  std::filesystem::permissions(folder.path() / "data.mdb", std::filesystem::perms::owner_all);
  Rows expected;
  for (golden::Row& row : golden::rows_v1()) expected[{row.table, row.key}] = row.value;

  auto store = LmdbStore::open(folder.path(), {.create = false});
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(rows_of(**store), expected);
  EXPECT_EQ((*store)->failure(), wire::Status::kOk);

  (*store)->put(Table::kBins, "SKU-2", "1");
  expected[{Table::kBins, "SKU-2"}] = "1";
  ASSERT_EQ((*store)->commit(), wire::Status::kOk);
  store->reset();
  store = LmdbStore::open(folder.path());
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(rows_of(**store), expected);
}

}  // namespace
