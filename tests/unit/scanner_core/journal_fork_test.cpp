// SPDX-License-Identifier: MIT
// Promise: a fork keeps every movement that is held, with its record and chain checksum, and says
// where each was written first; it is there as a whole or not at all; and a journal knows whose it
// is, or does not because the first release wrote it.
// Method: small journals on a simulated device, forked again and again, mounted in between; the
// cuts of power have a test of their own (journal_power_cut_test.cpp).
#include <gtest/gtest.h>

#include "fakes/sim_sectors.h"
#include "movements.h"
#include "scanner/journal.h"

namespace scanner_test {
namespace {

using fakes::SimSectors;
using scanner::Journal;
using wire::ChainChecksum;
using wire::Epoch;
using wire::ForkNote;
using wire::Sequence;
using wire::Status;

constexpr Epoch kOld{0x9f3c01aa};
constexpr Epoch kNew{0x11223344};
constexpr std::uint32_t kRoom = 8;

wire::NodeName name(std::string_view text) {
  return *wire::NodeName::from(text);
}

class JournalFork : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(journal_.format(kOld, name("dock-1")), Status::kOk); }

  /// Scans number `from` to `to`; each says which one it is.
  void scan(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t number = from; number <= to; ++number) {
      const auto record = numbered_record(number);
      ASSERT_TRUE(journal_.append(record.movement, record.stamp)) << number;
    }
  }
  /// The numbers of the scans that the journal holds, the oldest first.
  std::vector<std::uint32_t> held(Journal& journal) {
    std::vector<std::uint32_t> numbers;
    for (Sequence seq = journal.first(); seq <= journal.last(); ++seq) {
      const auto entry = journal.read(seq);
      EXPECT_TRUE(entry) << seq;
      if (entry) numbers.push_back(static_cast<std::uint32_t>(entry->stamp.monotonic_ms));
    }
    return numbers;
  }
  using Numbers = std::vector<std::uint32_t>;

  /// What holds must hold after a mount too.
  template <typename Check>
  void now_and_after_a_mount(Check check) {
    check(journal_);
    ASSERT_EQ(journal_.mount(), Status::kOk);
    check(journal_);
  }

  SimSectors sectors_{kRoom + 2};
  Journal journal_{sectors_, 1024};
};

TEST_F(JournalFork, KeepsWhatIsHeldUnderNewNumbersAndSaysWhatItWas) {
  scan(1, 10 - 2);
  journal_.cover(3);
  scan(9, 10);  // takes the room of two
  const ChainChecksum before = *journal_.check_at(2);
  const ChainChecksum last = *journal_.check_at(10);
  const std::uint32_t writes = sectors_.writes();
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  EXPECT_EQ(sectors_.writes(), writes + 2) << "the two headers: slots stay as they are";
  EXPECT_FALSE(sectors_.has_unflushed());
  now_and_after_a_mount([&](Journal& journal) {
    EXPECT_EQ(journal.epoch(), kNew);
    EXPECT_EQ(journal.first(), 1U);
    EXPECT_EQ(journal.covered(), 0U) << "the gateway has acked nothing of this epoch";
    EXPECT_EQ(held(journal), (Numbers{3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(journal.check_at(0), wire::checksum_before_first(kNew));
    EXPECT_EQ(journal.check_at(8), last) << "chain checksums go on";
    ASSERT_EQ(journal.notes().size(), 1U);
    EXPECT_EQ(journal.notes()[0], (ForkNote{name("dock-1"), kOld, 3, 8, before}));
  });
}

TEST_F(JournalFork, GoesOnBehindWhatWasMovedAndAroundTheRing) {
  scan(1, 5);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  for (std::uint32_t number = 6; number <= 30; ++number) {
    scan(number, number);
    journal_.cover(journal_.last() - 2);
    ASSERT_EQ(journal_.last(), number);
    now_and_after_a_mount([&](Journal& journal) {
      ASSERT_EQ(held(journal).back(), number);
      ASSERT_EQ(held(journal).size(), std::min(number, kRoom));
    });
    journal_.cover(journal_.last() - 2);
  }
}

TEST_F(JournalFork, OfAnEmptyJournalStartsWithTheEpoch) {
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  now_and_after_a_mount([&](Journal& journal) {
    EXPECT_EQ(journal.last(), 0U);
    EXPECT_EQ(journal.check_at(0), wire::checksum_before_first(kNew));
    EXPECT_EQ(journal.notes()[0],
              (ForkNote{name("dock-1"), kOld, 1, 0, wire::checksum_before_first(kOld)}));
  });
  scan(1, 1);
  now_and_after_a_mount([&](Journal& journal) { EXPECT_EQ(held(journal), Numbers{1}); });
}

TEST_F(JournalFork, ASecondOneCarriesBothNotes) {
  scan(1, 4);
  journal_.cover(4);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  scan(5, 6);
  journal_.cover(3);
  scan(7, 9);  // takes the room of the first one
  ASSERT_EQ(journal_.first(), 2U);
  const ChainChecksum before = *journal_.check_at(1);
  ASSERT_EQ(journal_.fork_to(Epoch{3}, name("hall-2")), Status::kOk);
  now_and_after_a_mount([&](Journal& journal) {
    EXPECT_EQ(journal.node(), name("hall-2"));
    EXPECT_EQ(held(journal), (Numbers{2, 3, 4, 5, 6, 7, 8, 9}));
    ASSERT_EQ(journal.notes().size(), 2U);
    EXPECT_EQ(journal.notes()[0], (ForkNote{name("dock-1"), kOld, 2, 3, before}));
    EXPECT_EQ(journal.notes()[1], (ForkNote{name("dock-1"), kNew, 2, 8, before}));
  });
}

TEST_F(JournalFork, CarriesANoteOnThatCoversNothingAnyMore) {
  scan(1, 2);
  const ChainChecksum last = *journal_.check_at(2);
  journal_.cover(2);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  scan(3, 8);
  journal_.cover(8);
  scan(9, 10);
  ASSERT_EQ(journal_.first(), 3U);
  ASSERT_EQ(journal_.fork_to(Epoch{3}, name("dock-1")), Status::kOk);
  ASSERT_EQ(journal_.notes().size(), 2U);
  EXPECT_EQ(journal_.notes()[0],
            (ForkNote{name("dock-1"), kOld, 1, 0, wire::checksum_before_first(kOld)}));
  EXPECT_EQ(journal_.notes()[1], (ForkNote{name("dock-1"), kNew, 3, 8, last}));
  now_and_after_a_mount([&](Journal& journal) { EXPECT_EQ(held(journal).front(), 3U); });
}

TEST_F(JournalFork, AFifthOneLeavesOutANoteWhoseEpochWroteNothing) {
  scan(1, 3);
  for (std::uint32_t fork = 1; fork <= 5; ++fork) {
    if (fork == 3) scan(4, 5);
    ASSERT_EQ(journal_.fork_to(Epoch{fork}, name(fork % 2 == 0 ? "dock-1" : "hall-2")),
              Status::kOk);
    now_and_after_a_mount([&](Journal& journal) {
      EXPECT_EQ(held(journal), fork < 3 ? (Numbers{1, 2, 3}) : (Numbers{1, 2, 3, 4, 5}));
    });
  }
  const auto notes = journal_.notes();
  ASSERT_EQ(notes.size(), wire::kForkNotesMax);
  EXPECT_EQ(notes[0].epoch, kOld) << "it wrote the first three";
  EXPECT_EQ(notes[1].epoch, Epoch{2}) << "and this one the others; epoch 1 wrote none";
  EXPECT_EQ(notes[1].count, 5U);
}

TEST_F(JournalFork, LosesNoMovementWhereEveryNoteIsNeeded) {
  for (std::uint32_t fork = 1; fork <= 7; ++fork) {
    scan(fork, fork);
    ASSERT_EQ(journal_.fork_to(Epoch{fork}, name("dock-1")), Status::kOk);
    now_and_after_a_mount([&](Journal& journal) {
      ASSERT_EQ(held(journal).size(), fork);
      EXPECT_EQ(held(journal).back(), fork);
      EXPECT_FALSE(journal.damaged());
    });
  }
}

TEST_F(JournalFork, RefusesAnEpochThatItHasOrHad) {
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  EXPECT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kInvalidArgument);
  EXPECT_EQ(journal_.fork_to(kOld, name("dock-1")), Status::kInvalidArgument);
  EXPECT_TRUE(journal_.usable());
}

TEST_F(JournalFork, OneDamagedHeaderNeverBringsTheOldEpochBack) {
  scan(1, 3);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  for (const std::uint32_t header : {0U, 1U}) {
    SimSectors copy = sectors_;
    copy.medium(header)[100] ^= std::byte{1};
    Journal journal(copy, 1024);
    ASSERT_EQ(journal.mount(), Status::kOk);
    EXPECT_EQ(journal.epoch(), kNew);
    EXPECT_EQ(held(journal), (Numbers{1, 2, 3}));
  }
}

TEST_F(JournalFork, WhereTheNewestMovedOneRottedOthersDoNotTakeItsNumber) {
  scan(1, 3);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  sectors_.medium(2 + 2)[60] ^= std::byte{1};
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_TRUE(journal_.needs_fork());
  EXPECT_EQ(journal_.damaged(), (scanner::SequenceRange{3, 3}));
  EXPECT_EQ(held(journal_), (Numbers{1, 2}));
  const auto record = numbered_record(4);
  EXPECT_EQ(journal_.append(record.movement, record.stamp).error(), Status::kIoError);
  ASSERT_EQ(journal_.fork_to(Epoch{3}, name("dock-1")), Status::kOk);
  scan(4, 4);
  now_and_after_a_mount([&](Journal& journal) {
    EXPECT_EQ(held(journal), (Numbers{1, 2, 4}));
    EXPECT_EQ(journal.notes()[0].count, 2U);
    EXPECT_EQ(journal.notes()[1].count, 2U);
  });
}

TEST_F(JournalFork, SaysThatItIsDamagedWhereNothingMovedCanBeRead) {
  scan(1, 2);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  for (const std::uint32_t slot : {2U, 3U}) sectors_.medium(slot)[60] ^= std::byte{1};
  EXPECT_EQ(journal_.mount(), Status::kCorrupt);
}

TEST_F(JournalFork, WhereTheOnlyMovedOneRottedItForksAsWell) {
  scan(1, 1);
  ASSERT_EQ(journal_.fork_to(kNew, name("dock-1")), Status::kOk);
  sectors_.medium(2)[60] ^= std::byte{1};
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_TRUE(journal_.needs_fork());
  EXPECT_EQ(journal_.damaged(), (scanner::SequenceRange{1, 1}));
  ASSERT_EQ(journal_.fork_to(Epoch{3}, name("dock-1")), Status::kOk);
  scan(2, 2);
  now_and_after_a_mount([&](Journal& journal) { EXPECT_EQ(held(journal), Numbers{2}); });
}

TEST_F(JournalFork, AJournalOfTheFirstReleaseIsToldItsName) {
  ASSERT_EQ(journal_.format(kNew), Status::kOk);
  scan(1, 3);
  ASSERT_EQ(journal_.mount(), Status::kOk);
  EXPECT_TRUE(journal_.node().empty());
  EXPECT_EQ(sectors_.medium(0)[4], std::byte{1}) << "a mount alone changes nothing";
  ASSERT_EQ(journal_.adopt(name("dock-1")), Status::kOk);
  EXPECT_EQ(sectors_.medium(0)[4], std::byte{2});
  EXPECT_EQ(sectors_.medium(1)[4], std::byte{2}) << "an older program refuses either";
  now_and_after_a_mount([&](Journal& journal) {
    EXPECT_EQ(journal.node(), name("dock-1"));
    EXPECT_EQ(journal.epoch(), kNew);
    EXPECT_EQ(held(journal), (Numbers{1, 2, 3}));
  });
}

TEST_F(JournalFork, OfAJournalWithoutANameSpeaksOfTheNameOfTheScannerThatHasIt) {
  ASSERT_EQ(journal_.format(kNew), Status::kOk);
  scan(1, 1);
  ASSERT_EQ(journal_.fork_to(Epoch{3}, name("hall-2")), Status::kOk);
  EXPECT_EQ(journal_.notes()[0].node, name("hall-2"));
}

}  // namespace
}  // namespace scanner_test
