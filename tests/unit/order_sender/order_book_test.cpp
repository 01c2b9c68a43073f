// SPDX-License-Identifier: MIT
// Promise: orders go out at their rate and no more than were asked for; one without an
// outcome goes out again and again, unchanged; each is counted once, under the first
// state that is an outcome, with the time since it first went out.
// How: a clock of the test's own.

#include "order_book.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "report.h"

namespace order_sender {
namespace {

using std::chrono::milliseconds;

std::string message(const std::string& state) {
  return R"({"v":1,"order":"x","state":")" + state + R"(","reason":"","lines":[],"at_ms":1})";
}

class OrderBookTest : public testing::Test {
 protected:
  explicit OrderBookTest(double rate_per_s = 10, std::uint64_t count = 3)
      : book_(OrderWorkload({"table"}, 1, 2), rate_per_s, count) {}

  /// Ids of what goes out until nothing is due any more.
  std::vector<std::string> send() {
    std::vector<std::string> ids;
    while (const NewOrder* order = book_.due(now_)) {
      ids.push_back(order->id);
      const auto [first, is_new] = sent_.emplace(order->id, order->json);
      EXPECT_EQ(first->second, order->json) << "it came again with other content";
      book_.sent(order->id, now_);
    }
    return ids;
  }
  std::vector<std::string> send_after(milliseconds time) {
    now_ += time;
    return send();
  }
  void show(const std::string& id, const std::string& state) {
    book_.shown(id, message(state), now_);
  }

  OrderBook book_;
  Clock::time_point now_{std::chrono::hours(1)};
  std::map<std::string, std::string> sent_;
};

TEST_F(OrderBookTest, GoOutAtTheirRateAndNoMoreThanWereAskedFor) {
  EXPECT_EQ(send().size(), 1U);
  EXPECT_TRUE(send_after(milliseconds(99)).empty());
  EXPECT_EQ(send_after(milliseconds(1)).size(), 1U);
  EXPECT_EQ(book_.left(), 3U);
  EXPECT_EQ(book_.unanswered(), 2U);
  EXPECT_EQ(send_after(milliseconds(900)).size(), 1U) << "the last one, however late";
  EXPECT_TRUE(send_after(milliseconds(900)).empty());
  EXPECT_EQ(book_.tally().sent, 3U);
}

class BusyOrderBookTest : public OrderBookTest {
 protected:
  BusyOrderBookTest() : OrderBookTest(1'000'000, 2 * OrderBook::kUnansweredMax) {}
};

TEST_F(BusyOrderBookTest, WaitsForOutcomesBeforeMoreAreUnderWayThanABrokerKeeps) {
  send();
  const auto ids = send_after(milliseconds(1));
  EXPECT_EQ(sent_.size(), OrderBook::kUnansweredMax);
  EXPECT_TRUE(send_after(milliseconds(1)).empty());
  show(ids.at(0), "confirmed");
  show(ids.at(1), "rejected");
  EXPECT_EQ(send_after(milliseconds(1)).size(), 2U);
  EXPECT_EQ(book_.left(), 2 * OrderBook::kUnansweredMax - 2);
}

TEST_F(OrderBookTest, IsOfferedUntilItIsSent) {
  const NewOrder* first = book_.due(now_);
  ASSERT_NE(first, nullptr);
  const std::string id = first->id;
  EXPECT_EQ(book_.due(now_ + std::chrono::seconds(1))->id, id);
  EXPECT_EQ(book_.unanswered(), 1U);
  EXPECT_EQ(book_.tally().sent, 0U);
}

TEST_F(OrderBookTest, CountsEachUnderItsFirstOutcomeWithTheTimeItTook) {
  const std::string one = send().front();
  const std::string two = send_after(milliseconds(100)).front();
  show(one, "received");
  EXPECT_EQ(book_.unanswered(), 2U);
  now_ += milliseconds(20);
  show(two, "rejected");
  show(one, "backordered");
  show(one, "confirmed");
  show("somebody-elses", "confirmed");
  const OrderTally& tally = book_.tally();
  EXPECT_EQ(tally.outcomes,
            (std::map<std::string, std::uint64_t>{{"backordered", 1}, {"rejected", 1}}));
  EXPECT_EQ(tally.latencies_us, (std::vector<std::uint32_t>{20'000, 120'000}));
  EXPECT_EQ(tally.last_outcome - tally.first_sent, milliseconds(120));
  EXPECT_EQ(book_.left(), 1U);
  EXPECT_EQ(book_.unanswered(), 0U);
}

TEST_F(OrderBookTest, GoesOutAgainUntilItHasAnOutcomeAtGrowingIntervals) {
  const std::string id = send().front();
  book_.stop();
  EXPECT_TRUE(send_after(milliseconds(4'999)).empty());
  EXPECT_EQ(send_after(milliseconds(1)), std::vector{id});
  show(id, "received");
  EXPECT_TRUE(send_after(milliseconds(9'999)).empty());
  EXPECT_EQ(send_after(milliseconds(1)), std::vector{id});
  for (const int seconds : {20, 40, 60, 60}) {
    EXPECT_TRUE(send_after(std::chrono::seconds(seconds) - milliseconds(1)).empty()) << seconds;
    EXPECT_EQ(send_after(milliseconds(1)), std::vector{id}) << seconds;
  }
  EXPECT_EQ(book_.tally().sent, 1U);
  EXPECT_EQ(book_.tally().resent, 6U);
  show(id, "confirmed");
  EXPECT_TRUE(send_after(std::chrono::minutes(5)).empty());
  EXPECT_EQ(book_.tally().latencies_us, (std::vector<std::uint32_t>{195'000'000}));
  EXPECT_EQ(book_.left(), 0U);
}

TEST_F(OrderBookTest, ThatIsStoppedStillWaitsForWhatWentOut) {
  const std::string id = send().front();
  book_.stop();
  EXPECT_TRUE(send_after(std::chrono::seconds(4)).empty());
  EXPECT_EQ(book_.left(), 1U);
  show(id, "cancelled");
  EXPECT_EQ(book_.left(), 0U);
}

TEST(StateOf, IsTheWordOfTheKeyAndNothingElse) {
  EXPECT_EQ(state_of(message("partly_confirmed")), "partly_confirmed");
  EXPECT_EQ(state_of(R"({"reason":"\"state\":\"shipped\"","state":"rejected"})"), "rejected");
  for (const char* none : {"", "{}", R"({"state":7})", R"({"state":""})", R"({"state":"a b"})",
                           R"({"state":")", R"({"reason":"\"state\":\"shipped\""})"}) {
    EXPECT_EQ(state_of(none), "") << none;
  }
}

TEST(Report, HasTheFiguresOfARun) {
  OrderTally orders;
  orders.sent = 4;
  orders.resent = 1;
  orders.outcomes = {{"confirmed", 2}, {"rejected", 1}};
  orders.latencies_us = {30'000, 10'000, 20'000};
  orders.last_outcome = orders.first_sent + std::chrono::seconds(2);
  EXPECT_EQ(report_json(orders, 1),
            R"({"sent":4,"resent":1,"outcomes":{"confirmed":2,"rejected":1},)"
            R"("no_outcome":1,"seconds":2.000,"orders_per_s":1.500,)"
            R"("latency_ms":{"median":20.000,"p99":20.000,"max":30.000}})"
            "\n");
}

}  // namespace
}  // namespace order_sender
