// SPDX-License-Identifier: MIT
// Promise: a journal is read from a file without a byte of it being changed, though a power cut
// tore one of its headers, and not while its scanner runs.
// Method: journals in a temporary folder, some without the right to write them.
#include "scanner/host/frozen_sectors.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "scanner/host/file_sectors.h"
#include "scanner/journal.h"
#include "support/temp_folder.h"

namespace scanner::host {
namespace {

class FrozenSectorsTest : public testing::Test {
 protected:
  /// A journal of two movements.
  void SetUp() override {
    const auto sectors = FileSectors::open(file_, 12);
    ASSERT_TRUE(sectors) << sectors.error();
    Journal journal(**sectors, 0);
    ASSERT_EQ(journal.mount(), wire::Status::kUnformatted);
    ASSERT_EQ(journal.format(wire::Epoch{7}, *wire::NodeName::from("dock-1")), wire::Status::kOk);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(journal.append(wire::Movement{}, Stamp{}));
  }
  std::string content() {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  support::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "journal";
};

TEST_F(FrozenSectorsTest, ReadsATornJournalAsIfItWereRepaired) {
  {
    std::fstream out(file_, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(512 + 40);
    out.put('x');
  }
  std::filesystem::permissions(file_, std::filesystem::perms::owner_read);
  const std::string before = content();
  const auto frozen = FrozenSectors::open(file_);
  ASSERT_TRUE(frozen) << frozen.error();
  Journal journal(**frozen, 0);
  ASSERT_EQ(journal.mount(), wire::Status::kOk);
  EXPECT_EQ(journal.last(), 2U);
  EXPECT_TRUE(journal.read(1));
  Sector second{};
  ASSERT_EQ((*frozen)->read(1, second), wire::Status::kOk);
  EXPECT_EQ(second[40], std::byte{0}) << "the header is whole, in memory";
  EXPECT_EQ(content(), before);
}

TEST_F(FrozenSectorsTest, LeavesAJournalAloneThatIsInUse) {
  const auto used = FileSectors::open(file_, 12);
  ASSERT_TRUE(used);
  const auto frozen = FrozenSectors::open(file_);
  ASSERT_FALSE(frozen);
  EXPECT_NE(frozen.error().find("another program has it open"), std::string::npos);
}

TEST_F(FrozenSectorsTest, SaysWhatItCannotRead) {
  EXPECT_FALSE(FrozenSectors::open(folder_.path() / "nothing"));
  EXPECT_FALSE(FrozenSectors::open(folder_.path()));
  std::filesystem::resize_file(file_, 512 + 100);
  const auto cut = FrozenSectors::open(file_);
  ASSERT_TRUE(cut);
  EXPECT_EQ((*cut)->count(), 1U);
}

}  // namespace
}  // namespace scanner::host
