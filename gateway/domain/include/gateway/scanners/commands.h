// SPDX-License-Identifier: MIT
// What a scanner sends, and what a person does with scans that could not be booked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/ack.h"
#include "wire/movement.h"

namespace gateway {

/// One movement of a node's batch. Where its fields could not be read, `refused`
/// says why and `raw` keeps the text: it becomes a task, is acked and is
/// never thrown away.
struct BatchMovement {
  wire::Movement movement;
  wire::ChainChecksum chain_checksum{};
  std::optional<wire::Refusal> refused;
  std::string raw;  ///< at most kRawExcerptBytesMax bytes; only with `refused`
};

/// An `up` message. An empty `movements` is a hello. Whoever reads one checks its
/// ranges, which the engine asserts.
struct NodeBatch {
  wire::NodeName node;
  wire::Epoch epoch{};
  /// `s`, 1 or more; the last movement's sequence is wire::kSequenceMax at most.
  wire::Sequence first = 1;
  wire::Sequence oldest = 1;                ///< `b`, 1 .. first
  wire::ChainChecksum previous_checksum{};  ///< `p`
  std::vector<BatchMovement> movements;     ///< wire::kBatchMovementsMax at most

  [[nodiscard]] std::size_t weight() const { return movements.size(); }
};

/// Books what a task holds under the right SKU, with its own time and author.
struct SettleTask {
  std::uint64_t id = 0;
  wire::Sku sku;
  wire::Operator by;
};
struct DismissTask {
  std::uint64_t id = 0;
  std::string why;  ///< 1 to kReasonBytesMax bytes
  wire::Operator by;
};

}  // namespace gateway
