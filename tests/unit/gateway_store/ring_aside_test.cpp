// SPDX-License-Identifier: MIT
// Promise: a ring that says nothing is put aside, never over an earlier one. After an orderly end
// nothing is lost with it, so nobody is asked; else a person is, whatever lies in its place.
// How: real files, with something else where the ring was.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>
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

class RingAside : public testing::Test {
 protected:
  static constexpr Options kSmallRing{.map_bytes = 64 << 20, .ring_bytes = kRingBytesMin};

  tl::expected<std::unique_ptr<Store>, Failure> open(bool accepts = false) {
    AcceptLoss accept;
    if (accepts) {
      accept = [this](Store&) -> tl::expected<void, std::string> {
        ++asked_;
        return {};
      };
    }
    return open_store(folder_, Durability::kRing, kSmallRing, accept);
  }
  void add_row(const std::string& key, bool in_order) {
    auto store = open();
    ASSERT_TRUE(store) << store.error().message;
    (*store)->put(Table::kBins, key, "1");
    ASSERT_EQ((*store)->commit(), Status::kOk);
    EXPECT_EQ(in_order ? (*store)->close() : Status::kOk, Status::kOk);
  }
  /// What lies in the ring's place, and what is said of it.
  [[nodiscard]] std::vector<std::pair<std::string, std::function<void()>>> wrecks() const {
    const auto size = fs::file_size(ring_);
    return {{"is no journal of a store", [=, this] { write_file(ring_, std::string(size, 0)); }},
            {"is no journal of a store", [this] { write_file(ring_, ""); }},
            {"is cut short", [=, this] { fs::resize_file(ring_, size - 512); }},
            {"is a folder",
             [this] {
               fs::remove(ring_);
               fs::create_directory(ring_);
             }},
            {"is not a file", [this] {
               fs::remove(ring_);
               ASSERT_EQ(mkfifo(ring_.c_str(), 0600), 0);
             }}};
  }

  int asked_ = 0;
  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
  fs::path ring_ = folder_ / "journal.ring";
  fs::path lost_ = folder_ / "journal.ring.lost";
};

TEST_F(RingAside, IsMadeAnewAfterAnOrderlyEndWhateverLiesThere) {
  add_row("a", true);
  for (const auto& [why, wreck] : wrecks()) {
    SCOPED_TRACE(why);
    wreck();
    auto store = open();
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_TRUE((*store)->get(Table::kBins, "a"));
    EXPECT_TRUE(fs::is_regular_file(ring_));
    EXPECT_TRUE(fs::exists(lost_)) << "what lay there can still be looked at";
    ASSERT_EQ((*store)->close(), Status::kOk);
    store->reset();
    fs::remove(lost_);
  }
}

TEST_F(RingAside, IsAPersonsDecisionWhereCommitsMayBeLost) {
  add_row("a", true);
  for (const auto& [why, wreck] : wrecks()) {
    SCOPED_TRACE(why);
    add_row("b", false);
    wreck();
    const auto refused = open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status, Status::kCorrupt);
    EXPECT_NE(refused.error().message.find(why), std::string::npos) << refused.error().message;
    EXPECT_FALSE(fs::exists(lost_)) << "nothing was changed";
    asked_ = 0;
    auto store = open(true);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(asked_, 1);
    EXPECT_TRUE((*store)->get(Table::kBins, "a"));
    ASSERT_EQ((*store)->close(), Status::kOk);
    store->reset();
    fs::remove(lost_);
  }
}

TEST_F(RingAside, IsKeptBesideEarlierOnes) {
  for (const char* const content : {"first", "second", "third"}) {
    add_row("a", false);
    write_file(ring_, content);
    ASSERT_TRUE(open(true));
  }
  EXPECT_EQ(read_file(lost_), "first");
  EXPECT_EQ(read_file(folder_ / "journal.ring.lost.2"), "second");
  EXPECT_EQ(read_file(folder_ / "journal.ring.lost.3"), "third");
}

TEST_F(RingAside, OfAnotherStoreIsRefusedEvenAfterAnOrderlyEnd) {
  add_row("a", true);
  const std::string foreign = read_file(ring_);
  fs::remove_all(folder_);
  add_row("b", true);
  write_file(ring_, foreign);
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("belongs to another store"), std::string::npos);
}

}  // namespace
}  // namespace gateway::store
