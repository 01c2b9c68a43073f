// SPDX-License-Identifier: MIT
// Promise: the journal keeps its word over many lives, with power cuts and device
// errors coming one after the other on the same device.
// Method: seeded random lives; each ends in a power cut, a failing write or flush,
// or a plain remount, and the next one starts on what the device then holds. After
// each end the content is compared with an independent model, which then takes up
// the one movement whose outcome only the device knew.
#include <gtest/gtest.h>

#include "journal_promise.h"
#include "movements.h"

namespace scanner_test {
namespace {

using fakes::PowerCut;
using fakes::SimSectors;
using fakes::Unflushed;
using scanner::Journal;

constexpr std::uint32_t kSeeds = 60;
constexpr int kLives = 25;

class Walk {
 public:
  explicit Walk(std::uint32_t seed)
      : random_(seed), device_(6 + random_.below(20)), kept_max_(random_.below(12)) {}

  void run() {
    for (int life = 0; life < kLives && !testing::Test::HasFailure(); ++life) {
      Journal journal(device_, kept_max_);
      start(journal);
      plan_trouble();
      for (std::uint32_t step = random_.below(60); step > 0 && journal.usable(); --step) {
        step_once(journal);
        if (testing::Test::HasFailure()) return;
      }
      if (device_.powered() && random_.chance(50)) {
        device_.cut_now(static_cast<Unflushed>(random_.below(3)), random_.next());
      }
      device_.power_on();
      device_.fail_write(0, 0);
      device_.fail_flush(0);
      SimSectors copy = device_;
      ASSERT_EQ(broken_promise(promise_, copy, kept_max_), "") << "after life " << life;
    }
  }

 private:
  void start(Journal& journal) {
    wire::Status status = journal.mount();
    if (status == wire::Status::kUnformatted) {
      promise_.formatting = wire::Epoch{random_.next()};
      status = journal.format(*promise_.formatting);
    }
    ASSERT_EQ(status, wire::Status::kOk);
    if (promise_.formatting && journal.epoch() == *promise_.formatting) {
      promise_.start_epoch(*promise_.formatting);
    }
    promise_.formatting.reset();
    if (journal.last() > promise_.stored()) promise_.finish_append(journal, *promise_.appending);
    promise_.appending.reset();
    promise_.covered = journal.covered();
  }

  void plan_trouble() {
    switch (random_.below(4)) {
      case 0:
        device_.plan(PowerCut{1 + random_.below(40), random_.below(513),
                              static_cast<Unflushed>(random_.below(3)), random_.next()});
        break;
      case 1:
        device_.fail_write(1 + random_.below(40), random_.below(513));
        break;
      case 2:
        device_.fail_flush(1 + random_.below(40));
        break;
      default:
        break;
    }
  }

  void step_once(Journal& journal) {
    const std::uint32_t draw = random_.below(100);
    if (draw < 70) {
      promise_.appending = random_record(random_);
      const auto seq = journal.append(promise_.appending->movement, promise_.appending->stamp);
      if (seq) {
        ASSERT_EQ(*seq, promise_.stored() + 1);
        promise_.finish_append(journal, scanner::Record(*promise_.appending));
      } else if (seq.error() == wire::Status::kFull) {
        promise_.appending.reset();
      }
    } else if (draw < 98) {
      journal.cover(journal.covered() + random_.below(journal.backlog() + 1));
      promise_.covered = journal.covered();
    } else {
      promise_.formatting = wire::Epoch{random_.next()};
      if (journal.format(*promise_.formatting) == wire::Status::kOk) {
        promise_.start_epoch(*promise_.formatting);
      }
    }
  }

  Seeded random_;
  SimSectors device_;
  std::uint32_t kept_max_;
  JournalPromise promise_;
};

TEST(JournalLives, KeepItsWordThroughAnySequenceOfTroubles) {
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Walk(seed).run();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace scanner_test
