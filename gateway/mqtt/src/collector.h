// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/live/topics.h"
#include "gateway/rows/origin.h"
#include "intake.h"

namespace gateway::mqtt {

/// Tells one payload from another: 64 bits of it are kept in its place.
[[nodiscard]] std::uint64_t payload_mark(std::string_view payload);

/// What a broker keeps on a topic.
struct Kept {
  std::uint64_t mark = 0;  ///< payload_mark()
  LedgerSeq seq = 0;       ///< that the message names; 0: none

  friend bool operator==(const Kept&, const Kept&) = default;
};
using KeptTopics = std::unordered_map<std::string, Kept>;

/// Collects what the broker sends for subscriptions whose last is the gateway's state. That is
/// always kept, and a broker sends it behind what the others match, so it marks the end; a
/// broker that sends it earlier makes topics seem to be missing, which only costs their
/// publication. Thread-safe.
class Collector {
 public:
  explicit Collector(const live::Topics& topics);

  void begin();
  /// Takes a message of the subscriptions, which names the ledger entry `seq` or none (0); ignored
  /// when nothing is being collected. True: it was the mark.
  bool arrived(const Arrival& arrival, LedgerSeq seq);
  [[nodiscard]] bool complete() const;
  [[nodiscard]] std::uint64_t arrivals() const;  ///< of what was kept, since begin()
  /// Ends the collecting and returns at most kKeptTopicsMax topics, without those that the
  /// gateway reads or that are not of a retained kind.
  [[nodiscard]] KeptTopics take();

 private:
  const std::string state_topic_;
  const std::string order_topic_;

  mutable std::mutex mutex_;
  bool collecting_ = false;
  bool complete_ = false;
  std::uint64_t arrivals_ = 0;
  KeptTopics kept_;
};

}  // namespace gateway::mqtt
