// SPDX-License-Identifier: MIT
// Promise: damage on the disk is found and named, never served as stock, and a
// store that is cut short does not open (LMDB would open it and crash later).
// Method: flip bytes in the file, cut it at every page, and, the other way round,
// make LMDB leave its file short on purpose and see that this one does open.

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>

#include "gateway/store/ring_store.h"
#include "store_files.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using store_files::open_store;
using store_files::read_file;
using store_files::write_file;
using wire::Status;
namespace fs = std::filesystem;

constexpr std::uint64_t kPage = 4096;

class Damage : public testing::Test {
 protected:
  std::unique_ptr<LmdbStore> open() const { return open_store(folder_); }
  bool opens() const { return LmdbStore::open(folder_).has_value(); }

  void flip_byte_of(const std::string& text) const {
    std::string bytes = read_file(data_file_);
    int copies = 0;  // older copies may lie in pages that are free now
    for (std::size_t at = bytes.find(text); at != std::string::npos;
         at = bytes.find(text, at + 1)) {
      bytes[at + text.size() / 2] = static_cast<char>(bytes[at + text.size() / 2] ^ 0x10);
      ++copies;
    }
    ASSERT_GT(copies, 0) << text << " is not in the file";
    write_file(data_file_, bytes);
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
  fs::path data_file_ = folder_ / "data.mdb";
};

TEST_F(Damage, InAValueIsFoundAndNamedByEveryReader) {
  auto store = open();
  store->put(Table::kLedger, "\x01\x02", "the quantity that matters");
  store->put(Table::kLedger, "\x01\x03", "another row");
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  flip_byte_of("the quantity that matters");

  store = open();
  const auto snapshot = store->snapshot();
  EXPECT_EQ(store->get(Table::kLedger, "\x01\x03"), "another row");
  for (const Reader* reader : std::initializer_list<const Reader*>{store.get(), snapshot->get()}) {
    EXPECT_EQ(reader->failure(), Status::kOk);
    EXPECT_EQ(reader->get(Table::kLedger, "\x01\x02"), std::nullopt);
    EXPECT_EQ(reader->failure(), Status::kCorrupt);
    EXPECT_NE(reader->failure_text().find("ledger 0x0102"), std::string::npos)
        << reader->failure_text();
    EXPECT_EQ(reader->get(Table::kLedger, "\x01\x03"), std::nullopt) << "it must stay failed";
  }
  store->put(Table::kBins, "a", "1");
  EXPECT_EQ(store->commit(), Status::kCorrupt);
  EXPECT_EQ(store->checkpoint(), Status::kCorrupt);
}

TEST_F(Damage, IsRememberedOnceASnapshotHasMetIt) {
  auto store = open();
  store->put(Table::kBins, "a", "the first damaged row");
  store->put(Table::kBins, "b", "the other damaged row");
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  flip_byte_of("the first damaged row");
  flip_byte_of("the other damaged row");

  auto opened = RingStore::open(folder_);
  ASSERT_TRUE(opened) << opened.error().message;
  const Store& asked = **opened;
  EXPECT_EQ(asked.damage(), "");
  const auto first = *asked.snapshot();
  EXPECT_EQ(first->get(Table::kBins, "a"), std::nullopt);
  EXPECT_EQ(asked.damage(), first->failure_text());
  EXPECT_NE(asked.damage().find("bins \"a\""), std::string::npos) << asked.damage();
  const auto second = *asked.snapshot();
  EXPECT_EQ(second->get(Table::kBins, "b"), std::nullopt);
  EXPECT_EQ(asked.damage(), first->failure_text()) << "the first is kept";
  EXPECT_EQ(asked.failure(), Status::kOk) << "the writer met none";
}

TEST_F(Damage, IsNotWhatAnotherFailureIs) {
  const auto store = open();
  const auto snapshot = *store->snapshot();
  snapshot->fail(Status::kVersion, "a newer row");
  EXPECT_EQ(store->damage(), "");
}

TEST_F(Damage, StopsAScanAndIsNoted) {
  auto store = open();
  for (const char* key : {"a", "b", "c"}) store->put(Table::kBins, key, std::string("row ") + key);
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  flip_byte_of("row b");
  store = open();
  std::string visited;
  store->scan(Table::kBins, "", [&](std::string_view key, std::string_view) {
    visited += key;
    return true;
  });
  EXPECT_EQ(visited, "a");
  EXPECT_EQ(store->failure(), Status::kCorrupt);
}

TEST_F(Damage, FoundByAVisitorStopsItsScan) {
  auto store = open();
  for (const char* key : {"a", "b", "c"}) store->put(Table::kBins, key, "whole");
  store->put(Table::kItems, "item", "the damaged row");
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  flip_byte_of("the damaged row");
  store = open();
  int visits = 0;
  store->scan(Table::kBins, "", [&](std::string_view, std::string_view) {
    EXPECT_EQ(store->get(Table::kItems, "item"), std::nullopt);
    ++visits;
    return true;
  });
  EXPECT_EQ(visits, 1);
}

TEST_F(Damage, InAKeyIsFound) {
  auto store = open();
  store->put(Table::kBins, "a key of some length", "1");
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  flip_byte_of("a key of some length");
  store = open();
  store->scan(Table::kBins, "", [](std::string_view, std::string_view) { return true; });
  EXPECT_EQ(store->failure(), Status::kCorrupt);
}

TEST_F(Damage, FileCutShortIsRefused) {
  auto store = open();
  for (int i = 0; i < 200; ++i) {
    store->put(Table::kLedger, "key" + std::to_string(i), std::string(300, 'x'));
  }
  store->put(Table::kItems, "large", std::string(20'000, 'y'));
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  const std::string whole = read_file(data_file_);
  ASSERT_GT(whole.size(), 20 * kPage);
  for (std::size_t size = 0; size < whole.size(); size += kPage / 2) {
    write_file(data_file_, whole.substr(0, size));
    const auto opened = LmdbStore::open(folder_);
    ASSERT_FALSE(opened) << "with " << size << " of " << whole.size() << " bytes";
    EXPECT_EQ(opened.error().status, Status::kCorrupt);
    EXPECT_NE(opened.error().message.find("data.mdb"), std::string::npos);
    EXPECT_EQ(fs::file_size(data_file_), size) << "the evidence was changed";
  }
  write_file(data_file_, whole);
  EXPECT_TRUE(opens());
}

// Pages taken and given back within one commit stay unwritten, and when they are
// the last ones the file ends before the place its header names. A snapshot held
// meanwhile keeps LMDB from reusing pages, so its list of free pages gets long.
class ShortFile : public Damage {
 protected:
  /// Rows of the ledger in a copy of the file as it is now; also counts the copies
  /// that are shorter than their header says.
  void expect_copy_opens(int rows) {
    const fs::path copy = temp_.path() / "copy";
    fs::create_directory(copy);
    fs::copy_file(data_file_, copy / "data.mdb", fs::copy_options::overwrite_existing);
    MDB_env* env = nullptr;
    MDB_envinfo info{};
    store_files::check(mdb_env_create(&env));
    store_files::check(mdb_env_open(env, copy.c_str(), MDB_RDONLY | MDB_NOLOCK, 0));
    store_files::check(mdb_env_info(env, &info));
    mdb_env_close(env);
    if (fs::file_size(copy / "data.mdb") < (info.me_last_pgno + 1) * kPage) ++short_files_;

    const auto store = LmdbStore::open(copy);
    ASSERT_TRUE(store) << store.error().message;
    int found = 0;
    (*store)->scan(Table::kLedger, "", [&](std::string_view, std::string_view) {
      ++found;
      return true;
    });
    ASSERT_EQ(found, rows);
  }

  unsigned below(unsigned limit) {
    return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_);
  }

  /// Adds rows to the ledger and, in the same commit, others that come and go.
  int commit_rows_that_stay_and_pass(LmdbStore& store, int rows) {
    for (unsigned i = below(5); i > 0; --i) {
      store.put(Table::kLedger, "row" + std::to_string(rows++), std::string(below(3000), 'k'));
    }
    const unsigned passing = below(60);
    for (unsigned i = 0; i < passing; ++i) {
      store.put(Table::kItems, "passing" + std::to_string(i), std::string(below(6000), 'p'));
    }
    for (unsigned i = passing; i-- > 0;) store.erase(Table::kItems, "passing" + std::to_string(i));
    EXPECT_EQ(store.commit(), Status::kOk);
    return rows;
  }

  std::mt19937 random_{7};
  int short_files_ = 0;
};

TEST_F(ShortFile, ThatLmdbItselfLeftShortIsNotRefused) {
  const auto store = open();
  int rows = 0;
  for (int round = 0; round < 60; ++round) {
    rows = commit_rows_that_stay_and_pass(*store, rows);
    ASSERT_NO_FATAL_FAILURE(expect_copy_opens(rows)) << "round " << round;
  }
  EXPECT_GT(short_files_, 0) << "the case this test is about did not occur";
}

TEST_F(ShortFile, WithALongListOfFreePagesIsNotRefused) {
  const auto store = open();
  for (int i = 0; i < 700; ++i) {
    store->put(Table::kItems, "filling" + std::to_string(i), std::string(3000, 'f'));
  }
  ASSERT_EQ(store->commit(), Status::kOk);
  const auto snapshot = store->snapshot();
  for (int i = 0; i < 700; ++i) store->erase(Table::kItems, "filling" + std::to_string(i));
  ASSERT_EQ(store->commit(), Status::kOk);
  int rows = 0;
  for (int round = 0; round < 60; ++round) {
    rows = commit_rows_that_stay_and_pass(*store, rows);
    ASSERT_NO_FATAL_FAILURE(expect_copy_opens(rows)) << "round " << round;
  }
  EXPECT_GT(short_files_, 0) << "the case this test is about did not occur";
}

}  // namespace
}  // namespace gateway::store
