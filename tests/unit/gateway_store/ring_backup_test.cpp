// SPDX-License-Identifier: MIT
// Promise: data of an orderly end need no ring. Data that were in use do: beside the ring of
// another time, a damaged one or none they are brought up to date where that is possible, and else
// refused with a message that says what to do; nothing of either file changes then. Whoever accepts
// the loss goes on with all that continues the data.
// How: real files, copied, exchanged and damaged.

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

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

  std::unique_ptr<Store> open(Durability durability = Durability::kRing,
                              const AcceptLoss& accept = {}) const {
    auto opened = open_store(folder_, durability, kSmall, accept);
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
           {why, std::string("put both back from the same copy"), ring_.string()}) {
        EXPECT_NE(opened.error().message.find(words), std::string::npos) << opened.error().message;
      }
    }
    EXPECT_TRUE(read_file(data_) == data);
    EXPECT_TRUE(read_file(ring_) == ring);
  }

  static constexpr std::size_t kFrames = 8192;  ///< where they begin

  /// `ring`, whose first frames each fill one block, with a bit of one of them turned.
  static std::string with_damage(std::string ring, std::size_t frame) {
    std::uint32_t block = 0;
    std::memcpy(&block, ring.data() + 12, sizeof(block));
    ring[kFrames + frame * block + 40] ^= 1;
    return ring;
  }

  int asked_ = 0;
  const AcceptLoss accept_ = [this](Store&) -> tl::expected<void, std::string> {
    ++asked_;
    return {};
  };

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
  fs::path data_ = folder_ / "data.mdb";
  fs::path ring_ = folder_ / "journal.ring";
  int count_ = 0;
};

TEST_F(RingBackup, TakenAfterAnOrderlyEndNeedsNoRing) {
  {
    const auto store = open();
    commit(*store, 5);
    ASSERT_EQ(store->close(), Status::kOk);
  }
  const std::string copy = read_file(data_);
  commit(*open(), 5);
  write_file(data_, copy);
  for (const auto durability : {Durability::kCheckpoint, Durability::kRing}) {
    fs::remove(ring_);
    EXPECT_EQ(count_in(*open(durability)), 5);
  }
  commit(*open());
  EXPECT_EQ(count_in(*open()), 11) << "it goes on, with a ring of its own";
}

TEST_F(RingBackup, TakenFromARunningStoreNeedsItsRing) {
  std::string copy;
  {
    const auto store = open();
    commit(*store, 5);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
    copy = read_file(data_);
    commit(*store, 5);
  }
  write_file(data_, copy);
  fs::remove(ring_);
  expect_refused("is missing");
  EXPECT_FALSE(fs::exists(ring_));
  EXPECT_EQ(count_in(*open(Durability::kRing, accept_)), 5);
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
  write_file(data_, copy);
  EXPECT_EQ(count_in(*open()), 7);
}

TEST_F(RingBackup, OlderDataAreRefusedWhereSomethingCameWithoutTheRing) {
  ASSERT_EQ(open()->close(), Status::kOk);
  const std::string copy = read_file(data_);
  commit(*open(Durability::kCheckpoint), 3);
  commit(*open(), 2);
  const std::string data = read_file(data_);
  write_file(data_, copy);
  expect_refused("is damaged or missing");
  write_file(data_, data);
  EXPECT_EQ(count_in(*open()), 5);
}

TEST_F(RingBackup, OlderDataAreRefusedWhereACommitWasTooLargeForTheRing) {
  std::string copy;
  {
    const auto store = open();
    commit(*store, 2);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
    copy = read_file(data_);
    commit(*store, 2);
    store->put(Table::kItems, "large", std::string(kRingBytesMin / 4, 'x'));
    commit(*store);
    EXPECT_EQ(store->backlog().commits, 0U) << "it became a checkpoint";
    commit(*store, 2);
  }
  const std::string data = read_file(data_);
  write_file(data_, copy);
  expect_refused("is damaged or missing");
  write_file(data_, data);
  EXPECT_EQ(count_in(*open()), 7);
}

TEST_F(RingBackup, BesideARingThatWentRoundSinceIsRefused) {
  commit(*open(), 3);
  const std::string copy = read_file(data_);
  commit(*open(), 400);
  write_file(data_, copy);
  expect_refused("commit 2 is damaged or missing");
  EXPECT_EQ(count_in(*open(Durability::kRing, accept_)), 0) << "from before any checkpoint";
  commit(*open(), 3);
  EXPECT_EQ(count_in(*open()), 406) << "what the ring holds of the time before stays dead";
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
    const auto store = open(Durability::kRing, accept_);
    commit(*store);
    ASSERT_EQ(store->checkpoint(), Status::kOk);
  }
  const std::string gone_on = read_file(ring_);
  write_file(ring_, given_up);
  expect_refused("commit 7 is damaged or missing");
  write_file(ring_, gone_on);
  EXPECT_EQ(count_in(*open()), 8);
}

TEST_F(RingBackup, AnOlderRingIsRefused) {
  commit(*open(), 3);
  const std::string older = read_file(ring_);
  commit(*open(), 3);
  const std::string newer = read_file(ring_);
  write_file(ring_, older);
  expect_refused("is older than the data beside it");
  write_file(ring_, newer);
  EXPECT_EQ(count_in(*open()), 6);
}

TEST_F(RingBackup, ADamagedMiddleStopsTheStartUntilItIsWholeAgain) {
  commit(*open(), 5);
  const std::string whole = read_file(ring_);
  for (std::size_t frame = 1; frame < 5; ++frame) {
    write_file(ring_, with_damage(whole, frame));
    expect_refused("commit " + std::to_string(frame + 1) + " is damaged or missing");
  }
  write_file(ring_, whole);
  EXPECT_EQ(count_in(*open()), 5);
}

TEST_F(RingBackup, WithADamagedMiddleItGoesOnFromWhatIsWholeOnceThatIsAccepted) {
  commit(*open(), 5);
  write_file(ring_, with_damage(read_file(ring_), 3));
  EXPECT_EQ(count_in(*open(Durability::kRing, accept_)), 2);
  EXPECT_EQ(asked_, 1);
  commit(*open(), 1);
  EXPECT_EQ(count_in(*open()), 6) << "not asked again, and what followed the damage stays dead";
}

// Of the commits in the ring, the newest is the one behind which no frame proves anything.
TEST_F(RingBackup, ADamagedLastCommitIsNoticedOnceItIsProved) {
  commit(*open(), 5);
  const std::string unproved = read_file(ring_);
  write_file(ring_, with_damage(unproved, 5));
  EXPECT_EQ(count_in(*open()), 4) << "as if a power cut had interrupted it";
  {
    const auto store = open();
    commit(*store);
    ASSERT_EQ(store->prove(), Status::kOk);
    const std::string proved = read_file(ring_);
    ASSERT_EQ(store->prove(), Status::kOk);
    EXPECT_TRUE(read_file(ring_) == proved) << "once is enough";
  }
  const std::string proved = read_file(ring_);
  const auto last = proved.find("count" + std::to_string(count_), kFrames);
  ASSERT_NE(last, std::string::npos);
  std::string damaged = proved;
  damaged[last] ^= 1;
  write_file(ring_, damaged);
  expect_refused("is damaged or missing, and later ones are there");
  write_file(ring_, proved);
  EXPECT_EQ(count_in(*open()), 6);
}

TEST_F(RingBackup, NoRingThatCannotBeReadIsTakenForAnEmptyOne) {
  commit(*open(), 5);
  const std::string whole = read_file(ring_);
  std::string no_head = whole;
  for (const std::size_t head : {0U, 4096U}) no_head[head] ^= 1;
  const std::vector<std::pair<std::string, std::string>> rings{
      {"is no journal of a store", std::string(whole.size(), '\0')},
      {"is cut short", whole.substr(0, whole.size() - 512)},
      {"is no journal of a store", no_head},
      {"is no journal of a store", ""}};
  for (const auto& [why, ring] : rings) {
    write_file(ring_, ring);
    expect_refused(why);
  }
  asked_ = 0;
  EXPECT_EQ(count_in(*open(Durability::kRing, accept_)), 0);
  EXPECT_EQ(asked_, 1);
  EXPECT_TRUE(fs::exists(folder_ / "journal.ring.lost"));
  commit(*open(), 1);
  EXPECT_EQ(count_in(*open()), 6);
}

TEST_F(RingBackup, WhatTellsOfTheLossIsCommittedWithIt) {
  commit(*open(), 5);
  fs::remove(ring_);
  const auto store = open(Durability::kRing, [](Store& left) -> tl::expected<void, std::string> {
    left.put(Table::kBins, "told", "1");
    return {};
  });
  EXPECT_TRUE(store->get(Table::kBins, "told"));
  const auto snapshot = store->snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_TRUE((*snapshot)->get(Table::kBins, "told"));
}

TEST_F(RingBackup, WhatIsSaidOfTheLossEndsTheRefusal) {
  commit(*open(), 5);
  fs::remove(ring_);
  for (const auto durability : {Durability::kRing, Durability::kCheckpoint}) {
    const auto refused =
        open_store(folder_, durability, kSmall, [](Store& left) -> tl::expected<void, std::string> {
          left.put(Table::kBins, "told", "1");
          return tl::unexpected(std::string("Say yes."));
        });
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().message.ends_with("Nothing was changed. Say yes."))
        << refused.error().message;
  }
  EXPECT_FALSE(open(Durability::kRing, accept_)->get(Table::kBins, "told"));
}

}  // namespace
}  // namespace gateway::store
