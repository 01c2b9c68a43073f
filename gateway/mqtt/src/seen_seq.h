// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/live/topics.h"
#include "gateway/rows/origin.h"
#include "intake.h"

namespace gateway::mqtt {

/// The highest `seq` that the broker kept in our name: on the topics of stock, and on the
/// gateway's state. One above our own last entry was published by a gateway that had booked
/// more than our store holds. A message is counted only when it was kept by the broker and has
/// the form in which a gateway writes it, so that a stranger's text proves nothing. Thread-safe.
class SeenSeq {
 public:
  explicit SeenSeq(const live::Topics& topics);

  /// Forgets what was seen: a new connection begins.
  void begin();
  /// Returns what the message says, if it counts.
  std::optional<LedgerSeq> arrived(const Arrival& arrival);
  /// What a message in our name says; nothing: it has not the form of one.
  [[nodiscard]] std::optional<LedgerSeq> read(std::string_view topic,
                                              std::string_view payload) const;
  [[nodiscard]] std::optional<LedgerSeq> highest() const;

 private:
  const std::string state_topic_;
  const std::string stock_base_;

  mutable std::mutex mutex_;
  std::optional<LedgerSeq> highest_;
};

}  // namespace gateway::mqtt
