// SPDX-License-Identifier: MIT
// Promise: a scanner whose journal is another scanner's, an older one, damaged at its end, or one
// that two devices have, says so and works on; and wherever the power fails meanwhile, it starts
// again with every movement.
// Method: a scanner on simulated storage with a recording link; acks as JSON; each write of a start
// cut in turn.
#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "fakes/recording_link.h"
#include "fakes/recording_listener.h"
#include "fakes/seeded_random.h"
#include "fakes/sim_sectors.h"
#include "scanner/scanner.h"

namespace scanner_test {
namespace {

using scanner::ScanFeedback;
using scanner::Scanner;
using scanner::Warning;
using wire::Status;

/// One scanner's program, on a device that outlives it.
class OpenedScanner {
 public:
  explicit OpenedScanner(fakes::SimSectors& sectors, std::string_view name) : sectors_(sectors) {
    const auto site = wire::Topics::make("shelfwire/v1", "main");
    topics_ = *scanner::topics_of(*site, *wire::NodeName::from(name));
    scanner_ = std::make_unique<Scanner>(sectors, link, random_, listener, out_,
                                         scanner::ScannerSettings{topics_, {}, 32});
    status = scanner_->start();
  }

  ScanFeedback scan(std::string_view barcode) {
    return scanner_->on_barcode(barcode, ++now_).feedback;
  }
  void start_to_pick() {
    scan("SW:PICK");
    scan("SW:LOC:MAIN/A-01");
  }
  void connect() {
    scanner_->on_connected(now_);
    now_ += 2'000;
    scanner_->poll(now_);
  }
  void wait(scanner::TimeMs ms) { now_ += ms; }
  /// By default an ack of this history up to `acked`.
  void ack(wire::Sequence acked, const wire::Ack& said = {}, bool other_history = false) {
    wire::Ack ack = said;
    ack.epoch = scanner_->journal().epoch();
    ack.acked = acked;
    fakes::SimSectors copy = sectors_;
    scanner::Journal reader(copy, 0);
    ASSERT_EQ(reader.mount(), Status::kOk);
    ack.chain_checksum = *reader.check_at(acked);
    if (other_history) ack.chain_checksum = wire::ChainChecksum{77};
    std::array<char, wire::kAckBytesMax> json{};
    scanner_->on_message(topics_.ack.view(), *write_ack(ack, json), false, now_);
  }
  [[nodiscard]] Warning warning() const { return scanner_->snapshot().warning; }
  [[nodiscard]] const scanner::Journal& journal() const { return scanner_->journal(); }
  Scanner& scanner() { return *scanner_; }

  fakes::RecordingLink link;
  fakes::RecordingListener listener;
  Status status = Status::kOk;

 private:
  fakes::SimSectors& sectors_;
  fakes::SeededRandom random_{7};
  std::array<char, 4096> out_{};
  scanner::ScannerTopics topics_;
  std::unique_ptr<Scanner> scanner_;
  scanner::TimeMs now_ = 10;
};

class ScannerFork : public testing::Test {
 protected:
  /// Leaves three scans, not acked, under the name dock-1.
  void leave_three_scans() {
    OpenedScanner device(sectors_, "dock-1");
    device.start_to_pick();
    for (int i = 0; i < 3; ++i) ASSERT_EQ(device.scan("item"), ScanFeedback::kStored);
    epoch_ = device.journal().epoch();
  }

  fakes::SimSectors sectors_{12};
  wire::Epoch epoch_{};
};

TEST_F(ScannerFork, OpenedUnderAnotherNameSendsWhatItHeldAndSaysWhoseItWas) {
  leave_three_scans();
  OpenedScanner device(sectors_, "hall-2");
  ASSERT_EQ(device.status, Status::kOk);
  EXPECT_EQ(device.warning(), Warning::kOtherScanner);
  EXPECT_NE(device.journal().epoch(), epoch_);
  device.connect();
  const auto batches = device.link.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(batches.at(0).checks.size(), 3U);
  EXPECT_NE(batches.at(0).json.find(R"("was":[{"node":"dock-1",)"), std::string::npos);
  device.ack(3);
  device.start_to_pick();
  EXPECT_EQ(device.scan("item"), ScanFeedback::kStored);
  EXPECT_EQ(device.journal().last(), 4U);
  OpenedScanner again(sectors_, "hall-2");
  EXPECT_EQ(again.warning(), Warning::kNone);
  EXPECT_EQ(again.journal().epoch(), device.journal().epoch()) << "once";
}

TEST_F(ScannerFork, OpenedUnderAnotherNameLosesNothingWhereverThePowerFails) {
  leave_three_scans();
  for (std::uint32_t write = 1; write <= 2; ++write) {
    for (std::size_t kept = 0; kept <= scanner::kSectorBytes; kept += 16) {
      fakes::SimSectors device = sectors_;
      device.plan({write, kept, fakes::Unflushed::kMixed, static_cast<std::uint32_t>(kept + 1)});
      OpenedScanner cut(device, "hall-2");
      ASSERT_NE(cut.status, Status::kOk);
      device.power_on();
      OpenedScanner again(device, "hall-2");
      ASSERT_EQ(again.status, Status::kOk) << write << ", " << kept;
      EXPECT_EQ(again.journal().last(), 3U);
      ASSERT_EQ(again.journal().notes().size(), 1U) << "forked once";
      EXPECT_EQ(again.journal().notes()[0].epoch, epoch_);
    }
  }
}

TEST_F(ScannerFork, AJournalOfTheFirstReleaseBecomesThatOfWhoOpensIt) {
  scanner::Journal old(sectors_, 0);
  ASSERT_EQ(old.format(wire::Epoch{9}), Status::kOk);
  ASSERT_TRUE(old.append(wire::Movement{}, {}));
  {
    OpenedScanner device(sectors_, "dock-1");
    ASSERT_EQ(device.status, Status::kOk);
    EXPECT_EQ(device.journal().epoch(), wire::Epoch{9}) << "no fork";
    EXPECT_EQ(device.warning(), Warning::kNone);
    EXPECT_EQ(device.journal().node().view(), "dock-1");
  }
  OpenedScanner other(sectors_, "hall-2");
  EXPECT_NE(other.journal().epoch(), wire::Epoch{9});
  EXPECT_EQ(other.journal().notes()[0].node.view(), "dock-1");
}

TEST_F(ScannerFork, TellsForksByAnotherDeviceFromAnotherOwner) {
  leave_three_scans();
  OpenedScanner device(sectors_, "dock-1");
  device.connect();
  wire::Ack foreign;
  foreign.owner = *wire::NodeName::from("hall-2");
  device.ack(0, foreign);
  EXPECT_EQ(device.warning(), Warning::kOtherScanner);
  device.wait(30'000);
  device.ack(3, {}, true);
  EXPECT_EQ(device.warning(), Warning::kSecondDevice);
  EXPECT_EQ(device.listener.forks.size(), 2U);
  device.ack(3);
  EXPECT_EQ(device.scanner().snapshot().backlog, 0U) << "it works on";
}

TEST_F(ScannerFork, SaysWhichNameItMustHaveAndWhenItIsHeld) {
  leave_three_scans();
  OpenedScanner device(sectors_, "dock-1");
  device.connect();
  wire::Ack renamed;
  renamed.renamed = *wire::NodeName::from("hall-2");
  device.ack(0, renamed);
  EXPECT_EQ(device.warning(), Warning::kRenamed);
  EXPECT_EQ(device.scanner().snapshot().renamed_to.view(), "hall-2");
  wire::Ack held;
  held.held = true;
  device.ack(0, held);
  EXPECT_EQ(device.warning(), Warning::kHeld);
  device.start_to_pick();
  EXPECT_EQ(device.scan("item"), ScanFeedback::kStored) << "scans go on being stored";
  device.ack(4);
  EXPECT_EQ(device.warning(), Warning::kNone);
}

TEST_F(ScannerFork, UndoesAfterAForkWhatWasScannedBefore) {
  leave_three_scans();
  OpenedScanner device(sectors_, "dock-1");
  device.start_to_pick();
  device.scan("one");
  device.scan("two");
  device.connect();
  for (int i = 0; i < 3; ++i) device.ack(5);
  for (int i = 0; i < 7; ++i) device.scan("more");  // takes the room of the first two
  ASSERT_EQ(device.journal().first(), 3U);
  device.ack(12, {}, true);
  ASSERT_EQ(device.journal().last(), 10U);
  EXPECT_EQ(device.scan("SW:UNDO"), ScanFeedback::kJournalFull);
  device.ack(10);
  EXPECT_EQ(device.scan("SW:UNDO"), ScanFeedback::kUndone);
  fakes::SimSectors copy = sectors_;
  scanner::Journal reader(copy, 0);
  ASSERT_EQ(reader.mount(), Status::kOk);
  EXPECT_EQ(reader.read(11)->movement.undoes, 10U) << "the newest, under its new number";
}

TEST_F(ScannerFork, GoesOnWhereTheNewestThatAForkMovedIsDamaged) {
  leave_three_scans();
  { OpenedScanner device(sectors_, "hall-2"); }
  sectors_.medium(2 + 2)[60] ^= std::byte{1};
  OpenedScanner device(sectors_, "hall-2");
  ASSERT_EQ(device.status, Status::kOk);
  EXPECT_EQ(device.warning(), Warning::kJournalDamaged);
  EXPECT_EQ(device.journal().last(), 2U);
  EXPECT_EQ(device.journal().notes().size(), 2U);
  device.start_to_pick();
  EXPECT_EQ(device.scan("item"), ScanFeedback::kStored);
}

TEST_F(ScannerFork, AForkThatTheStorageFailedIsMadeUpFor) {
  leave_three_scans();
  OpenedScanner device(sectors_, "dock-1");
  device.start_to_pick();
  device.connect();
  sectors_.fail_write(2, 100);  // the second header of a fork
  device.ack(3, {}, true);
  EXPECT_EQ(device.warning(), Warning::kJournalFailed);
  EXPECT_EQ(device.scan("SW:UNDO"), ScanFeedback::kNothingToUndo);
  EXPECT_EQ(device.scan("item"), ScanFeedback::kStored);
  EXPECT_EQ(device.journal().last(), 4U);
  EXPECT_EQ(device.journal().notes().size(), 1U) << "the first header was whole: it forked";
  EXPECT_EQ(device.listener.forks.size(), 1U);
}

}  // namespace
}  // namespace scanner_test
