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

/// Collects what the broker keeps below our topics: everything that arrives between
/// begin() and the return of a message of our own, which the broker sends
/// after what it kept. Thread-safe.
class Collector {
 public:
  explicit Collector(const live::Topics& topics) : state_topic_(topics.gateway_state()) {}

  /// `own` is a payload that will be published on the gateway's state topic.
  void begin(std::string own);
  /// Takes a message of the subscriptions; ignored when nothing is being collected.
  /// True: it was our own that came back.
  bool arrived(const Arrival& arrival);
  [[nodiscard]] bool complete() const;
  /// Ends the collecting and returns at most kKeptTopicsMax topics. A payload longer than any
  /// of ours, or beyond kKeptBytesMax in all, is replaced by one that we never publish.
  [[nodiscard]] RetainedTopics take();

 private:
  const wire::Topic state_topic_;

  mutable std::mutex mutex_;
  bool collecting_ = false;
  bool complete_ = false;
  std::string own_;
  RetainedTopics kept_;
  std::size_t kept_bytes_ = 0;  // of all payloads
};

}  // namespace gateway::mqtt
