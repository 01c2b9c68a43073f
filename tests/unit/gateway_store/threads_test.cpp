// SPDX-License-Identifier: MIT
// Promise: snapshots may be taken and read on any thread while the writer
// commits, and each shows one commit, whole.
// Method: the writer gives every row of a table the same number, one commit a
// number; readers look for two numbers in one snapshot, and for time going back.

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "store_files.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

constexpr int kRows = 50;
constexpr int kCommits = 150;
constexpr int kReaders = 16;  // more than cores: each is held up anywhere

void read_until(const LmdbStore& store, const std::atomic<bool>& done, std::atomic<int>& wrong) {
  int newest = 0;
  while (!done) {
    const auto snapshot = store.snapshot();
    if (!snapshot) {
      ++wrong;
      return;
    }
    std::vector<int> numbers;
    (*snapshot)->scan(Table::kBins, "", [&](std::string_view, std::string_view value) {
      numbers.push_back(std::stoi(std::string(value)));
      return true;
    });
    const bool whole = numbers.size() == kRows && numbers == std::vector<int>(kRows, numbers[0]);
    if (!whole || numbers[0] < newest || (*snapshot)->failure() != wire::Status::kOk) ++wrong;
    if (!numbers.empty()) newest = numbers[0];
  }
}

TEST(Threads, EverySnapshotIsOneWholeCommit) {
  const support::TempFolder temp;
  const auto store = store_files::open_store(temp.path() / "store");
  const auto write_all = [&](int number) {
    for (int row = 0; row < kRows; ++row) {
      store->put(Table::kBins, "row" + std::to_string(row), std::to_string(number));
    }
    ASSERT_EQ(store->commit(), wire::Status::kOk);
  };
  write_all(1);
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&] { read_until(*store, done, wrong); });
  }
  for (int number = 2; number <= kCommits; ++number) write_all(number);
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace gateway::store
