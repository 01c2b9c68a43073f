// SPDX-License-Identifier: MIT
// Promise: store and ring find each other whatever is missing, and where they do not belong
// together the message says what to do; either durability opens what the other left.
// How: real files, taken away, exchanged, cut and damaged one after the other.

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "checksum.h"
#include "gateway/store/open.h"
#include "store_files.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using wire::Status;
namespace fs = std::filesystem;

constexpr Options kSmall{.map_bytes = 64 << 20, .ring_bytes = 256 * 1024};

class RingOpening : public testing::Test {
 protected:
  std::unique_ptr<Store> open(Durability durability = Durability::kRing) const {
    auto opened = open_store(folder_, durability, kSmall);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    return opened ? *std::move(opened) : nullptr;
  }
  Failure refusal(Durability durability = Durability::kRing) const {
    auto opened = open_store(folder_, durability, kSmall);
    return opened ? Failure{Status::kOk, "it opened"} : opened.error();
  }
  static void commit(Store& store, const std::string& key, const std::string& value = "1") {
    store.put(Table::kBins, key, value);
    ASSERT_EQ(store.commit(), Status::kOk);
  }
  static bool holds(const Store& store, const std::string& key) {
    return store.get(Table::kBins, key).has_value();
  }

  /// Puts `number` into both heads of the ring, with the checksum that belongs to it.
  template <typename Number>
  void write_head(std::size_t at, Number number) const {
    constexpr std::size_t kSumAt = 32;
    std::fstream file(ring_, std::ios::binary | std::ios::in | std::ios::out);
    std::string head(kSumAt, '\0');
    file.read(head.data(), kSumAt);
    std::memcpy(head.data() + at, &number, sizeof(number));
    const std::uint32_t sum = crc32(0, head);
    head.append(reinterpret_cast<const char*>(&sum), sizeof(sum));
    for (const std::streamoff copy : {0, 4096}) {
      file.seekp(copy);
      file.write(head.data(), static_cast<std::streamsize>(head.size()));
    }
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
  fs::path ring_ = folder_ / "journal.ring";
};

TEST_F(RingOpening, RefusesBlocksThatNoVersionWrites) {
  commit(*open(), "a");
  for (const std::uint32_t block : {0U, 1U, 256U, 513U, 8192U, 1U << 31U}) {
    write_head(12, block);
    EXPECT_EQ(refusal().status, Status::kCorrupt) << block;
    EXPECT_NE(refusal().message.find("which no version writes"), std::string::npos);
  }
}

TEST_F(RingOpening, MakesAFileOfFixedSizeForItsOwnerOnly) {
  auto store = open();
  EXPECT_EQ(fs::file_size(ring_), kSmall.ring_bytes);
  EXPECT_EQ(fs::status(ring_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  for (int i = 0; i < 2000; ++i) commit(*store, std::to_string(i), std::string(400, 'x'));
  EXPECT_EQ(fs::file_size(ring_), kSmall.ring_bytes);
}

TEST_F(RingOpening, FindsWhatWasCommitted) {
  commit(*open(), "a");
  commit(*open(), "b");
  const auto store = open();
  EXPECT_TRUE(holds(*store, "a"));
  EXPECT_TRUE(holds(*store, "b"));
}

TEST_F(RingOpening, TakesAStoreOfTheOtherKind) {
  commit(*open(Durability::kCheckpoint), "a");
  EXPECT_FALSE(fs::exists(ring_));
  commit(*open(Durability::kRing), "b");
  commit(*open(Durability::kCheckpoint), "c");
  commit(*open(Durability::kRing), "d");
  for (const auto durability : {Durability::kCheckpoint, Durability::kRing}) {
    const auto store = open(durability);
    for (const char* key : {"a", "b", "c", "d"}) EXPECT_TRUE(holds(*store, key)) << key;
  }
}

TEST_F(RingOpening, MakesAMissingRingAnewAfterAnOrderlyEnd) {
  {
    auto store = open();
    commit(*store, "a");
    ASSERT_EQ(store->close(), Status::kOk);
  }
  fs::remove(ring_);
  commit(*open(), "b");
  const auto store = open();
  EXPECT_TRUE(holds(*store, "a"));
  EXPECT_TRUE(holds(*store, "b"));
}

TEST_F(RingOpening, AFirstStartThatWasCutShortBeginsAgain) {
  ASSERT_EQ(open()->close(), Status::kOk);
  fs::rename(ring_, folder_ / "journal.ring.new");  // made in part, and not there yet
  commit(*open(), "a");
  EXPECT_TRUE(holds(*open(), "a"));
  EXPECT_FALSE(fs::exists(folder_ / "journal.ring.new"));
}

TEST_F(RingOpening, RefusesTheRingOfAnotherStore) {
  open().reset();
  const std::string foreign = store_files::read_file(ring_);
  fs::remove_all(folder_);
  open().reset();
  store_files::write_file(ring_, foreign);
  for (const auto durability : {Durability::kRing, Durability::kCheckpoint}) {
    const Failure failure = refusal(durability);
    EXPECT_EQ(failure.status, Status::kCorrupt);
    EXPECT_NE(failure.message.find("belongs to another store"), std::string::npos)
        << failure.message;
    EXPECT_NE(failure.message.find("put both back from the same copy"), std::string::npos)
        << failure.message;
  }
}

TEST_F(RingOpening, RefusesARingBesideAStoreThatNeverHadOne) {
  open().reset();
  const std::string foreign = store_files::read_file(ring_);
  fs::remove_all(folder_);
  open(Durability::kCheckpoint).reset();
  store_files::write_file(ring_, foreign);
  EXPECT_NE(refusal().message.find("belongs to another store"), std::string::npos);
}

TEST_F(RingOpening, RefusesARingAloneAndMakesNoDataBesideIt) {
  commit(*open(), "a");  // is in the ring alone
  const std::string ring = store_files::read_file(ring_);
  fs::rename(folder_ / "data.mdb", folder_ / "away");
  for (const auto durability : {Durability::kRing, Durability::kCheckpoint}) {
    const Failure failure = refusal(durability);
    EXPECT_EQ(failure.status, Status::kCorrupt);
    EXPECT_NE(failure.message.find("data.mdb is not: the folder must hold"), std::string::npos)
        << failure.message;
    EXPECT_FALSE(fs::exists(folder_ / "data.mdb"));
  }
  EXPECT_EQ(store_files::read_file(ring_), ring);
  fs::rename(folder_ / "away", folder_ / "data.mdb");
  EXPECT_TRUE(holds(*open(), "a")) << "whoever puts both back has everything";
}

TEST_F(RingOpening, RefusesARingThatIsCutShort) {
  open().reset();
  fs::resize_file(ring_, kSmall.ring_bytes - 512);
  EXPECT_EQ(refusal().status, Status::kCorrupt);
  EXPECT_NE(refusal().message.find("cut short"), std::string::npos) << refusal().message;
}

TEST_F(RingOpening, RefusesARingTooSmallForAFrame) {
  open().reset();
  for (const std::uint64_t bytes : {0U, 4096U, 8192U, 16384U}) {
    write_head(16, bytes);
    fs::resize_file(ring_, std::max<std::uint64_t>(bytes, 8192));
    EXPECT_EQ(refusal().status, Status::kCorrupt) << bytes;
    EXPECT_NE(refusal().message.find("cut short"), std::string::npos) << refusal().message;
  }
}

/// The same bytes before and after a start that was refused.
class ANewerRing : public RingOpening {
 protected:
  void SetUp() override {
    commit(*open(), "a");
    auto newer = open_store(folder_, Durability::kRing,
                            {.map_bytes = kSmall.map_bytes,
                             .ring_bytes = kSmall.ring_bytes,
                             .rows_version = gateway::kRowsVersion + 1U});
    ASSERT_TRUE(newer) << newer.error().message;
    commit(**newer, "b");  // is in the ring alone
  }
};

TEST_F(ANewerRing, IsLeftAsItIsWithItsData) {
  const std::string data = store_files::read_file(folder_ / "data.mdb");
  const std::string ring = store_files::read_file(ring_);
  for (const auto durability : {Durability::kRing, Durability::kCheckpoint}) {
    EXPECT_EQ(refusal(durability).status, Status::kVersion);
  }
  EXPECT_EQ(store_files::read_file(folder_ / "data.mdb"), data);
  EXPECT_EQ(store_files::read_file(ring_), ring);
}

TEST_F(RingOpening, NeedsOneOfItsTwoHeads) {
  commit(*open(), "a");
  std::string bytes = store_files::read_file(ring_);
  bytes[3] = '?';
  store_files::write_file(ring_, bytes);
  EXPECT_TRUE(holds(*open(), "a"));
  bytes = store_files::read_file(ring_);
  bytes[4096 + 3] = '?';
  store_files::write_file(ring_, bytes);
  EXPECT_EQ(refusal().status, Status::kCorrupt);
  EXPECT_NE(refusal().message.find("is no journal"), std::string::npos) << refusal().message;
}

}  // namespace
}  // namespace gateway::store
