// SPDX-License-Identifier: MIT
// Promise: a journal in a file survives the program, belongs to one program at a
// time, and what is wrong with the file is said in a sentence that names it.
// Method: files in a temporary folder, opened again and again.
#include "scanner/host/file_sectors.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "scanner/journal.h"
#include "support/temp_folder.h"

namespace {

using scanner::Journal;
using scanner::Sector;
using scanner::host::FileSectors;
using wire::Status;

class FileSectorsTest : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "journal"; }
  std::unique_ptr<FileSectors> open(std::uint32_t sectors = 20) {
    auto opened = FileSectors::open(file(), sectors);
    EXPECT_TRUE(opened) << opened.error();
    return *std::move(opened);
  }
  support::TempFolder folder_;
};

TEST_F(FileSectorsTest, KeepsAJournalFromOneProgramRunToTheNext) {
  wire::Movement movement;
  movement.code = *wire::Code::from("5901234123457");
  {
    const auto sectors = open();
    Journal journal(*sectors, 8);
    ASSERT_EQ(journal.mount(), Status::kUnformatted);
    ASSERT_EQ(journal.format(wire::Epoch{7}), Status::kOk);
    EXPECT_EQ(journal.capacity(), 18U);
    ASSERT_TRUE(journal.append(movement, {1, 2}));
  }
  const auto sectors = open();
  Journal journal(*sectors, 8);
  ASSERT_EQ(journal.mount(), Status::kOk);
  EXPECT_EQ(journal.epoch(), wire::Epoch{7});
  EXPECT_EQ(journal.read(1)->movement, movement);
}

TEST_F(FileSectorsTest, WritesEachSectorInItsPlace) {
  const auto sectors = open();
  for (std::uint32_t i = 0; i < sectors->count(); ++i) {
    Sector sector{};
    sector.fill(static_cast<std::byte>(i));
    ASSERT_EQ(sectors->write(i, sector), Status::kOk);
  }
  ASSERT_EQ(sectors->flush(), Status::kOk);
  for (std::uint32_t i = 0; i < sectors->count(); ++i) {
    Sector sector{};
    ASSERT_EQ(sectors->read(i, sector), Status::kOk);
    EXPECT_EQ(sector.back(), static_cast<std::byte>(i));
  }
  EXPECT_EQ(std::filesystem::file_size(file()), 20 * scanner::kSectorBytes);
}

TEST_F(FileSectorsTest, KeepsTheSizeOfAnExistingFile) {
  {
    const auto sectors = open(20);
    Journal journal(*sectors, 8);
    ASSERT_EQ(journal.format(wire::Epoch{7}), Status::kOk);
  }
  EXPECT_EQ(open(1'000)->count(), 20U);
}

/// As a power cut leaves a file that was being made: its room may have been given in part.
TEST_F(FileSectorsTest, GivesRoomToAFileThatWasHalfMade) {
  for (const std::uint64_t bytes : {0U, 1U, 511U, 512U, 2'560U, 4'097U, 20U * 512U - 1U}) {
    std::filesystem::remove(file());
    std::ofstream(file()).close();
    std::filesystem::resize_file(file(), bytes);
    const auto sectors = open(20);
    ASSERT_EQ(sectors->count(), 20U) << bytes;
    Journal journal(*sectors, 8);
    ASSERT_EQ(journal.mount(), Status::kUnformatted) << bytes;
    ASSERT_EQ(journal.format(wire::Epoch{7}), Status::kOk) << bytes;
  }
}

TEST_F(FileSectorsTest, GivesRoomToALargeFileThatWasHalfMade) {
  std::ofstream(file()).close();
  std::filesystem::resize_file(file(), 100'000);
  EXPECT_EQ(open(1'000)->count(), 1'000U);
}

/// Of whatever size: nothing of it is changed, and no room is made.
TEST_F(FileSectorsTest, LeavesAFileOfOtherContentAsItIs) {
  const std::string zeros(20 * scanner::kSectorBytes, '\0');
  for (const std::string& content :
       {std::string("x"), std::string("name,qty\n"), std::string(3'000, 'x'), zeros + "x",
        std::string(zeros.size(), 'x'), "SWJ1" + zeros, zeros.substr(1'000) + "x" + zeros,
        std::string("\0SWJH", 5) + zeros, "SW" + zeros.substr(2, 508) + "x"}) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << content;
    const auto opened = FileSectors::open(file(), 20);
    if (opened) {
      Journal journal(**opened, 8);
      EXPECT_EQ(journal.mount(), Status::kForeign) << content.substr(0, 9);
    } else {
      EXPECT_NE(opened.error().find("holds something else"), std::string::npos) << opened.error();
    }
    std::ifstream in(file(), std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), content);
  }
}

/// A file with holes may have any size, and would be read for ever.
TEST_F(FileSectorsTest, RefusesAFileThatIsLargerThanAnyJournal) {
  const std::uint64_t most = std::uint64_t{FileSectors::kCountMax} * scanner::kSectorBytes;
  std::ofstream(file()).close();
  for (const std::uint64_t bytes : {most + 1, std::uint64_t{1} << 40}) {
    std::filesystem::resize_file(file(), bytes);
    const auto opened = FileSectors::open(file(), 20);
    ASSERT_FALSE(opened) << bytes;
    EXPECT_NE(opened.error().find(file().string()), std::string::npos) << opened.error();
    EXPECT_NE(opened.error().find("larger than any journal"), std::string::npos) << opened.error();
    EXPECT_EQ(std::filesystem::file_size(file()), bytes);
  }
  std::filesystem::resize_file(file(), most);
  EXPECT_EQ(open()->count(), FileSectors::kCountMax);
}

TEST_F(FileSectorsTest, GivesRoomToAFileThatWasMadeButNeverFilled) {
  std::ofstream(file()).close();
  EXPECT_EQ(open(20)->count(), 20U);
}

TEST_F(FileSectorsTest, TakesItsRoomFromTheDiskAtOnce) {
  open(64);
  struct stat about {};
  ASSERT_EQ(stat(file().c_str(), &about), 0);
  EXPECT_GE(about.st_blocks * 512, static_cast<long>(64 * scanner::kSectorBytes));
}

TEST_F(FileSectorsTest, BelongsToOneProgramAtATime) {
  auto first = open();
  const auto second = FileSectors::open(file(), 20);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find(file().string()), std::string::npos) << second.error();
  EXPECT_NE(second.error().find("another program"), std::string::npos) << second.error();
  first.reset();
  EXPECT_TRUE(FileSectors::open(file(), 20));
}

TEST_F(FileSectorsTest, IsNotInheritedByProgramsThatAreStarted) {
  const auto sectors = open();
  int without_cloexec = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    if (std::filesystem::read_symlink(entry, error) != file()) continue;
    const int fd = std::stoi(entry.path().filename().string());
    without_cloexec += (fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0;
  }
  EXPECT_EQ(without_cloexec, 0);
}

TEST_F(FileSectorsTest, SaysWhatIsWrongWithTheFile) {
  for (const auto& bad : {folder_.path() / "nowhere" / "journal", folder_.path(),
                          std::filesystem::path("/dev/null")}) {
    const auto opened = FileSectors::open(bad, 20);
    ASSERT_FALSE(opened) << bad;
    EXPECT_NE(opened.error().find(bad.string()), std::string::npos) << opened.error();
  }
}

TEST_F(FileSectorsTest, ReportsAFileThatShrankUnderIt) {
  const auto sectors = open();
  ASSERT_EQ(truncate(file().c_str(), 0), 0);
  Sector sector{};
  EXPECT_EQ(sectors->read(3, sector), Status::kIoError);
}

}  // namespace
