// SPDX-License-Identifier: MIT
// Promise: a journal that is new, one that is ours, one of a newer program and something that is
// no journal at all are told apart, and only the first is formatted.
// Method: devices with a few bytes on them; every cut of a first format; slots that a newer
// program could have written, sealed with a right checksum.
#include <gtest/gtest.h>

#include "fakes/sim_sectors.h"
#include "movements.h"
#include "scanner/journal.h"
#include "wire/crc32.h"

namespace scanner_test {
namespace {

using fakes::SimSectors;
using fakes::Unflushed;
using scanner::Journal;
using scanner::Sector;
using wire::Status;

constexpr std::uint32_t kSlots = 8;
constexpr std::uint32_t kKeepThem = 1024;

/// Gives a sector a right checksum, as its writer would.
void seal(Sector& bytes) {
  const std::uint32_t crc =
      wire::crc32(0, std::span<const std::byte>(bytes).first(scanner::kSectorBytes - 4));
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[scanner::kSectorBytes - 4 + i] = static_cast<std::byte>(crc >> (8 * i));
  }
}

TEST(JournalContent, TakesWhatIsNoJournalForForeign) {
  const auto status_of = [](std::uint32_t sector, std::initializer_list<std::pair<int, char>> at) {
    SimSectors device(kSlots + 2);
    for (const auto& [place, byte] : at) {
      device.medium(sector)[static_cast<std::size_t>(place)] = static_cast<std::byte>(byte);
    }
    const std::uint32_t before = device.writes();
    Journal journal(device, kKeepThem);
    const Status status = journal.mount();
    EXPECT_EQ(device.writes(), before);
    EXPECT_FALSE(journal.usable());
    return status;
  };
  EXPECT_EQ(status_of(0, {{0, 'S'}}), Status::kUnformatted) << "cut after a byte of the magic";
  EXPECT_EQ(status_of(0, {{0, 'S'}, {1, 'W'}, {2, 'J'}}), Status::kUnformatted);
  EXPECT_EQ(status_of(0, {{0, 'x'}}), Status::kForeign);
  EXPECT_EQ(status_of(0, {{1, 'W'}}), Status::kForeign);
  EXPECT_EQ(status_of(0, {{0, 'S'}, {1, 'W'}, {2, 'x'}}), Status::kForeign);
  EXPECT_EQ(status_of(0, {{0, 'S'}, {511, 'x'}}), Status::kForeign);
  for (const std::uint32_t sector : {1U, 2U, kSlots + 1}) {
    EXPECT_EQ(status_of(sector, {{511, 'x'}}), Status::kForeign) << sector;
    EXPECT_EQ(status_of(sector, {}), Status::kUnformatted);
  }
}

/// The checksum is right, but the record would end behind the sector.
TEST(JournalContent, ReadsNothingBehindASectorWhateverLengthItNames) {
  const auto status_of = [](std::size_t length, std::byte version) {
    SimSectors device(kSlots + 2);
    Journal writer(device, kKeepThem);
    EXPECT_EQ(writer.format(wire::Epoch{7}), Status::kOk);
    const auto record = numbered_record(1);
    EXPECT_TRUE(writer.append(record.movement, record.stamp));
    Sector& slot = device.medium(2);
    slot[6] = static_cast<std::byte>(length);
    slot[7] = static_cast<std::byte>(length >> 8);
    slot[28] = version;
    seal(slot);
    Journal journal(device, kKeepThem);
    const Status status = journal.mount();
    EXPECT_EQ(journal.last(), 0U);
    return status;
  };
  for (const std::size_t length : {481U, 484U, 0x7fffU, 0xffffU}) {
    EXPECT_EQ(status_of(length, std::byte{1}), Status::kOk) << length << ": as if torn";
    EXPECT_EQ(status_of(length, std::byte{2}), Status::kVersion) << length;
  }
}

SimSectors a_device_of(int fill) {
  SimSectors device(kSlots + 2);
  for (std::uint32_t sector = 0; sector < kSlots + 2; ++sector) {
    device.medium(sector).fill(static_cast<std::byte>(fill));
  }
  return device;
}

TEST(JournalContent, IsNewOnZeroedAndOnErasedMediaAlone) {
  for (const int fill : {0x00, 0xff, 0x01, 0x5a}) {
    SimSectors device = a_device_of(fill);
    const bool blank = fill == 0x00 || fill == 0xff;
    EXPECT_EQ(Journal(device, kKeepThem).mount(), blank ? Status::kUnformatted : Status::kForeign)
        << fill;
  }
}

class AFirstFormatThatWasCut : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(OnAMediumOf, AFirstFormatThatWasCut, testing::Values(0x00, 0xff));

/// And a second time, on what the first cut left.
TEST_P(AFirstFormatThatWasCut, IsNeverTakenForForeign) {
  const auto cut = [](SimSectors& device, std::uint32_t write, std::size_t kept, Unflushed fate) {
    Journal journal(device, kKeepThem);
    device.plan({write, kept, fate, 1});
    ASSERT_EQ(journal.format(wire::Epoch{0x5357aa01}), Status::kIoError);
    device.power_on();
  };
  const auto starts = [](SimSectors device) {
    Journal journal(device, kKeepThem);
    Status status = journal.mount();
    if (status == Status::kUnformatted) status = journal.format(wire::Epoch{3});
    return status == Status::kOk && journal.mount() == Status::kOk;
  };
  for (const std::uint32_t write : {1U, 2U}) {
    for (std::size_t kept = 0; kept <= scanner::kSectorBytes; ++kept) {
      SimSectors device = a_device_of(GetParam());
      cut(device, write, kept, Unflushed::kLost);
      ASSERT_TRUE(starts(device)) << "write " << write << " after " << kept;
      if (write == 2 || kept == scanner::kSectorBytes) continue;
      for (const std::size_t again : {0U, 1U, 3U, 4U, 9U, 200U, 511U}) {
        SimSectors twice = device;
        cut(twice, 1, again, Unflushed::kLost);
        ASSERT_TRUE(starts(twice)) << kept << ", then " << again;
      }
    }
  }
}

// Its records may be longer, and it may count and chain them in another way.
TEST(JournalContent, LeavesTheRecordsOfANewerProgramAlone) {
  SimSectors sectors(kSlots + 2);
  Journal journal(sectors, kKeepThem);
  ASSERT_EQ(journal.format(wire::Epoch{0x9f3c01aa}), Status::kOk);
  for (const std::uint32_t number : {1U, 2U}) {
    const auto record = numbered_record(number);
    ASSERT_TRUE(journal.append(record.movement, record.stamp));
  }
  const SimSectors good = sectors;
  const auto status_after = [&](std::initializer_list<std::pair<std::size_t, int>> changes,
                                bool sealed) {
    sectors = good;
    Sector& second = sectors.medium(3);
    for (const auto& [at, value] : changes) second[at] = static_cast<std::byte>(value);
    if (sealed) seal(second);
    return journal.mount();
  };
  EXPECT_EQ(status_after({{28, 2}}, true), Status::kVersion) << "the chain does not fit";
  EXPECT_EQ(status_after({{28, 2}, {24, 0x5a}}, true), Status::kVersion);
  EXPECT_EQ(status_after({{28, 2}, {6, 0xe0}, {7, 1}}, true), Status::kVersion) << "480 bytes";
  EXPECT_EQ(status_after({{28, 2}, {12, 0}}, true), Status::kVersion) << "its own sequence";
  EXPECT_EQ(status_after({{28, 2}}, false), Status::kOk)
      << "torn or damaged: its checksum is wrong";
  EXPECT_EQ(journal.last(), 1U);
  EXPECT_EQ(status_after({{24, 0x5a}}, true), Status::kOk)
      << "ours, with a wrong chain: no movement";
  EXPECT_EQ(journal.last(), 1U);
  EXPECT_EQ(status_after({{6, 0xff}, {7, 0xff}}, true), Status::kOk) << "ours, and too long";
  EXPECT_EQ(status_after({{28, 0}}, true), Status::kOk) << "no program writes version 0";
  EXPECT_EQ(status_after({{28, 2}, {6, 0}, {7, 0}}, true), Status::kOk) << "no record at all";
}

}  // namespace
}  // namespace scanner_test
