// SPDX-License-Identifier: MIT
// A scanner as the gateway sees it: an epoch, and a history in which each check
// chains to the one before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/engine/commands.h"

namespace domain_test {

class Scanner {
 public:
  explicit Scanner(std::string_view name, std::uint32_t epoch = 0x9f3c01aa);

  /// Adds a movement to the history; returns its sequence.
  wire::Sequence add(const wire::Movement& movement);
  /// Adds one whose fields could not be read.
  wire::Sequence add_unreadable(wire::Refusal why, std::string raw);

  [[nodiscard]] wire::Sequence last() const;
  /// Check at `seq`; 0: before the first.
  [[nodiscard]] wire::ChainChecksum check_at(wire::Sequence seq) const;

  /// Movements `first` .. `last`; an empty batch (a hello) when last is first - 1.
  [[nodiscard]] gateway::NodeBatch batch(wire::Sequence first, wire::Sequence last) const;
  [[nodiscard]] gateway::NodeBatch hello() const { return batch(last() + 1, last()); }

  /// Opens a new epoch, as a forked journal does, under that name: what is held, from `oldest` on,
  /// becomes 1 .. n of it.
  void fork(std::string_view name, std::uint32_t epoch);

  /// Sends the same history under another name.
  void rename(std::string_view name);

  /// `b` of the next batches: what is older was overwritten.
  wire::Sequence oldest = 1;
  /// Makes the checks differ from those of another scanner with the same scans; of the name.
  std::uint32_t salt;

 private:
  wire::Sequence add(gateway::BatchMovement stated);

  wire::NodeName name_;
  wire::Epoch epoch_;
  std::vector<gateway::BatchMovement> history_;
  std::vector<gateway::ForkNote> notes_;
};

}  // namespace domain_test
