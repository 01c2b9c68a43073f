// SPDX-License-Identifier: MIT
// Promise: where the size limit or the device ends, a store with a ring keeps all that was
// acked, says why it does not go on, and goes on once there is room.
// How: real files: a tiny map, and a tiny file system that a second file fills.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "gateway/store/ring_store.h"
#include "store_files.h"
#include "support/small_device.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using wire::Status;
namespace fs = std::filesystem;

class RingLimits : public testing::Test {
 protected:
  static constexpr Options kTiny{.map_bytes = kMapBytesMin, .ring_bytes = 1024 * 1024};
  static constexpr Options kLarger{.map_bytes = 8 * kMapBytesMin, .ring_bytes = 1024 * 1024};

  static std::unique_ptr<RingStore> open(const fs::path& folder, const Options& options) {
    auto opened = RingStore::open(folder, options);
    if (!opened) throw std::runtime_error(opened.error().message);
    return *std::move(opened);
  }
  /// Commits some rows at a time until there are `rows`; kOk, or what the store says before.
  static Status fill(RingStore& store, std::size_t& durable, std::size_t rows,
                     std::size_t at_a_time = 1) {
    while (durable < rows) {
      const std::size_t end = std::min(durable + at_a_time, rows);
      for (std::size_t i = durable; i < end; ++i) {
        store.put(Table::kLedger, std::to_string(1000 + i), std::string(900, 'x'));
      }
      if (const Status status = store.commit(); status != Status::kOk) return status;
      durable = end;
    }
    return Status::kOk;
  }
  /// Opened without room for a checkpoint.
  static void expect_readable(RingStore& store, std::size_t durable) {
    EXPECT_EQ(rows(store), durable);
    EXPECT_EQ(store.checkpoint(), Status::kFull);
    EXPECT_EQ(store.failure(), Status::kOk) << store.failure_text();
    EXPECT_EQ(rows(**store.snapshot()), durable) << "from memory";
  }
  static std::size_t rows(const Reader& reader) {
    std::size_t count = 0;
    reader.scan(Table::kLedger, "", [&](std::string_view key, std::string_view value) {
      EXPECT_EQ(key, std::to_string(1000 + count));
      EXPECT_EQ(value.size(), 900U);
      ++count;
      return true;
    });
    return count;
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
};

TEST_F(RingLimits, AFullMapLosesNothingThatWasAcked) {
  constexpr Options kTinyBoth{.map_bytes = kMapBytesMin, .ring_bytes = 256 * 1024};
  std::size_t durable = 0;
  auto store = open(folder_, kTinyBoth);
  EXPECT_EQ(fill(*store, durable, 1000), Status::kFull);
  EXPECT_GT(durable, 50U);
  EXPECT_NE(store->failure_text().find("size limit"), std::string::npos) << store->failure_text();
  EXPECT_EQ(store->checkpoint(), Status::kFull);
  store.reset();

  for (int tries = 0; tries < 3; ++tries) {  // the ring holds more than the map
    store = open(folder_, kTinyBoth);
    expect_readable(*store, durable);
    store.reset();
  }
  store = open(folder_, kLarger);
  EXPECT_EQ(rows(*store), durable);
  EXPECT_EQ(fill(*store, durable, durable + 100), Status::kOk) << "a larger limit helps";
}

// The last pages are needed by the commit itself: around that point each number of rows.
TEST_F(RingLimits, ACheckpointThatFillsTheMapLosesNothingThatWasAcked) {
  const auto folder_of = [&](std::size_t number) { return temp_.path() / std::to_string(number); };
  std::size_t fits = 1;
  std::size_t too_many = 1000;
  while (too_many - fits > 1) {
    const std::size_t half = (fits + too_many) / 2;
    std::size_t durable = 0;
    auto store = open(folder_of(half), kTiny);
    ASSERT_EQ(fill(*store, durable, half, 50), Status::kOk);
    (store->checkpoint() == Status::kOk ? fits : too_many) = half;
    store.reset();
    fs::remove_all(folder_of(half));
  }
  int full = 0;
  for (std::size_t wanted = fits - 10; wanted < fits + 10; ++wanted) {
    const fs::path folder = folder_of(wanted);
    std::size_t durable = 0;
    auto store = open(folder, kTiny);
    ASSERT_EQ(fill(*store, durable, wanted, 50), Status::kOk);
    const auto commits = store->backlog().commits;
    const Status status = store->checkpoint();
    EXPECT_EQ(store->failure(), Status::kOk);
    EXPECT_EQ(rows(*store), durable);
    if (status == Status::kFull) {
      ++full;
      EXPECT_EQ(store->backlog().commits, commits);
      EXPECT_EQ(rows(**store->snapshot()), durable) << "from memory";
    } else {
      EXPECT_EQ(status, Status::kOk);
    }
    store.reset();
    EXPECT_EQ(rows(*open(folder, kLarger)), durable);
  }
  EXPECT_GT(full, 0);
}

TEST_F(RingLimits, AFullDeviceHoldsCheckpointsUpAndLosesNothingThatWasAcked) {
  support::on_a_small_device(temp_.path(), 900, [&] {
    constexpr Options kOptions{.map_bytes = 64 << 20, .ring_bytes = 256 * 1024};
    std::size_t durable = 0;
    auto store = open(folder_, kOptions);
    EXPECT_EQ(fill(*store, durable, 20), Status::kOk);
    EXPECT_EQ(store->checkpoint(), Status::kOk);
    const fs::path ballast = temp_.path() / "ballast";
    std::ofstream(ballast) << std::string(2 << 20, 'b');  // as much as there is room for

    for (int tries = 0; tries < 3; ++tries) {
      EXPECT_EQ(fill(*store, durable, durable + 10), Status::kOk) << "the ring has its place";
      EXPECT_EQ(store->checkpoint(), Status::kFull);
      EXPECT_EQ(store->failure(), Status::kOk) << store->failure_text();
      EXPECT_EQ(rows(*store), durable);
      EXPECT_EQ(rows(**store->snapshot()), durable) << "from memory";
    }
    for (int starts = 0; starts < 3; ++starts) {
      store.reset();
      store = open(folder_, kOptions);
      expect_readable(*store, durable);
      EXPECT_EQ(fill(*store, durable, durable + 5), Status::kOk) << "the ring has its place";
      expect_readable(*store, durable);
    }
    fs::resize_file(ballast, 0);
    EXPECT_EQ(store->checkpoint(), Status::kOk);
    EXPECT_EQ(rows(**store->snapshot()), durable);
    store.reset();
    store = open(folder_, kOptions);
    EXPECT_EQ(rows(*store), durable);
    std::ofstream(ballast) << std::string(2 << 20, 'b');
    EXPECT_EQ(fill(*store, durable, durable + 50), Status::kOk);
    EXPECT_EQ(store->checkpoint(), Status::kFull);
    fs::remove(ballast);
    EXPECT_EQ(store->checkpoint(), Status::kOk) << "there is room again";
    EXPECT_EQ(store->backlog().commits, 0U);
    EXPECT_EQ(rows(**store->snapshot()), durable);
    store.reset();
    EXPECT_EQ(rows(*open(folder_, kOptions)), durable);
  });
}

TEST_F(RingLimits, ALossAcceptedOnAFullDeviceLeavesTheRingWhereItIs) {
  support::on_a_small_device(temp_.path(), 900, [&] {
    constexpr Options kOptions{.map_bytes = 64 << 20, .ring_bytes = 256 * 1024};
    std::size_t durable = 0;
    EXPECT_EQ(fill(*open(folder_, kOptions), durable, 20), Status::kOk);
    const fs::path ring = folder_ / "journal.ring";
    fs::resize_file(ring, kOptions.ring_bytes - 512);
    const fs::path ballast = temp_.path() / "ballast";
    std::ofstream(ballast) << std::string(2 << 20, 'b');
    const AcceptLoss accept = [](Store&) { return tl::expected<void, std::string>(); };
    for (int tries = 0; tries < 2; ++tries) {
      const auto opened = RingStore::open(folder_, kOptions, accept);
      ASSERT_FALSE(opened);
      EXPECT_EQ(opened.error().status, Status::kFull) << opened.error().message;
      EXPECT_NE(opened.error().message.find("free some space"), std::string::npos);
      EXPECT_EQ(fs::file_size(ring), kOptions.ring_bytes - 512) << "it can still be saved";
      EXPECT_FALSE(fs::exists(folder_ / "journal.ring.lost"));
      EXPECT_FALSE(fs::exists(folder_ / "journal.ring.new")) << "it takes room from others";
    }
    fs::remove(ballast);
    const auto opened = RingStore::open(folder_, kOptions, accept);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(fs::exists(folder_ / "journal.ring.lost"));
  });
}

}  // namespace
}  // namespace gateway::store
