// SPDX-License-Identifier: MIT
// Promise: a copy of the data that was taken after a checkpoint needs no ring. Beside a ring of
// another time it is brought up to date where that is possible, and else refused with a message
// that says what to do; nothing of either file changes then.
// How: real files, copied, exchanged and damaged.

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>

#include "gateway/store/open.h"
#include "store_files.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using store_files::read_file;
using store_files::write_file;
using wire::Status;
namespace fs = std::filesystem;

class RingBackup : public testing::Test {
 protected:
  static constexpr Options kSmall{.map_bytes = 64 << 20, .ring_bytes = kRingBytesMin};

  std::unique_ptr<Store> open(Durability durability = Durability::kRing) const {
    auto opened = open_store(folder_, durability, kSmall);
    if (!opened) throw std::runtime_error(opened.error().message);
    return *std::move(opened);
  }
  void commit(Store& store, int commits = 1) {
    for (; commits > 0; --commits) {
      store.put(Table::kBins, "count", std::to_string(++count_));
      ASSERT_EQ(store.commit(), Status::kOk);
    }
  }
  static int count_in(const Reader& reader) {
    const auto value = reader.get(Table::kBins, "count");
    return value ? std::stoi(std::string(*value)) : 0;
  }
  /// Neither durability opens it, both say `why`, and no byte of the two files changes.
  void expect_refused(const std::string& why) const {
    const std::string data = read_file(data_);
    const std::string ring = read_file(ring_);
    for (const auto durability : {Durability::kRing, Durability::kCheckpoint}) {
      const auto opened = open_store(folder_, durability, kSmall);
      ASSERT_FALSE(opened);
      EXPECT_EQ(opened.error().status, Status::kCorrupt);
      for (const std::string& words :
           {why, std::string("Put both back from the same copy"), ring_.string()}) {
        EXPECT_NE(opened.error().message.find(words), std::string::npos) << opened.error().message;
      }
    }
    EXPECT_TRUE(read_file(data_) == data);
    EXPECT_TRUE(read_file(ring_) == ring);
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
  fs::path data_ = folder_ / "data.mdb";
  fs::path ring_ = folder_ / "journal.ring";
  int count_ = 0;
};

TEST_F(RingBackup, TakenAfterACheckpointNeedsNoRing) {
  std::string copy;
  {
    const auto store = open();
    commit(*store, 5);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
    copy = read_file(data_);
    commit(*store, 5);
  }
  write_file(data_, copy);
  for (const auto durability : {Durability::kCheckpoint, Durability::kRing}) {
    fs::remove(ring_);
    EXPECT_EQ(count_in(*open(durability)), 5);
  }
  commit(*open());
  EXPECT_EQ(count_in(*open()), 11) << "it goes on, with a ring of its own";
}

TEST_F(RingBackup, BesideARingThatHasAllThatCameLaterIsBroughtUpToDate) {
  std::string copy;
  {
    const auto store = open();
    commit(*store, 3);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
    copy = read_file(data_);
    commit(*store, 2);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
    commit(*store, 2);
  }
  commit(*open());
  write_file(data_, copy);
  EXPECT_EQ(count_in(*open()), 8);
}

TEST_F(RingBackup, BesideARingThatWentRoundSinceIsRefused) {
  commit(*open(), 3);
  const std::string copy = read_file(data_);
  commit(*open(), 400);
  write_file(data_, copy);
  expect_refused("commit 1 is damaged or missing");
  fs::remove(ring_);
  EXPECT_EQ(count_in(*open()), 0) << "the copy was from before any checkpoint";
}

// The restored data went on without the ring, and then that is put back.
TEST_F(RingBackup, BesideTheRingOfATimeThatWasGivenUpIsRefused) {
  std::string copy;
  {
    const auto store = open();
    commit(*store, 3);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
    copy = read_file(data_);
  }
  commit(*open());
  {
    const auto store = open();
    commit(*store, 3);
  }
  const std::string given_up = read_file(ring_);
  write_file(data_, copy);
  fs::remove(ring_);
  {
    const auto store = open();
    commit(*store);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
  }
  const std::string gone_on = read_file(ring_);
  write_file(ring_, given_up);
  expect_refused("commit 5 is damaged or missing");
  write_file(ring_, gone_on);
  EXPECT_EQ(count_in(*open()), 8);
}

TEST_F(RingBackup, AnOlderRingBesideNewerDataChangesNothing) {
  commit(*open(), 3);
  const std::string older = read_file(ring_);
  {
    const auto store = open();
    commit(*store, 3);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
  }
  write_file(ring_, older);
  EXPECT_EQ(count_in(*open()), 6);
}

TEST_F(RingBackup, ADamagedMiddleStopsTheStartUntilItIsWholeAgain) {
  commit(*open(), 5);
  const std::string whole = read_file(ring_);
  std::uint32_t block = 0;
  std::memcpy(&block, whole.data() + 12, sizeof(block));
  constexpr std::size_t kData = 8192;
  for (std::size_t frame = 0; frame < 4; ++frame) {
    std::string damaged = whole;
    damaged[kData + frame * block + 40] ^= 1;
    write_file(ring_, damaged);
    expect_refused("commit " + std::to_string(frame + 1) + " is damaged or missing");
  }
  write_file(ring_, whole);
  EXPECT_EQ(count_in(*open()), 5);
}

}  // namespace
}  // namespace gateway::store
