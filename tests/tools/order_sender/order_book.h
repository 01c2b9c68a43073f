// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figures.h"
#include "order_workload.h"

namespace order_sender {

using fleet::Clock;

/// What became of the orders of customers.
struct OrderTally {
  std::uint64_t sent = 0;
  std::uint64_t resent = 0;                       ///< orders sent again, each time
  std::map<std::string, std::uint64_t> outcomes;  ///< orders by the first state but `received`
  std::vector<std::uint32_t> latencies_us;        ///< of each: sent until that state was shown
  Clock::time_point first_sent{};
  Clock::time_point last_outcome{};
};

/// Orders of customers on their way to the gateway: which is to be published next, and
/// what became of each. An order that got no outcome is published again, after five
/// seconds and then twice as long each time, up to a minute: the gateway shows what it
/// has of it, and takes what never reached it.
class OrderBook {
 public:
  /// Mosquitto keeps 1 000 messages for a client that is slow to take them and drops the
  /// rest without a word: with more than that under way a run would measure only the
  /// patience between two attempts.
  static constexpr std::size_t kUnansweredMax = 200;

  /// `count` orders, `rate_per_s` a second; fewer while kUnansweredMax are unanswered.
  OrderBook(OrderWorkload workload, double rate_per_s, std::uint64_t count);

  /// What is to be published on `order/new` now; null: nothing. The rate counts from
  /// the first call.
  [[nodiscard]] const NewOrder* due(Clock::time_point now);
  /// That order was handed over to the broker.
  void sent(std::string id, Clock::time_point now);

  /// `payload` came on the topic of order `id`. Orders of others are ignored.
  void shown(std::string_view id, std::string_view payload, Clock::time_point now);

  /// Draws no more orders.
  void stop() { count_ = drawn_; }

  /// Published, or wanted to be: without an outcome yet.
  [[nodiscard]] std::uint64_t unanswered() const { return waiting_.size() + (next_ ? 1 : 0); }
  /// Orders without an outcome, those that are not due yet among them.
  [[nodiscard]] std::uint64_t left() const { return count_ - drawn_ + unanswered(); }
  [[nodiscard]] const OrderTally& tally() const { return tally_; }

 private:
  struct Waiting {
    NewOrder order;
    Clock::time_point sent;
    Clock::duration patience;  ///< until it is published again
  };

  OrderWorkload workload_;
  const double rate_per_s_;
  std::uint64_t count_;
  std::uint64_t drawn_ = 0;
  std::optional<Clock::time_point> began_;
  std::optional<NewOrder> next_;                         ///< drawn, not published yet
  std::map<std::string, Waiting, std::less<>> waiting_;  ///< published, by id
  std::multimap<Clock::time_point, std::string> again_;  ///< ids by when they are due again
  OrderTally tally_;
};

/// The word of `state` in an order's message; empty: none, or no word.
[[nodiscard]] std::string_view state_of(std::string_view payload);

}  // namespace order_sender
