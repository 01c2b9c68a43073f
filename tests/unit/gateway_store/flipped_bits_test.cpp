// SPDX-License-Identifier: MIT
// Promise: a damaged data file ends in a sentence, never in a crash, and what it says is never
// served as something else.
// Method: flips one bit at a time in a file with trees of several levels, long values and lists of
// free pages, oftener in the heads of pages than elsewhere. A child process opens the copy, reads
// everything, writes, and reads again. It may refuse, or find an entry that it names, or show the
// same content; it must not die. A flip in one of the two header pages may show the commit before.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <random>
#include <string>

#include "store_files.h"
#include "support/long_form.h"
#include "support/temp_folder.h"

namespace gateway::store {
namespace {

using store_files::open_store;
using store_files::read_file;
using store_files::write_file;
using wire::Status;
namespace fs = std::filesystem;

constexpr std::size_t kPageBytes = 4096;
constexpr int kRefused = 10;  // how the child ends
constexpr int kNamed = 11;
constexpr int kSame = 12;
constexpr int kOther = 13;

std::string key_of(unsigned number) {
  return "key " + std::to_string(number * 7919U % 100'000U);
}

std::size_t content_of(const Reader& reader) {
  std::string all;
  for (std::uint8_t table = 0; table < kTableCount; ++table) {
    reader.scan(static_cast<Table>(table), "", [&](std::string_view key, std::string_view value) {
      all.append(key).append("=").append(value).append("\n");
      return true;
    });
  }
  return std::hash<std::string>()(all);
}

int use(const fs::path& folder, std::size_t content) {
  const auto opened = LmdbStore::open(folder);
  if (!opened) return opened.error().message.find("data.mdb") == std::string::npos ? 1 : kRefused;
  LmdbStore& store = **opened;
  const bool same = content_of(store) == content;
  if (store.failure() != Status::kOk) return kNamed;
  for (unsigned i = 0; i < 300; ++i) {
    store.put(Table::kLedger, key_of(3 * i), std::string(i % 500, 'n'));
    store.erase(Table::kBins, key_of(i));
  }
  if (store.commit() != Status::kOk) return kNamed;
  store.put(Table::kExceptions, "long", std::string(30'000, 'n'));
  if (store.commit() != Status::kOk) return kNamed;
  (void)content_of(store);
  if (store.failure() != Status::kOk) return kNamed;
  return same ? kSame : kOther;
}

class FlippedBits : public testing::Test {
 protected:
  void fill() {
    const auto store = open_store(folder_);
    for (unsigned round = 0; round < 4; ++round) {
      for (unsigned i = 0; i < 1'500; ++i) {
        store->put(Table::kLedger, key_of(i + 300 * round), std::string(60 + i % 90, 'l'));
        if (i % 4 == 0) store->put(Table::kBins, key_of(i), std::to_string(i + round));
        if (round > 1 && i % 3 == 0) store->erase(Table::kLedger, key_of(i + 500));
      }
      store->put(Table::kInvoices, key_of(round), std::string(9'000, 'v'));
      store->put(Table::kInvoices, "again", std::string(30'000 - 7'000 * round, 'v'));
      ASSERT_EQ(store->commit(), Status::kOk);
    }
    content_ = content_of(*store);
  }

  std::size_t random_place(std::size_t bytes) {
    const std::size_t page = below(bytes / kPageBytes);
    const std::size_t within[] = {24, 152, 600, kPageBytes};
    return page * kPageBytes + below(within[below(4)]);
  }

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  int child_ends(const fs::path& folder) const {
    const pid_t child = fork();
    if (child == 0) {
      alarm(60);
      _exit(use(folder, content_));
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  support::TempFolder temp_;
  fs::path folder_ = temp_.path() / "store";
  std::mt19937_64 random_{20'261};
  std::size_t content_ = 0;
};

TEST_F(FlippedBits, NeverEndTheProcessWithoutASentence) {
  fill();
  const std::string whole = read_file(folder_ / "data.mdb");
  ASSERT_GT(whole.size(), 100 * kPageBytes);
  std::map<int, int> ends;
  const int flips = long_form() ? 12'000 : 250;
  for (int i = 0; i < flips; ++i) {
    const std::size_t at = random_place(whole.size());
    const int bit = static_cast<int>(below(8));
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
    const fs::path copy = temp_.path() / "copy";
    fs::remove_all(copy);
    fs::create_directory(copy);
    write_file(copy / "data.mdb", damaged);
    const int end = child_ends(copy);
    ++ends[end];
    const bool in_header = at < 2 * kPageBytes;
    const bool right =
        end == kRefused || end == kNamed || end == kSame || (end == kOther && in_header);
    ASSERT_TRUE(right) << "bit " << bit << " of byte " << at % kPageBytes << " of page "
                       << at / kPageBytes << " ends with " << end;
  }
  EXPECT_GT(ends[kRefused], flips / 10);
  EXPECT_GT(ends[kNamed], flips / 100);
  RecordProperty("refused", ends[kRefused]);
  std::cout << flips << " flips: " << ends[kRefused] << " refused at opening, " << ends[kNamed]
            << " named at reading, " << ends[kSame] << " changed nothing, " << ends[kOther]
            << " showed the commit before\n";
}

}  // namespace
}  // namespace gateway::store
