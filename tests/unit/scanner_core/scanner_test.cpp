// SPDX-License-Identifier: MIT
// Promise: the whole scanner, as a port uses it: a scan is stored before it is
// answered, sent when there is a connection, and failures of its parts are told.
// Method: a scanner on simulated storage with a recording link; acks as JSON.
#include "scanner/scanner.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "fakes/recording_link.h"
#include "fakes/recording_listener.h"
#include "fakes/seeded_random.h"
#include "fakes/sim_sectors.h"

namespace scanner_test {
namespace {

using scanner::ScanFeedback;
using scanner::Scanner;
using scanner::ScanState;
using scanner::Warning;
using wire::Status;

class ScannerTest : public testing::Test {
 protected:
  void SetUp() override { restart(); }

  void restart(std::string_view name = "pick-1") {
    const auto site = wire::Topics::make("shelfwire/v1", "main");
    const auto topics = scanner::topics_of(*site, *wire::NodeName::from(name));
    ASSERT_TRUE(topics);
    scanner_ = std::make_unique<Scanner>(sectors_, link_, random_, listener_, out_,
                                         scanner::ScannerSettings{*topics, {}, 32});
    ASSERT_EQ(scanner_->start(), Status::kOk);
  }
  Scanner::Reply scan(std::string_view barcode) { return scanner_->on_barcode(barcode, ++now_); }
  void start_picking() {
    scan("SW:PICK");
    scan("SW:LOC:MAIN/A-01");
  }
  void connect() {
    scanner_->on_connected(now_);
    now_ += 2'000;
    scanner_->poll(now_);
  }
  void ack(wire::Sequence acked, bool retained = false) {
    wire::Ack ack;
    ack.epoch = scanner_->journal().epoch();
    ack.acked = acked;
    sectors_copy_ = std::make_unique<fakes::SimSectors>(sectors_);
    scanner::Journal reader(*sectors_copy_, 0);
    ASSERT_EQ(reader.mount(), Status::kOk);
    ack.chain_checksum = *reader.check_at(acked);
    std::array<char, wire::kAckBytesMax> json{};
    scanner_->on_message(kAckTopic, *write_ack(ack, json), retained, now_);
  }

  static constexpr std::string_view kAckTopic = "shelfwire/v1/main/node/pick-1/ack";
  fakes::SimSectors sectors_{12};
  fakes::RecordingLink link_;
  fakes::SeededRandom random_{7};
  fakes::RecordingListener listener_;
  std::array<char, 4096> out_{};
  std::unique_ptr<Scanner> scanner_;
  std::unique_ptr<fakes::SimSectors> sectors_copy_;
  scanner::TimeMs now_ = 10;
};

TEST_F(ScannerTest, ShowsWhatTheNextScanMeans) {
  start_picking();
  scan("SW:BY:anna");
  scan("SW:REF:1007");
  scan("SW:QTY:12");
  const scanner::Snapshot shown = scanner_->snapshot();
  EXPECT_EQ(shown.mode, wire::Op::kPick);
  EXPECT_EQ(shown.location.view(), "MAIN/A-01");
  EXPECT_EQ(shown.by.view(), "anna");
  EXPECT_EQ(shown.ref.view(), "1007");
  EXPECT_EQ(shown.quantity, 12);
}

TEST_F(ScannerTest, FormatsANewDeviceOnceAndKeepsItsEpoch) {
  const wire::Epoch epoch = scanner_->journal().epoch();
  restart();
  EXPECT_EQ(scanner_->journal().epoch(), epoch);
}

TEST_F(ScannerTest, TakesAScanFromTheBarcodeToTheGreenLight) {
  start_picking();
  const auto reply = scan("5901234123457");
  EXPECT_EQ(reply.feedback, ScanFeedback::kStored);
  EXPECT_EQ(reply.seq, 1U);
  EXPECT_FALSE(sectors_.has_unflushed()) << "stored before it is answered";
  connect();
  EXPECT_EQ(link_.take_batches().size(), 1U);
  EXPECT_EQ(scanner_->snapshot().backlog, 1U);
  ack(1);
  EXPECT_EQ(listener_.states[1],
            (std::vector{ScanState::kStored, ScanState::kSent, ScanState::kSafe}));
  EXPECT_EQ(scanner_->snapshot().backlog, 0U);
}

TEST_F(ScannerTest, SendsScansWithTheNextPollTogether) {
  connect();
  ack(0);
  link_.messages.clear();
  start_picking();
  scan("5901234123457");
  scan("5901234123457");
  scanner_->poll(now_);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(batches.at(0).checks.size(), 2U);
}

TEST_F(ScannerTest, KeepsItsBacklogOverARestart) {
  start_picking();
  scan("a");
  scan("b");
  restart();
  start_picking();
  scan("c");
  EXPECT_EQ(listener_.states[1].size(), 1U) << "was said when it was stored";
  EXPECT_EQ(scanner_->snapshot().backlog, 3U);
  connect();
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(batches.at(0).checks.size(), 3U);
}

TEST_F(ScannerTest, StampsTheWallTimeOnceTheGatewayHasToldIt) {
  start_picking();
  connect();
  scan("a");
  scanner_->poll(now_);
  wire::Ack answer;
  answer.epoch = scanner_->journal().epoch();
  answer.chain_checksum = wire::checksum_before_first(answer.epoch);
  answer.now_ms = 1'790'000'000'000;
  std::array<char, wire::kAckBytesMax> json{};
  scanner_->on_message(kAckTopic, *write_ack(answer, json), false, now_);
  link_.messages.clear();
  scan("b");
  scanner_->poll(now_);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_NE(batches.at(0).json.find(R"("at_ms":1790000000001)"), std::string::npos)
      << batches.at(0).json;
}

TEST_F(ScannerTest, SaysWhenItIsFullAndTakesScansAgainAfterAnAck) {
  start_picking();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(scan("item").feedback, ScanFeedback::kStored);
  EXPECT_EQ(scan("item").feedback, ScanFeedback::kJournalFull);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kJournalFull);
  connect();
  ack(10);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNone);
  EXPECT_EQ(scan("item").seq, 11U);
}

TEST_F(ScannerTest, SaysThatTheGatewayDoesNotAnswerThoughTheBrokerDoes) {
  start_picking();
  scan("a");
  connect();
  now_ += 3'000;
  scanner_->poll(now_);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNone) << "an answer may take a while";
  now_ += 4'000;
  scanner_->poll(now_);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNoAnswer);
  ack(0, true);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNoAnswer) << "the broker kept that one";
  ack(1);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNone);
  scan("b");
  for (const int wait_ms : {0, 7'000, 13'000}) {
    now_ += wait_ms;
    scanner_->poll(now_);
  }
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNoAnswer);
  scanner_->on_disconnected();
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNone) << "offline is said otherwise";
}

TEST_F(ScannerTest, SaysThatASecondDeviceUsesItsNameAndWorksOn) {
  start_picking();
  scan("a");
  connect();
  wire::Ack other;
  other.epoch = scanner_->journal().epoch();
  other.acked = 5;
  std::array<char, wire::kAckBytesMax> json{};
  scanner_->on_message(kAckTopic, *write_ack(other, json), false, now_);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kSecondDevice);
  EXPECT_STREQ(to_string(Warning::kSecondDevice), "second device with this name");
  EXPECT_EQ(scan("b").feedback, ScanFeedback::kStored);
  ack(2);
  EXPECT_EQ(scanner_->snapshot().backlog, 0U);
}

TEST_F(ScannerTest, IgnoresWhatIsNotAnAckForIt) {
  connect();
  for (const char* payload : {"", "{", "[]", "null", R"({"v":1})", "\xff\xfe"}) {
    scanner_->on_message(kAckTopic, payload, false, now_);
  }
  EXPECT_EQ(scanner_->unreadable_messages(), 6U);
  scanner_->on_message("shelfwire/v1/main/node/pick-2/ack", "{", false, now_);
  EXPECT_EQ(scanner_->unreadable_messages(), 6U);
}

TEST_F(ScannerTest, FindsOutAtOnceWhetherAScanWasStoredWhenAFlushFails) {
  start_picking();
  sectors_.fail_flush(1);
  const auto reply = scan("a");
  EXPECT_EQ(reply.feedback, ScanFeedback::kStored) << "it was written, and the mount made it stay";
  EXPECT_EQ(reply.seq, 1U);
  EXPECT_EQ(listener_.states[1], std::vector{ScanState::kStored});
  sectors_.fail_write(1, 100);
  EXPECT_EQ(scan("b").feedback, ScanFeedback::kJournalFailed)
      << "the storage works, the scan is not there";
  EXPECT_EQ(scan("b").seq, 2U);
}

TEST_F(ScannerTest, AnswersTruthfullyWhileTheStorageIsDown) {
  start_picking();
  scan("SW:QTY:3");
  sectors_.fail_flush(1);
  sectors_.fail_reads_of(0);
  EXPECT_EQ(scan("a").feedback, ScanFeedback::kJournalUnclear);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kJournalFailed);
  EXPECT_EQ(scan("b").feedback, ScanFeedback::kJournalFailed);
  EXPECT_TRUE(listener_.states.empty());
  sectors_.fail_reads_of(std::nullopt);
  now_ += 5'000;
  scanner_->poll(now_);
  EXPECT_EQ(scanner_->snapshot().warning, Warning::kNone);
  EXPECT_EQ(listener_.states[1], std::vector{ScanState::kStored}) << "the first one was stored";
}

TEST_F(ScannerTest, TellsItsOwnerWhenToCall) {
  EXPECT_EQ(scanner_->next_due_ms(), std::nullopt);
  scanner_->on_connected(now_);
  EXPECT_EQ(scanner_->next_due_ms(), now_ + 2'000);
}

TEST_F(ScannerTest, RefusesADeviceThatIsDamaged) {
  start_picking();
  scan("a");
  sectors_.medium(0).fill(std::byte{0});
  sectors_.medium(1).fill(std::byte{0});
  Scanner again(sectors_, link_, random_, listener_, out_, {{}, {}, 32});
  EXPECT_EQ(again.start(), Status::kCorrupt);
}

TEST(ManyScanners, LiveInOneProcessWithoutSharingAnything) {
  constexpr std::size_t kCount = 100;
  fakes::SeededRandom random(1);
  std::array<char, 4096> out{};  // used during a call only, so one is enough for all
  struct Device {
    fakes::SimSectors sectors{12};
    fakes::RecordingLink link;
    fakes::RecordingListener listener;
    std::unique_ptr<Scanner> scanner;
  };
  std::vector<Device> devices(kCount);
  const auto site = wire::Topics::make("shelfwire/v1", "main");
  for (std::size_t i = 0; i < kCount; ++i) {
    const auto node = wire::NodeName::from("n" + std::to_string(i));
    devices[i].scanner = std::make_unique<Scanner>(
        devices[i].sectors, devices[i].link, random, devices[i].listener, out,
        scanner::ScannerSettings{*scanner::topics_of(*site, *node), {}, 32});
    ASSERT_EQ(devices[i].scanner->start(), Status::kOk);
    devices[i].scanner->on_connected(0);
    devices[i].scanner->on_barcode("SW:PICK", 1);
    devices[i].scanner->on_barcode("SW:LOC:MAIN", 1);
    for (std::size_t n = 0; n <= i % 5; ++n) devices[i].scanner->on_barcode("item", 2);
  }
  for (std::size_t i = 0; i < kCount; ++i) {
    devices[i].scanner->poll(2'000);
    EXPECT_EQ(devices[i].link.take_batches().at(0).checks.size(), i % 5 + 1);
  }
}

}  // namespace
}  // namespace scanner_test
