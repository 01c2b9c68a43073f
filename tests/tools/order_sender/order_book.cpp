// SPDX-License-Identifier: MIT
#include "order_book.h"

#include <algorithm>
#include <cassert>

#include "wire/ids.h"

namespace order_sender {
namespace {

constexpr Clock::duration kPatienceMin = std::chrono::seconds(5);
constexpr Clock::duration kPatienceMax = std::chrono::seconds(60);

}  // namespace

std::string_view state_of(std::string_view payload) {
  // In a text inside JSON the quotes would be escaped: found like this, it is the key.
  constexpr std::string_view kKey = R"("state":")";
  const std::size_t at = payload.find(kKey);
  if (at == std::string_view::npos) return {};
  payload.remove_prefix(at + kKey.size());
  const std::string_view word = payload.substr(0, payload.find('"'));
  return wire::is_name(word) ? word : std::string_view();
}

OrderBook::OrderBook(OrderWorkload workload, double rate_per_s, std::uint64_t count)
    : workload_(std::move(workload)), rate_per_s_(rate_per_s), count_(count) {
  assert(rate_per_s > 0);
}

const NewOrder* OrderBook::due(Clock::time_point now) {
  if (!began_) began_ = now;
  while (!again_.empty() && again_.begin()->first <= now) {
    const auto found = waiting_.find(again_.begin()->second);
    if (found != waiting_.end()) return &found->second.order;
    again_.erase(again_.begin());  // it has its outcome
  }
  const std::chrono::duration<double> since = now - *began_;
  const auto by_now = static_cast<std::uint64_t>(since.count() * rate_per_s_) + 1;
  const bool room = waiting_.size() < kUnansweredMax;
  if (!next_ && room && drawn_ < std::min(count_, by_now)) {
    next_ = workload_.next();
    ++drawn_;
  }
  return next_ ? &*next_ : nullptr;
}

void OrderBook::sent(std::string id, Clock::time_point now) {
  Clock::duration patience = kPatienceMin;
  if (next_ && id == next_->id) {
    if (tally_.sent++ == 0) tally_.first_sent = now;
    waiting_.emplace(id, Waiting{*std::move(next_), now, patience});
    next_.reset();
  } else {
    assert(!again_.empty() && again_.begin()->second == id);
    again_.erase(again_.begin());
    ++tally_.resent;
    Waiting& waiting = waiting_.find(id)->second;
    patience = waiting.patience = std::min(2 * waiting.patience, kPatienceMax);
  }
  again_.emplace(now + patience, std::move(id));
}

void OrderBook::shown(std::string_view id, std::string_view payload, Clock::time_point now) {
  const std::string_view state = state_of(payload);
  if (state.empty() || state == "received") return;
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - found->second.sent);
  tally_.latencies_us.push_back(static_cast<std::uint32_t>(took.count()));
  tally_.last_outcome = now;
  ++tally_.outcomes[std::string(state)];
  waiting_.erase(found);
}

}  // namespace order_sender
