// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "fakes/recording_link.h"
#include "fakes/recording_listener.h"
#include "fakes/seeded_random.h"
#include "fakes/sim_sectors.h"
#include "movements.h"
#include "scanner/uplink.h"

namespace scanner_test {

using fakes::SentBatch;
using scanner::ScanState;
using scanner::TimeMs;

/// An uplink over a small journal, with batches of at most four movements, a link
/// that records, and time in the test's hands.
class UplinkTest : public testing::Test {
 protected:
  static constexpr wire::Epoch kEpoch{0x9f3c01aa};
  static constexpr std::size_t kBatch = 4;

  void SetUp() override {
    ASSERT_EQ(journal_.format(kEpoch, *wire::NodeName::from("n")), wire::Status::kOk);
    uplink_.start();
  }

  void store(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      scanner::Record record = numbered_record(journal_.last() + 1);
      record.stamp.monotonic_ms = now_;
      ASSERT_TRUE(journal_.append(record.movement, record.stamp));
    }
    uplink_.poll(now_);
  }

  /// Connects and waits until the retained ack will not come any more. What is
  /// sent from then on is the test's.
  void connect_and_wait() {
    uplink_.on_connected(now_);
    link_.messages.clear();
    pass(2'000);
  }

  /// Lets time pass in steps of at most 10 ms.
  void pass(TimeMs duration_ms) {
    const TimeMs end = now_ + duration_ms;
    while (now_ < end) {
      now_ = std::min(now_ + 10, end);
      uplink_.poll(now_);
    }
  }

  /// Lets time pass until something is sent to `up`, at most `limit_ms`; returns
  /// how long that took.
  TimeMs pass_until_sent(TimeMs limit_ms) {
    const TimeMs start = now_;
    link_.messages.clear();
    while (now_ - start < limit_ms) {
      pass(10);
      for (const auto& message : link_.messages) {
        if (message.topic.ends_with("/up")) return now_ - start;
      }
    }
    ADD_FAILURE() << "nothing was sent within " << limit_ms << " ms";
    return limit_ms;
  }

  /// The ack of a gateway that has this journal's history up to `acked`.
  wire::Ack ack_of(wire::Sequence acked) {
    wire::Ack ack;
    ack.epoch = journal_.epoch();
    ack.acked = acked;
    const auto check = journal_.check_at(acked);
    ack.chain_checksum = check.value_or(wire::ChainChecksum{0xdead});
    return ack;
  }
  void live_ack(wire::Sequence acked) { uplink_.on_ack(ack_of(acked), false, now_); }
  void retained_ack(wire::Sequence acked) { uplink_.on_ack(ack_of(acked), true, now_); }

  fakes::SimSectors sectors_{66};
  scanner::Journal journal_{sectors_, 16};
  fakes::RecordingLink link_;
  fakes::SeededRandom random_{42};
  fakes::RecordingListener listener_;
  std::array<char, 4096> out_{};
  scanner::Uplink uplink_{journal_,
                          link_,
                          random_,
                          listener_,
                          out_,
                          {*wire::Topic::from("p/s/node/n/up"),
                           *wire::Topic::from("p/s/node/n/state"),
                           {},
                           kBatch,
                           *wire::NodeName::from("n")}};
  TimeMs now_ = 1'000;
};

}  // namespace scanner_test
