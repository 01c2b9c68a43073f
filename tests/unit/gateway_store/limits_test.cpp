// SPDX-License-Identifier: MIT
// Promise: when the disk or the size limit ends, the store fails once and for
// all, and what is found afterwards is exactly the last commit.
// Method: a tiny map; a limit on the file's size set with setrlimit; then reopen.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "store_files.h"
#include "support/small_device.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using store_files::open_store;
using wire::Status;
namespace fs = std::filesystem;

/// Makes writes beyond `bytes` of any file fail (EFBIG) while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::uint64_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

class Limits : public testing::Test {
 protected:
  static std::size_t rows(const Reader& reader) {
    std::size_t count = 0;
    reader.scan(Table::kLedger, "", [&](std::string_view, std::string_view) {
      ++count;
      return true;
    });
    return count;
  }

  /// Commits ten rows at a time until the store fails; says how many were durable.
  static std::size_t fill(LmdbStore& store) {
    std::size_t durable = 0;
    for (std::size_t next = 0;;) {
      for (int i = 0; i < 10; ++i) {
        store.put(Table::kLedger, std::to_string(next++), std::string(500, 'x'));
      }
      if (store.commit() != Status::kOk) return durable;
      durable = next;
    }
  }

  static void expect_failed(LmdbStore& store, Status status) {
    EXPECT_EQ(store.failure(), status);
    EXPECT_NE(store.failure_text(), "");
    store.put(Table::kBins, "after", "failure");
    store.erase(Table::kLedger, "0");
    EXPECT_EQ(store.get(Table::kLedger, "0"), std::nullopt);
    EXPECT_EQ(rows(store), 0U);
    EXPECT_EQ(store.commit(), status);
    EXPECT_EQ(store.checkpoint(), status);
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
};

TEST_F(Limits, FullMapFailsAndLeavesTheLastCommit) {
  auto store = open_store(folder_, {.map_bytes = kMapBytesMin});
  const std::size_t durable = fill(*store);
  EXPECT_GT(durable, 50U);
  expect_failed(*store, Status::kFull);
  EXPECT_NE(store->failure_text().find("size limit"), std::string::npos) << store->failure_text();
  store.reset();

  store = open_store(folder_, {.map_bytes = 4 * kMapBytesMin});
  EXPECT_EQ(rows(*store), durable);
  EXPECT_EQ(store->get(Table::kBins, "after"), std::nullopt);
  store->put(Table::kLedger, "more", std::string(50'000, 'x'));
  EXPECT_EQ(store->commit(), Status::kOk) << "a larger limit helps";
}

TEST_F(Limits, WriteErrorFailsAndLeavesTheLastCommit) {
  auto store = open_store(folder_);
  std::size_t durable = 0;
  {
    const FileSizeLimit limit(300 * 1024);
    durable = fill(*store);
  }
  EXPECT_GT(durable, 50U);
  expect_failed(*store, Status::kIoError);
  store.reset();
  store = open_store(folder_);
  EXPECT_EQ(rows(*store), durable);
}

TEST_F(Limits, FullDeviceIsNamedAsSuchAndLeavesTheLastCommit) {
  support::on_a_small_device(temp_.path(), 300, [&] {
    auto store = open_store(folder_);
    const std::size_t durable = fill(*store);
    EXPECT_GT(durable, 50U);
    expect_failed(*store, Status::kFull);
    EXPECT_NE(store->failure_text().find("free some space"), std::string::npos)
        << store->failure_text();
    store.reset();
    EXPECT_EQ(rows(*open_store(folder_)), durable);
  });
}

TEST_F(Limits, UsageGrowsAndShrinksWithWhatIsStored) {
  auto store = open_store(folder_, {.map_bytes = 8 << 20});
  const Usage empty = store->usage();
  EXPECT_EQ(empty.bytes_max, 8U << 20U);
  EXPECT_LT(empty.bytes_used, 100'000U);
  for (int i = 0; i < 100; ++i) {
    store->put(Table::kLedger, std::to_string(i), std::string(20'000, 'x'));
  }
  ASSERT_EQ(store->commit(), Status::kOk);
  const Usage filled = store->usage();
  EXPECT_GT(filled.bytes_used, 2'000'000U);
  EXPECT_LT(filled.bytes_used, 2'800'000U);
  for (int i = 0; i < 100; ++i) store->erase(Table::kLedger, std::to_string(i));
  ASSERT_EQ(store->commit(), Status::kOk);
  EXPECT_LT(store->usage().bytes_used, 100'000U) << "free pages count as used";
}

TEST_F(Limits, OneSnapshotTooManyIsRefusedAndTheOthersWork) {
  auto store = open_store(folder_);
  store->put(Table::kLedger, "a", "1");
  ASSERT_EQ(store->commit(), Status::kOk);
  std::vector<std::unique_ptr<Reader>> snapshots;
  for (;;) {
    auto snapshot = store->snapshot();
    if (!snapshot) {
      EXPECT_EQ(snapshot.error(), Status::kUnavailable);
      break;
    }
    snapshots.push_back(std::move(*snapshot));
    ASSERT_LT(snapshots.size(), 1000U);
  }
  EXPECT_GE(snapshots.size(), 100U);
  EXPECT_EQ(snapshots.back()->get(Table::kLedger, "a"), "1");
  EXPECT_EQ(store->failure(), Status::kOk);
  EXPECT_GT(store->usage().bytes_used, 0U);
  snapshots.pop_back();
  EXPECT_TRUE(store->snapshot());
}

using LimitsDeathTest = Limits;

TEST_F(LimitsDeathTest, SnapshotMustNotOutliveTheStore) {
  EXPECT_DEATH(
      {
        auto store = open_store(folder_);
        const auto snapshot = store->snapshot();
        store.reset();
      },
      "outlives");
}

}  // namespace
}  // namespace gateway::store
