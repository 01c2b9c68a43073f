// SPDX-License-Identifier: MIT
// Promise: no movement the journal reported as stored is ever lost, none is
// invented, and the journal stays usable, wherever the power fails.
// A fork is there as a whole or not at all, and keeps every movement under the key it had first.
// Method: run one workload of three thousand operations (append, cover,
// uncover, remount, a new format, a fork; the ring wraps around many times). Before every
// single write take copies of the device, tear that write in each of them after
// 0, 1, 8, ... 512 bytes, with earlier unflushed writes lost, kept or mixed, and
// compare what a fresh mount of the copy reads with what the workload had been
// told. Writes made by that mount are cut in turn.
#include <gtest/gtest.h>

#include "journal_promise.h"
#include "movements.h"

namespace scanner_test {
namespace {

using fakes::PowerCut;
using fakes::SimSectors;
using fakes::Unflushed;
using scanner::Journal;
using scanner::Record;
using Bytes = std::span<const std::byte, scanner::kSectorBytes>;

constexpr std::size_t kOffsets[] = {0, 1, 8, 9, 16, 33, 64, 128, 255, 511, 512};
constexpr Unflushed kFates[] = {Unflushed::kLost, Unflushed::kKept, Unflushed::kMixed};
constexpr int kOperations = 3'000;

struct Geometry {
  std::uint32_t sectors;
  std::uint32_t kept_covered_max;
};

class JournalPowerCut : public testing::TestWithParam<Geometry> {
 protected:
  void SetUp() override {
    device_.before_write = [this](std::uint32_t index, Bytes bytes) {
      cut_everywhere(device_, index, bytes, true);
    };
  }

  /// Cuts the write that `device` is about to do, in every way.
  void cut_everywhere(const SimSectors& device, std::uint32_t index, Bytes bytes, bool then_mount) {
    for (const Unflushed fate : kFates) {
      if (fate != Unflushed::kLost && !device.has_unflushed()) continue;
      for (const std::size_t kept : kOffsets) {
        if (HasFailure()) return;
        SimSectors copy = device;
        copy.before_write = nullptr;
        copy.plan(PowerCut{1, kept, fate, ++cuts_});
        ASSERT_EQ(copy.write(index, bytes), wire::Status::kIoError);
        copy.power_on();
        if (then_mount) cut_mount(copy);
        const std::string complaint = broken_promise(promise_, copy, GetParam().kept_covered_max);
        ASSERT_EQ(complaint, "") << "operation " << operation_ << ", write to sector " << index
                                 << " cut after " << kept << " bytes"
                                 << (then_mount ? "" : ", inside the mount after another cut");
      }
    }
  }

  /// Mounts a copy of `device` and cuts each write of that.
  void cut_mount(SimSectors copy) {
    copy.before_write = [&](std::uint32_t index, Bytes bytes) {
      cut_everywhere(copy, index, bytes, false);
    };
    Journal journal(copy, GetParam().kept_covered_max);
    (void)journal.mount();
  }

  void format(Journal& journal) {
    promise_.formatting = wire::Epoch{random_.next()};
    ASSERT_EQ(journal.format(*promise_.formatting, *wire::NodeName::from("n")), wire::Status::kOk);
    promise_.start_epoch(*promise_.formatting);
  }

  /// Sometimes three at once, so that many notes are carried.
  void fork(Journal& journal) {
    for (std::uint32_t times = random_.chance(30) ? 3 : 1; times > 0 && !HasFailure(); --times) {
      promise_.forking = wire::Epoch{random_.next()};
      promise_.first = journal.first();
      ASSERT_EQ(journal.fork_to(*promise_.forking, *wire::NodeName::from("n")), wire::Status::kOk);
      promise_ = promise_.after_fork(promise_.first);
      ASSERT_EQ(journal.last(), promise_.stored());
      if (journal.notes().size() > notes_) notes_ = journal.notes().size();
    }
  }

  void append(Journal& journal) {
    promise_.appending = random_record(random_);
    const auto seq = journal.append(promise_.appending->movement, promise_.appending->stamp);
    if (!seq) {
      ASSERT_EQ(seq.error(), wire::Status::kFull);
      ASSERT_EQ(journal.backlog(), journal.capacity()) << "full, with room for covered ones";
      promise_.appending.reset();
      return;
    }
    ASSERT_EQ(*seq, promise_.stored() + 1);
    promise_.finish_append(journal, Record(*promise_.appending));
  }

  void cover(Journal& journal) {
    const std::uint32_t more = random_.below(journal.backlog() + 1);
    journal.cover(journal.covered() + more);
    promise_.covered = journal.covered();
  }

  void uncover(Journal& journal) {
    const std::uint32_t less = random_.below(journal.covered() + 2 - journal.first());
    journal.uncover(journal.covered() - less);
    promise_.covered = journal.covered();
  }

  void remount(Journal& journal) {
    ASSERT_EQ(journal.mount(), wire::Status::kOk);
    ASSERT_EQ(journal.last(), promise_.stored());
    ASSERT_LE(journal.covered(), promise_.covered);
    promise_.covered = journal.covered();
  }

  void run_workload(Journal& journal) {
    format(journal);
    for (operation_ = 0; operation_ < kOperations && !HasFailure(); ++operation_) {
      const std::uint32_t draw = random_.below(1000);
      if (draw < 600)
        append(journal);
      else if (draw < 900)
        cover(journal);
      else if (draw < 940)
        uncover(journal);
      else if (draw < 980)
        remount(journal);
      else if (draw < 995)
        fork(journal);
      else
        format(journal);
    }
  }

  SimSectors device_{GetParam().sectors};
  JournalPromise promise_;
  Seeded random_{20'240'611};
  std::uint32_t cuts_ = 0;
  std::size_t notes_ = 0;  ///< most of them
  int operation_ = 0;
};

TEST_P(JournalPowerCut, LosesNothingAndInventsNothing) {
  Journal journal(device_, GetParam().kept_covered_max);
  run_workload(journal);
  ASSERT_FALSE(HasFailure());
  EXPECT_EQ(notes_, wire::kForkNotesMax);
  EXPECT_GT(device_.writes(), 1'000U) << "the workload should write most of the time";
  RecordProperty("writes", static_cast<int>(device_.writes()));
  RecordProperty("cuts", static_cast<int>(cuts_));
}

// Capacity, and covered movements kept: a ring that is always full, one whose
// covered movements are dropped before their room is needed, and one that keeps
// next to nothing.
INSTANTIATE_TEST_SUITE_P(Geometries, JournalPowerCut,
                         testing::Values(Geometry{6, 1024}, Geometry{11, 3}, Geometry{18, 9},
                                         Geometry{9, 0}));

}  // namespace
}  // namespace scanner_test
