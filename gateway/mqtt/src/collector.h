// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/live/topics.h"
#include "intake.h"
#include "outgoing.h"

namespace gateway::mqtt {

/// Learns what the broker keeps below our topics: everything that arrives between
/// begin() and the return of a message of our own, which the broker can only send
/// after what it kept. Thread-safe.
class Collector {
 public:
  explicit Collector(const live::Topics& topics) : state_topic_(topics.gateway_state()) {}

  /// `own` is a payload that will be published on the gateway's state topic.
  void begin(std::string own);
  /// A message of the subscriptions; ignored when nothing is being collected.
  /// True: it was our own, coming back.
  bool arrived(const Arrival& arrival);
  [[nodiscard]] bool complete() const;
  /// Ends; more than kKeptTopicsMax topics are not remembered. A payload that is
  /// longer than any of ours, or beyond kKeptBytesMax in all, is there as another
  /// one that is not ours either.
  [[nodiscard]] RetainedTopics take();

 private:
  const wire::Topic state_topic_;

  mutable std::mutex mutex_;
  bool collecting_ = false;
  bool complete_ = false;
  std::string own_;
  RetainedTopics kept_;
  std::size_t kept_bytes_ = 0;  // of payloads
};

}  // namespace gateway::mqtt
