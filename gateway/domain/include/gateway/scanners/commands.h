// SPDX-License-Identifier: MIT
// What a scanner sends, and what a person does with tasks.
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
/// says why and `raw` keeps the text: the movement becomes a task and is acked.
struct BatchMovement {
  wire::Movement movement;
  wire::ChainChecksum chain_checksum{};
  std::optional<wire::Refusal> refused;
  std::string raw;  ///< at most kRawExcerptBytesMax bytes; only with `refused`
};

/// An `up` message (docs/protocol.md). Whoever reads one checks its ranges, which the
/// engine asserts. Its outcome says nothing: the answer is the ack in the Effects.
struct NodeBatch {
  wire::NodeName node;
  wire::Epoch epoch{};
  /// `s`, the first movement's sequence, 1 or more; the last one's is at most wire::kSequenceMax.
  wire::Sequence first = 1;
  wire::Sequence oldest = 1;                ///< `b`, the oldest the node holds, 1 .. first
  wire::ChainChecksum previous_checksum{};  ///< `p`, of the movement before `first`
  std::vector<BatchMovement> movements;     ///< at most wire::kBatchMovementsMax; none: a hello

  [[nodiscard]] std::size_t weight() const { return movements.size(); }
};

/// Books the movement that a task holds, under the SKU given here, with its own time and origin.
/// Refused where the task holds none or it cannot be booked: the task then stays open.
struct SettleTask {
  std::uint64_t id = 0;
  wire::Sku sku;
  wire::Operator by;  ///< who settled it
};
/// Closes a task without booking anything.
struct DismissTask {
  std::uint64_t id = 0;
  std::string why;  ///< 1 to kReasonBytesMax bytes
  wire::Operator by;
};

}  // namespace gateway
