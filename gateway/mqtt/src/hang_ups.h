// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::mqtt {

/// Finds topics on which the broker ends the connection (too many levels, a character that it does
/// not like), so that one of them does not stop everything else for ever.
///
/// What was published in the last second before a connection was lost is suspected. On the next
/// connection messages go one at a time; when it is lost too right behind one that was suspected,
/// that topic is left out for a day and then tried again. Knows nothing of acks, which are never
/// left out. Time comes in. left_out() and all(): any thread; the rest: one.
class HangUps {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A message of QoS 1 was handed over.
  void sent(std::string_view topic, Time now);
  /// All that was sent is acknowledged.
  void acknowledged();
  /// The connection was lost. The topic that is left out from now on, if that proved one.
  [[nodiscard]] std::optional<std::string> lost(Time now);
  /// A connection begins.
  void begin(Time now);
  /// Messages must be sent one at a time.
  [[nodiscard]] bool careful(Time now) const;

  [[nodiscard]] bool left_out(std::string_view topic, Time now) const;
  [[nodiscard]] std::vector<std::string> all(Time now) const;

 private:
  std::deque<std::pair<std::string, Time>> sent_;  // not acknowledged, the newest
  std::set<std::string, std::less<>> suspects_;
  bool careful_ = false;
  Time began_{};

  mutable std::mutex mutex_;
  std::map<std::string, Time, std::less<>> left_out_;  // and until when
};

}  // namespace gateway::mqtt
