// SPDX-License-Identifier: MIT
// Promise: an entry carries the time of its scan by the best clock there was, and
// says which; no clock ever decides whether or where a movement is booked.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::TimeSource;

class ScanTime : public DomainTest {
 protected:
  ScanTime() { warehouse.set_item("BOLT"); }

  gateway::Entry scanned(std::int64_t at_ms, std::optional<std::uint32_t> age_ms) {
    auto movement = receive("BOLT", "MAIN", 1);
    movement.at_ms = at_ms;
    movement.age_ms = age_ms;
    warehouse.scan(scanner, movement);
    return warehouse.entry(warehouse.ledger_length());
  }

  const std::int64_t now = warehouse.now.wall_ms;
  Scanner scanner{"S1"};
};

TEST_F(ScanTime, PrefersTheAgeByTheNodesMonotonicClock) {
  const auto entry = scanned(now - 1'000'000, 5000);
  EXPECT_EQ(entry.at_ms, now - 5000);
  EXPECT_EQ(entry.at_source, TimeSource::kNodeAge);
  EXPECT_EQ(entry.received_ms, now);
}

TEST_F(ScanTime, TakesTheNodesWallClockAfterAReboot) {
  const auto entry = scanned(now - 1'000'000, std::nullopt);
  EXPECT_EQ(entry.at_ms, now - 1'000'000);
  EXPECT_EQ(entry.at_source, TimeSource::kNodeClock);
}

TEST_F(ScanTime, DoesNotBelieveAClockThatIsUnsetOrAhead) {
  constexpr std::int64_t kDayMs = 86'400'000;
  for (const auto at_ms : {std::int64_t{0}, std::int64_t{1'000'000'000}, now + kDayMs + 1}) {
    const auto entry = scanned(at_ms, std::nullopt);
    EXPECT_EQ(entry.at_ms, now);
    EXPECT_EQ(entry.at_source, TimeSource::kReceipt);
  }
  EXPECT_EQ(scanned(now + kDayMs, std::nullopt).at_source, TimeSource::kNodeClock);
}

TEST_F(ScanTime, TrustsTheNodeMoreThanAGatewayWithoutTime) {
  const auto scan_ms = now;
  warehouse.now = {.wall_ms = 60'000, .wall_trusted = false};  // 1970
  EXPECT_EQ(scanned(scan_ms, 5000).at_ms, scan_ms);
  EXPECT_EQ(scanned(0, 5000).at_ms, 55'000);
  EXPECT_EQ(scanned(0, std::nullopt).at_ms, 60'000);
}

TEST_F(ScanTime, AnswersWithItsOwnClockOnlyOnceThatIsSynchronised) {
  scanned(0, std::nullopt);
  EXPECT_EQ(warehouse.last().acks.at(0).ack.now_ms, now);
  warehouse.now.wall_trusted = false;
  scanned(0, std::nullopt);
  EXPECT_EQ(warehouse.last().acks.at(0).ack.now_ms, 0);
}

}  // namespace
}  // namespace domain_test
