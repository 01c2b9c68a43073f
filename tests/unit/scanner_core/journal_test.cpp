// SPDX-License-Identifier: MIT
// Promise: the journal's rules one by one: what is kept and dropped, what is said
// when it is full, damaged, foreign or failing, and that it does not guess.
// Method: small journals on a simulated device, damaged by hand where needed.
// Power cuts have a test of their own (journal_power_cut_test.cpp).
#include "scanner/journal.h"

#include <gtest/gtest.h>

#include "fakes/sim_sectors.h"
#include "movements.h"
#include "wire/crc32.h"

namespace scanner_test {
namespace {

using fakes::SimSectors;
using fakes::Unflushed;
using scanner::Journal;
using scanner::Sector;
using scanner::SequenceRange;
using wire::Status;

constexpr wire::Epoch kJournalEpoch{0x9f3c01aa};
constexpr std::uint32_t kCapacity = 8;
constexpr std::uint32_t kKeepAll = 1024;

class JournalTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(journal_.format(kJournalEpoch), Status::kOk); }

  /// Makes a sector one of a version that is otherwise whole: sealed with its own CRC.
  void raise_version(std::uint32_t sector, int version) {
    Sector& bytes = sectors_.medium(sector);
    bytes[4] = static_cast<std::byte>(version);
    const std::uint32_t crc =
        wire::crc32(0, std::span<const std::byte>(bytes).first(scanner::kSectorBytes - 4));
    for (std::size_t i = 0; i < 4; ++i) {
      bytes[scanner::kSectorBytes - 4 + i] = static_cast<std::byte>(crc >> (8 * i));
    }
  }

  static void append_to(Journal& journal, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto record = numbered_record(journal.last() + 1);
      ASSERT_TRUE(journal.append(record.movement, record.stamp));
    }
  }
  void append(std::uint32_t count) { append_to(journal_, count); }

  static bool holds(Journal& journal, wire::Sequence seq) {
    const auto entry = journal.read(seq);
    return entry && entry->movement == numbered_record(seq).movement;
  }

  /// Flips one bit of the record of `seq`.
  void damage(wire::Sequence seq) {
    sectors_.medium(2 + (seq - 1) % kCapacity)[60] ^= std::byte{0x10};
  }

  SimSectors sectors_{kCapacity + 2};
  Journal journal_{sectors_, kKeepAll};
};

TEST_F(JournalTest, StartsEmptyAndSaysSo) {
  EXPECT_EQ(journal_.epoch(), kJournalEpoch);
  EXPECT_EQ(journal_.capacity(), kCapacity);
  EXPECT_EQ(journal_.first(), 1U);
  EXPECT_EQ(journal_.last(), 0U);
  EXPECT_EQ(journal_.backlog(), 0U);
  EXPECT_EQ(journal_.check_at(0), wire::checksum_before_first(kJournalEpoch));
  EXPECT_EQ(journal_.read(1).error(), Status::kNotFound);
}

TEST_F(JournalTest, AnAppendCostsOneWriteAndAnAckNone) {
  append(1);
  const std::uint32_t before = sectors_.writes();
  append(1);
  EXPECT_EQ(sectors_.writes(), before + 1);
  EXPECT_FALSE(sectors_.has_unflushed());
  journal_.cover(2);
  journal_.uncover(1);
  EXPECT_EQ(sectors_.writes(), before + 1);
}

TEST_F(JournalTest, ForgetsWhatIsCoveredButNothingElseOverAMount) {
  append(5);
  journal_.cover(3);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.first(), 1U) << "covered movements are kept";
  EXPECT_EQ(journal_.last(), 5U);
  EXPECT_EQ(journal_.covered(), 0U) << "an ack is never assumed";
  for (wire::Sequence seq = 1; seq <= 5; ++seq) EXPECT_TRUE(holds(journal_, seq)) << seq;
}

TEST_F(JournalTest, RefusesRatherThanOverwriteAnUncoveredMovement) {
  append(kCapacity);
  const auto record = numbered_record(9);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kFull);
  EXPECT_TRUE(journal_.usable());
  journal_.cover(1);
  append(1);
  EXPECT_EQ(journal_.first(), 2U);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kFull);
  for (wire::Sequence seq = 2; seq <= 9; ++seq) EXPECT_TRUE(holds(journal_, seq)) << seq;
}

TEST_F(JournalTest, KeepsCoveredMovementsUpToTheirNumber) {
  Journal journal(sectors_, 3);
  ASSERT_EQ(journal.mount(), Status::kOk);
  append_to(journal, 6);
  journal.cover(2);
  EXPECT_EQ(journal.first(), 1U);
  journal.cover(6);
  EXPECT_EQ(journal.first(), 4U);
  EXPECT_EQ(journal.read(3).error(), Status::kNotFound);
  EXPECT_TRUE(journal.check_at(3)) << "the check before the first stays";
  EXPECT_EQ(journal.check_at(2).error(), Status::kNotFound);
}

TEST_F(JournalTest, NeverBringsDroppedMovementsBack) {
  Journal journal(sectors_, 2);
  ASSERT_EQ(journal.mount(), Status::kOk);
  append_to(journal, 5);
  journal.cover(5);
  append_to(journal, 1);
  ASSERT_EQ(journal.mount(), Status::kOk);
  EXPECT_EQ(journal.first(), 4U);
}

TEST_F(JournalTest, CanGiveBackWhatARestoredGatewayLost) {
  append(6);
  journal_.cover(6);
  journal_.uncover(2);
  EXPECT_EQ(journal_.backlog(), 4U);
  for (wire::Sequence seq = 3; seq <= 6; ++seq) EXPECT_TRUE(holds(journal_, seq)) << seq;
  append(2);
  const auto record = numbered_record(9);
  ASSERT_TRUE(journal_.append(record.movement, record.stamp)) << "takes the room of 1";
  ASSERT_TRUE(journal_.append(record.movement, record.stamp)) << "takes the room of 2";
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kFull);
}

TEST_F(JournalTest, NeverGivesASequenceTwiceInAnEpoch) {
  append(3);
  journal_.cover(3);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  append(1);
  EXPECT_EQ(journal_.last(), 4U);
}

TEST_F(JournalTest, ChainsEveryCheckToTheOneBefore) {
  append(3);
  SimSectors other_sectors(kCapacity + 2);
  Journal other(other_sectors, kKeepAll);
  ASSERT_EQ(other.format(kJournalEpoch), Status::kOk);
  const auto different = numbered_record(77);
  ASSERT_TRUE(other.append(different.movement, different.stamp));
  append_to(other, 2);
  EXPECT_TRUE(holds(other, 3));
  for (wire::Sequence seq = 1; seq <= 3; ++seq) {
    EXPECT_NE(*journal_.check_at(seq), *other.check_at(seq)) << "after another " << seq;
  }
}

TEST_F(JournalTest, LeavesOutWhatDoesNotContinueTheChain) {
  append(6);
  // The same epoch and sequence, but of another history: a card copied in part.
  SimSectors other_sectors(kCapacity + 2);
  Journal other(other_sectors, kKeepAll);
  ASSERT_EQ(other.format(kJournalEpoch), Status::kOk);
  const auto different = numbered_record(77);
  ASSERT_TRUE(other.append(different.movement, different.stamp));
  append_to(other, 2);
  sectors_.medium(2 + 2) = other_sectors.medium(2 + 2);

  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.first(), 4U);
  EXPECT_EQ(journal_.damaged(), (SequenceRange{1, 3}));
}

TEST_F(JournalTest, LeavesOutASlotThatLandedInAnotherPlace) {
  append(3);
  sectors_.medium(2 + 5) = sectors_.medium(2 + 2);
  damage(3);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.last(), 2U);
}

TEST_F(JournalTest, StartsAfterADamagedMovementAndNamesTheRange) {
  append(6);
  damage(3);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.first(), 4U);
  EXPECT_EQ(journal_.last(), 6U);
  EXPECT_EQ(journal_.covered(), 3U);
  EXPECT_EQ(journal_.damaged(), (SequenceRange{1, 3}));
  append(1);
  EXPECT_TRUE(holds(journal_, 7));
}

TEST_F(JournalTest, StopsAtDamageFoundWhileReading) {
  append(3);
  damage(2);
  EXPECT_EQ(journal_.read(2).error(), Status::kCorrupt);
  EXPECT_FALSE(journal_.usable());
  const auto record = numbered_record(4);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kIoError);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.first(), 3U);
}

TEST_F(JournalTest, RefusesEverythingAfterAFailedWriteUntilMounted) {
  append(2);
  sectors_.fail_write(1, 100);
  const auto record = numbered_record(3);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kIoError);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kIoError);
  EXPECT_EQ(journal_.read(1).error(), Status::kIoError);
  EXPECT_EQ(journal_.check_at(2).error(), Status::kIoError);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.last(), 2U);
  append(1);
  EXPECT_TRUE(holds(journal_, 3));
}

TEST_F(JournalTest, MakesDurableWhatAFailedFlushLeftBehindBeforeBelievingIt) {
  append(2);
  sectors_.fail_flush(1);
  const auto record = numbered_record(3);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kIoError);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  ASSERT_EQ(journal_.last(), 3U) << "the device reads it back";
  sectors_.cut_now(Unflushed::kLost);
  sectors_.power_on();
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.last(), 3U) << "what a mount has shown must stay";
}

TEST_F(JournalTest, DoesNotGuessWhenASectorCannotBeRead) {
  append(3);
  sectors_.fail_reads_of(3);
  EXPECT_EQ(journal_.mount(), Status::kIoError);
  EXPECT_FALSE(journal_.usable());
  sectors_.fail_reads_of(std::nullopt);
  EXPECT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.first(), 1U);
}

TEST_F(JournalTest, KeepsTheOldJournalWhenTheNewFormatIsCutAndTheNewOneAfterwards) {
  append(3);
  sectors_.plan({1, 40, Unflushed::kLost, 1});
  EXPECT_EQ(journal_.format(wire::Epoch{2}), Status::kIoError);
  sectors_.power_on();
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.epoch(), kJournalEpoch);
  EXPECT_EQ(journal_.last(), 3U);

  ASSERT_EQ(journal_.format(wire::Epoch{2}), Status::kOk);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.epoch(), wire::Epoch{2});
  EXPECT_EQ(journal_.last(), 0U) << "movements of another epoch are not there";
}

TEST_F(JournalTest, NeedsOneWholeHeaderOfTwo) {
  append(3);
  for (const std::uint32_t header : {0U, 1U}) {
    sectors_.medium(header).fill(std::byte{0xff});
    ASSERT_EQ(journal_.mount(), Status::kOk) << header;
    EXPECT_EQ(journal_.epoch(), kJournalEpoch);
    EXPECT_EQ(journal_.last(), 3U);
  }
}

TEST_F(JournalTest, OneDamagedHeaderNeverBringsAnOlderJournalBack) {
  ASSERT_EQ(journal_.format(wire::Epoch{2}), Status::kOk);
  ASSERT_EQ(journal_.format(wire::Epoch{3}), Status::kOk);
  for (const std::uint32_t header : {0U, 1U}) {
    SimSectors copy = sectors_;
    copy.medium(header)[200] ^= std::byte{1};
    Journal journal(copy, kKeepAll);
    ASSERT_EQ(journal.mount(), Status::kOk);
    EXPECT_EQ(journal.epoch(), wire::Epoch{3});
  }
}

TEST_F(JournalTest, FinishesAFormatThatWasCutBetweenItsTwoHeaders) {
  sectors_.plan({2, 0, Unflushed::kLost, 1});
  EXPECT_EQ(journal_.format(wire::Epoch{2}), Status::kIoError);
  sectors_.power_on();
  ASSERT_EQ(journal_.mount(), Status::kOk);
  ASSERT_EQ(journal_.epoch(), wire::Epoch{2});
  for (const std::uint32_t header : {0U, 1U}) {
    SimSectors copy = sectors_;
    copy.medium(header).fill(std::byte{0});
    Journal journal(copy, kKeepAll);
    ASSERT_EQ(journal.mount(), Status::kOk);
    EXPECT_EQ(journal.epoch(), wire::Epoch{2});
  }
}

TEST_F(JournalTest, KeepsTheNewerOfTwoUnequalHeadersWhenFormattedAgain) {
  sectors_.plan({2, 0, Unflushed::kLost, 1});
  EXPECT_EQ(journal_.format(wire::Epoch{2}), Status::kIoError);
  sectors_.power_on();
  sectors_.plan({1, 40, Unflushed::kLost, 1});
  EXPECT_EQ(journal_.format(wire::Epoch{3}), Status::kIoError);
  sectors_.power_on();
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.epoch(), wire::Epoch{2}) << "the first epoch was given up";
}

TEST_F(JournalTest, TellsANewDeviceFromADamagedOne) {
  SimSectors blank(kCapacity + 2);
  Journal fresh(blank, kKeepAll);
  EXPECT_EQ(fresh.mount(), Status::kUnformatted);
  const auto record = numbered_record(1);
  EXPECT_EQ(fresh.append(record.movement, record.stamp).error(), Status::kIoError);

  append(1);
  sectors_.medium(0).fill(std::byte{0});
  sectors_.medium(1).fill(std::byte{0});
  EXPECT_EQ(journal_.mount(), Status::kCorrupt) << "movements without a header";
}

TEST_F(JournalTest, NeverTakesWhatCannotBeReadForEmpty) {
  append(3);
  for (std::uint32_t sector = 2; sector < 5; ++sector) sectors_.medium(sector)[40] ^= std::byte{1};
  EXPECT_EQ(journal_.mount(), Status::kCorrupt) << "movements that are all damaged";
  for (const std::uint32_t header : {0U, 1U}) sectors_.medium(header)[20] ^= std::byte{1};
  EXPECT_EQ(journal_.mount(), Status::kCorrupt) << "the headers too";
  for (std::uint32_t sector = 2; sector < 5; ++sector) sectors_.medium(sector).fill(std::byte{0});
  EXPECT_EQ(journal_.mount(), Status::kCorrupt) << "the headers alone: both were whole once";
}

TEST_F(JournalTest, ATornFirstAppendIsNoDamage) {
  sectors_.plan({1, 40, Unflushed::kLost, 1});
  const auto record = numbered_record(1);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kIoError);
  sectors_.power_on();
  EXPECT_EQ(journal_.mount(), Status::kOk);
  EXPECT_EQ(journal_.last(), 0U);
}

TEST_F(JournalTest, TellsADeviceThatShrank) {
  append(3);
  SimSectors smaller(kCapacity + 1);
  for (std::uint32_t i = 0; i < smaller.count(); ++i) smaller.medium(i) = sectors_.medium(i);
  Journal journal(smaller, kKeepAll);
  EXPECT_EQ(journal.mount(), Status::kCorrupt);
}

TEST_F(JournalTest, RefusesADeviceTooSmallAndTheEpochItHas) {
  SimSectors tiny(Journal::kCapacityMin + 1);
  Journal journal(tiny, kKeepAll);
  EXPECT_EQ(journal.format(kJournalEpoch), Status::kInvalidArgument);
  EXPECT_EQ(journal_.format(kJournalEpoch), Status::kInvalidArgument);
}

TEST_F(JournalTest, LeavesTheSlotsOfANewerProgramAlone) {
  append(1);
  raise_version(2, 2);
  EXPECT_EQ(journal_.mount(), Status::kVersion);
  sectors_.medium(1).fill(std::byte{0});  // as a cut inside format() leaves it
  const std::uint32_t before = sectors_.writes();
  EXPECT_EQ(journal_.mount(), Status::kVersion);
  EXPECT_EQ(sectors_.writes(), before);
}

// A newer program that was cut while it wrote its headers leaves one of each kind.
TEST_F(JournalTest, LeavesAHeaderOfANewerProgramAlone) {
  append(1);
  for (const std::uint32_t header : {0U, 1U}) {
    raise_version(header, 3);
    const std::uint32_t before = sectors_.writes();
    EXPECT_EQ(journal_.mount(), Status::kVersion) << "header " << header;
    EXPECT_EQ(sectors_.writes(), before);
  }
}

}  // namespace
}  // namespace scanner_test
