// SPDX-License-Identifier: MIT
// Promise: a store opens where it should, for one owner, readable by nobody else;
// where it should not, the message names the place and says what to do.
// Method: each wrong folder, one after the other.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "store_files.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using store_files::change_with_lmdb;
using store_files::check;
using store_files::open_store;
using wire::Status;
namespace fs = std::filesystem;

class Opening : public testing::Test {
 protected:
  Failure failure_to_open(const Options& options = {}) const {
    auto opened = LmdbStore::open(folder_, options);
    return opened ? Failure{Status::kOk, "it opened"} : opened.error();
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
};

TEST_F(Opening, MakesTheFolderForItsOwnerOnly) {
  const auto store = open_store(folder_);
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write)
        << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 3) << "data.mdb, lock.mdb, owner.lock";
}

TEST_F(Opening, MakesNothingUnlessAllowed) {
  const Failure failure = failure_to_open({.create = false});
  EXPECT_EQ(failure.status, Status::kUnformatted);
  EXPECT_NE(failure.message.find(folder_.string()), std::string::npos) << failure.message;
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(Opening, DoesNotMakeParentFolders) {
  folder_ = temp_.path() / "no such folder" / "store";
  const Failure failure = failure_to_open();
  EXPECT_EQ(failure.status, Status::kUnformatted);
  EXPECT_NE(failure.message.find("the folder above it"), std::string::npos) << failure.message;
}

TEST_F(Opening, RefusesAFileInTheFoldersPlace) {
  store_files::write_file(folder_, "not a folder");
  EXPECT_EQ(failure_to_open().status, Status::kIoError);
}

TEST_F(Opening, RefusesASecondOwnerInThisProcess) {
  const auto store = open_store(folder_);
  const Failure failure = failure_to_open();
  EXPECT_EQ(failure.status, Status::kUnavailable);
  EXPECT_NE(failure.message.find("process " + std::to_string(getpid())), std::string::npos)
      << failure.message;
}

TEST_F(Opening, RefusesASecondProcessUntilTheFirstIsGone) {
  const pid_t child = fork();
  ASSERT_NE(child, -1);
  if (child == 0) {  // leaves like a killed daemon: nothing closed, a change open
    auto store = open_store(folder_);
    store->put(Table::kBins, "a", "uncommitted");
    _exit(LmdbStore::open(folder_) ? 1 : 0);
  }
  int outcome = -1;
  ASSERT_EQ(waitpid(child, &outcome, 0), child);
  EXPECT_EQ(outcome, 0) << "a second open succeeded";
  EXPECT_FALSE(open_store(folder_)->get(Table::kBins, "a").has_value());
}

TEST_F(Opening, StartsAnewAfterAFirstStartThatWasCutShort) {
  fs::create_directory(folder_);
  store_files::write_file(folder_ / "data.mdb.new", "half a store");
  store_files::write_file(folder_ / "data.mdb.new-lock", "");
  EXPECT_EQ(open_store(folder_)->commit(), Status::kOk);
  EXPECT_FALSE(fs::exists(folder_ / "data.mdb.new"));
  EXPECT_FALSE(fs::exists(folder_ / "data.mdb.new-lock"));
}

TEST_F(Opening, RefusesAFormatItDoesNotKnow) {
  open_store(folder_);
  change_with_lmdb(folder_, [](MDB_txn* transaction) {
    MDB_dbi format = 0;
    std::string version("\0\0\0\2", 4);
    std::string name = "version";
    MDB_val key{name.size(), name.data()};
    MDB_val value{version.size(), version.data()};
    check(mdb_dbi_open(transaction, "format", 0, &format));
    check(mdb_put(transaction, format, &key, &value, 0));
  });
  const Failure failure = failure_to_open();
  EXPECT_EQ(failure.status, Status::kVersion);
  EXPECT_NE(failure.message.find("format 2"), std::string::npos) << failure.message;
}

TEST_F(Opening, RefusesRowsOfANewerProgramAndLeavesThemAsTheyAre) {
  open_store(folder_);
  const std::string older = store_files::read_file(folder_ / "data.mdb");
  {
    const auto newer = LmdbStore::open(folder_, {.rows_version = kRowsVersion + 1U});
    ASSERT_TRUE(newer) << newer.error().message;
    EXPECT_EQ(store_files::read_file(folder_ / "data.mdb"), older) << "it has changed nothing yet";
    (*newer)->put(Table::kBins, "a", "1");
    ASSERT_EQ((*newer)->commit(), Status::kOk);
  }
  const std::string before = store_files::read_file(folder_ / "data.mdb");
  const Failure failure = failure_to_open();
  EXPECT_EQ(failure.status, Status::kVersion);
  const std::string version = "rows of version " + std::to_string(kRowsVersion + 1);
  EXPECT_NE(failure.message.find(version), std::string::npos) << failure.message;
  EXPECT_NE(failure.message.find("start the newest version"), std::string::npos) << failure.message;
  EXPECT_EQ(store_files::read_file(folder_ / "data.mdb"), before);
  EXPECT_TRUE(LmdbStore::open(folder_, {.rows_version = kRowsVersion + 1U}));
}

TEST_F(Opening, RefusesAStoreFromBeforeTheFirstRelease) {
  open_store(folder_);
  change_with_lmdb(folder_, [](MDB_txn* transaction) {
    MDB_dbi format = 0;
    std::string name = "rows";
    MDB_val key{name.size(), name.data()};
    check(mdb_dbi_open(transaction, "format", 0, &format));
    check(mdb_del(transaction, format, &key, nullptr));
  });
  EXPECT_EQ(failure_to_open().status, Status::kCorrupt);
  EXPECT_NE(failure_to_open().message.find("not a store of a released"), std::string::npos);
}

TEST_F(Opening, RefusesWhatIsNoFileInThePlaceOfTheData) {
  open_store(folder_).reset();
  const fs::path data = folder_ / "data.mdb";
  fs::remove(data);
  ASSERT_EQ(mkfifo(data.c_str(), 0600), 0);  // which would have the start wait for ever
  EXPECT_NE(failure_to_open().message.find("is not a regular file"), std::string::npos);
  fs::remove(data);
  fs::create_directory(data);
  EXPECT_NE(failure_to_open().message.find("is not a regular file"), std::string::npos);
}

TEST_F(Opening, RefusesAForeignLmdbFile) {
  fs::create_directory(folder_);
  change_with_lmdb(folder_, [](MDB_txn* transaction) {
    MDB_dbi other = 0;
    check(mdb_dbi_open(transaction, "somebody else's", MDB_CREATE, &other));
  });
  EXPECT_EQ(failure_to_open().status, Status::kCorrupt);
  EXPECT_NE(failure_to_open().message.find("not a Shelfwire store"), std::string::npos);
}

TEST_F(Opening, AddsTablesThatAnOlderProgramDidNotHave) {
  auto store = open_store(folder_);
  store->put(Table::kBins, "a", "1");
  ASSERT_EQ(store->commit(), Status::kOk);
  store.reset();
  change_with_lmdb(folder_, [](MDB_txn* transaction) {
    MDB_dbi table = 0;
    check(mdb_dbi_open(transaction, "outbox", 0, &table));
    check(mdb_drop(transaction, table, 1));
  });
  store = open_store(folder_);
  EXPECT_EQ(store->get(Table::kBins, "a"), "1");
  store->put(Table::kOutbox, "b", "2");
  EXPECT_EQ(store->commit(), Status::kOk);
}

TEST_F(Opening, SaysSoWhenThereIsNoRoomForTheMap) {
  const Failure failure = failure_to_open({.map_bytes = std::uint64_t{1} << 50U});
  EXPECT_EQ(failure.status, Status::kIoError);
  EXPECT_NE(failure.message.find("size limit"), std::string::npos) << failure.message;
}

}  // namespace
}  // namespace gateway::store
