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

/// `was` of a forked journal: movements 1 .. `count` of this epoch were `first` .. of `epoch`.
struct ForkNote {
  wire::NodeName node;  ///< under which that epoch was written; empty: under the batch's
  wire::Epoch epoch{};
  wire::Sequence first = 1;
  std::uint32_t count = 0;                  ///< 0: they are overwritten
  wire::ChainChecksum previous_checksum{};  ///< of the movement before `first`
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
  /// `was`, at most wire::kForkNotesMax, the oldest first; none covers fewer than the one before.
  std::vector<ForkNote> notes;
  std::vector<BatchMovement> movements;  ///< at most wire::kBatchMovementsMax; none: a hello

  [[nodiscard]] std::size_t weight() const { return movements.size(); }
};

/// Scans of a journal that cannot send them, brought by a person. By the rules of a batch, but
/// nothing is taken for lost: refused where movements before it are missing, or where it does not
/// continue what the gateway holds; the problem says why. What an incident gave up as lost is
/// booked, under its own key. Outcome::changed: movements that were new.
struct ImportScans {
  NodeBatch batch;

  [[nodiscard]] std::size_t weight() const { return batch.weight(); }
};

/// Retires a node's name: nothing is applied under it, and its scanner is told the new one. Refused
/// where a name is not one, both are equal, or one of them is retired already; kNotFound where no
/// scanner ever sent under the old one.
struct RenameNode {
  wire::NodeName from;
  wire::NodeName to;
  wire::Operator by;
};
/// Ends the retirement of a name. kNotFound: it is not retired.
struct AddNode {
  wire::NodeName node;
  wire::Operator by;
};

/// Books the movement that a task holds, under the SKU given here, with its own time and origin.
/// Refused where the task holds none or it cannot be booked: the task then stays open.
struct SettleTask {
  std::uint64_t id = 0;
  wire::Sku sku;
  wire::Operator by;  ///< who settled it
  /// Base units in what was scanned, 1 .. kPackMax. 0: as its barcode says, if it is the item's by
  /// now, else one; refused for the number of a case that nobody knows.
  std::int64_t pack = 0;
};
/// Closes a task without booking anything. Refused for one that tells of a restore, until a person
/// has answered (ConfirmRestored).
struct DismissTask {
  std::uint64_t id = 0;
  std::string why;  ///< 1 to kReasonBytesMax bytes
  wire::Operator by;
};

}  // namespace gateway
