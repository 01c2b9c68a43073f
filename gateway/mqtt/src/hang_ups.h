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
/// not like, a right that is missing), so that one of them does not stop everything else for ever.
///
/// What was published in the last second before a connection was lost is suspected, unless it was
/// acknowledged a while before: Mosquitto acknowledges what it forbids and then hangs up where
/// `max_queued_messages` is 0. On the next connection messages go one at a time; when it is lost
/// too right behind one that was suspected, that topic is left out. A broker that hangs up can be
/// reached at once; where the next attempt fails it had died, and nothing is suspected. One that is
/// restarted twice at bad moments, and fast, does the same to us, so the first time a topic is left
/// out for a minute. Then it is tried again, and one loss right behind it leaves it out for a day;
/// one by which we judge ourselves (our own state, by which a second gateway is noticed, and
/// messages to ourselves) for ten minutes. Knows nothing of acks: while it is careful they wait
/// until their right is proved. Time comes in. left_out(), all(): any thread; the rest: one.
class HangUps {
 public:
  using Time = std::chrono::steady_clock::time_point;
  HangUps();

  /// A message of QoS 1 was handed over; `own`: on a topic by which we judge ourselves.
  void sent(std::string_view topic, Time now, bool own = false);
  /// All that was sent is acknowledged. It counts as taken a while later.
  void acknowledged(Time now);
  /// What was acknowledged a while ago was taken. Returns when may_send() may change; never:
  /// Time::max().
  Time settle(Time now);
  struct Culprit {
    std::string topic;
    std::chrono::minutes left_out_for;
  };
  /// The connection was lost.
  void lost(Time now);
  /// The broker cannot be reached.
  void away();
  /// A connection begins. The topic that is left out from now on, if the loss before proved one.
  [[nodiscard]] std::optional<Culprit> begin(Time now);
  /// Messages must be sent one at a time.
  [[nodiscard]] bool careful(Time now) const;
  /// The next message may be sent: while careful, when settle() knows that the one before it was
  /// taken.
  [[nodiscard]] bool may_send(Time now) const { return !careful(now) || sent_.empty(); }

  [[nodiscard]] bool any() const;  ///< whether left_out() can be true
  [[nodiscard]] bool left_out(std::string_view topic, Time now) const;
  [[nodiscard]] std::vector<std::string> all(Time now) const;
  /// When the next topic is to be tried again; never: Time::max().
  [[nodiscard]] Time next() const;
  /// From now on, topics whose time is over are tried again. True: there is one.
  [[nodiscard]] bool try_again(Time now);

 private:
  struct Sent {
    std::string topic;
    Time at;
    bool own;
    std::optional<Time> acknowledged_at = {};
  };
  struct LeftOut {
    Time until;
    bool tried = false;  // again, since then
  };
  [[nodiscard]] bool is_taken(const Sent& sent, Time now) const;
  [[nodiscard]] std::chrono::minutes leave_out(const Sent& sent, Time now);

  std::deque<Sent> sent_;  // not known to be taken, the newest
  std::set<std::string, std::less<>> suspects_;
  std::optional<Sent> culprit_;  // if the broker can be reached now
  bool careful_ = false;
  Time began_{};
  std::chrono::milliseconds behind_ack_;  // kHangUpBehindAck, or what it has grown to

  mutable std::mutex mutex_;
  std::map<std::string, LeftOut, std::less<>> left_out_;
};

}  // namespace gateway::mqtt
