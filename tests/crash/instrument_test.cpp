// SPDX-License-Identifier: MIT
// Promise: the recorder logs what a program does to its files, and the rebuilt
// disk is one that a real cut could leave: no flush is forgotten, none invented.
// Method: a program that makes each call once; then disks built by hand.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "cut_disk.h"

namespace crash {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> described(const std::vector<Operation>& operations) {
  std::vector<std::string> lines;
  for (const Operation& operation : operations) lines.push_back(describe(operation));
  return lines;
}

TEST(Recorder, LogsEachCallWithItsPlaceAndData) {
  Recording recording;
  recording.run("calls", {});
  const std::vector<Operation> operations = recording.operations();
  EXPECT_EQ(described(operations),
            (std::vector<std::string>{"create a ", "write a 0+5", "write a 5+6", "write a 100+3",
                                      "write a 3+3", "sync a ", "write-through a 2+1",
                                      "truncate a 50", "mark  told", "rename a b", "sync folder  ",
                                      "truncate b 0", "sync b ", "unlink b "}));
  EXPECT_EQ(operations[1].data, "first");
  EXPECT_EQ(operations[2].data, "second");
  EXPECT_EQ(operations[6].data, "X");
}

TEST(Recorder, KillsInsideAWriteThroughAndLogsItAsUnflushed) {
  Recording recording;
  EXPECT_TRUE(recording.run("calls", {.kill_at = 1}));
  EXPECT_EQ(described(recording.operations()).back(), "write a 2+1");
}

// Ten calls that change something; the marks are no part of the folder.
TEST(Recorder, KillsBeforeEachCallAndInsideEachWrite) {
  std::size_t logged = 0;
  unsigned long point = 1;
  for (; Recording().run("calls", {.kill_point = point}); ++point) {
    Recording recording;
    recording.run("calls", {.kill_point = point});
    const std::size_t now = recording.operations().size();
    EXPECT_GE(now, logged);
    EXPECT_LE(now, logged + 2) << "no call is left out, but for the mark";
    logged = now;
  }
  EXPECT_EQ(point - 1, 13U + 5U) << "13 calls, 5 of them writes";
  EXPECT_EQ(logged, 13U) << "all but the last call";
}

class Disk : public testing::Test {
 protected:
  void does(Action action, const std::string& name, std::uint64_t offset = 0,
            const std::string& data = {}) {
    const Operation operation{action, name, offset, data};
    disk_.begin(operation);
    disk_.finish(operation);
  }

  /// What a cut now could leave of file `name`; "(none)" where it is not there.
  std::set<std::string> outcomes(const std::string& name, Fate fate, int tries = 200) {
    std::set<std::string> found;
    for (int i = 0; i < tries; ++i) {
      disk_.write_image(folder_ / "image", fate, random_);
      std::ifstream file(folder_ / "image" / name, std::ios::binary);
      found.insert(file ? std::string(std::istreambuf_iterator<char>(file), {}) : "(none)");
    }
    return found;
  }
  std::string dropped(const std::string& name) {
    return *outcomes(name, Fate::kDropped, 1).begin();
  }
  std::string kept(const std::string& name) { return *outcomes(name, Fate::kKept, 1).begin(); }

  void SetUp() override {
    does(Action::kCreate, "f");
    does(Action::kSyncFolder, "");
  }
  void TearDown() override { fs::remove_all(folder_); }

 private:
  CutDisk disk_;
  std::mt19937 random_{1};
  fs::path folder_ = make_scratch_folder();
};

TEST_F(Disk, KeepsWhatWasFlushedAndMayLoseTheRest) {
  does(Action::kWrite, "f", 0, "old");
  does(Action::kSync, "f");
  does(Action::kWrite, "f", 0, "new");
  EXPECT_EQ(dropped("f"), "old");
  EXPECT_EQ(kept("f"), "new");
  EXPECT_EQ(outcomes("f", Fate::kRandom), (std::set<std::string>{"old", "new"}));
}

TEST_F(Disk, TearsAtSectorsOfTheDiskAndNowhereElse) {
  does(Action::kWrite, "f", 0, std::string(1500, 'a'));
  does(Action::kSync, "f");
  does(Action::kWrite, "f", 500, std::string(600, 'b'));  // 12 + 512 + 76 bytes
  const std::set<std::string> found = outcomes("f", Fate::kRandom);
  EXPECT_EQ(found.size(), 8U) << "three sectors, each old or new";
  for (const std::string& bytes : found) {
    EXPECT_GE(bytes.find_first_not_of(bytes[500], 500), 512U);
    EXPECT_EQ(bytes.substr(0, 500) + bytes.substr(1100), std::string(900, 'a'));
  }
}

TEST_F(Disk, WriteThroughCoversItselfAndNothingBefore) {
  does(Action::kWrite, "f", 0, "aaaa");
  does(Action::kWriteThrough, "f", 1, "B");
  EXPECT_EQ(dropped("f"), std::string("\0B", 2));
  EXPECT_EQ(kept("f"), "aBaa");
  for (const std::string& bytes : outcomes("f", Fate::kRandom)) EXPECT_EQ(bytes.at(1), 'B');
}

TEST_F(Disk, NamesAreDurableWithTheFolderOnly) {
  does(Action::kWrite, "f", 0, "f's");
  does(Action::kSync, "f");
  does(Action::kRename, "f", 0, "g");
  EXPECT_EQ(dropped("f"), "f's");
  EXPECT_EQ(dropped("g"), "(none)");
  EXPECT_EQ(kept("f"), "(none)");
  EXPECT_EQ(kept("g"), "f's");
  EXPECT_EQ(outcomes("g", Fate::kRandom).size(), 2U);
  does(Action::kSyncFolder, "");
  EXPECT_EQ(dropped("g"), "f's");
  does(Action::kUnlink, "g");
  EXPECT_EQ(dropped("g"), "f's");
  EXPECT_EQ(kept("g"), "(none)");
}

TEST_F(Disk, TruncationIsAChangeLikeOthers) {
  does(Action::kWrite, "f", 0, "long text");
  does(Action::kSync, "f");
  does(Action::kTruncate, "f", 4);
  EXPECT_EQ(dropped("f"), "long text");
  EXPECT_EQ(kept("f"), "long");
  does(Action::kSync, "f");
  EXPECT_EQ(dropped("f"), "long");
}

}  // namespace
}  // namespace crash
