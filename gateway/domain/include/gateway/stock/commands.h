// SPDX-License-Identifier: MIT
// The channels of movements, and the commands for movements that come from no scanner.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/rows/origin.h"
#include "wire/movement.h"

namespace gateway {

/// How a movement comes in. Only kManual may name virtual locations.
enum class MovementChannel : std::uint8_t { kScanner, kPlain, kManual };

/// A plain message: a positive quantity receives, a negative one issues. What cannot be booked
/// becomes a task.
struct PlainSupply {
  std::string topic;  ///< at most kSourceBytesMax bytes
  std::string product_code;
  std::string warehouse_name;
  std::int64_t quantity = 0;
  std::string message_id;  ///< at most kMessageIdBytesMax bytes; empty: repeats are booked
};

/// A movement stated by a person; `movement.sku` is set. Refused where it cannot be booked.
/// `request_id`: a repeat gets the first answer; at most kMessageIdBytesMax bytes; empty: none.
struct ManualMovement {
  wire::Movement movement;
  std::string request_id;
};

/// Reverses a ledger entry, unless it is an undo or was undone. `request_id` as above.
struct ManualUndo {
  LedgerSeq seq = 0;
  wire::Operator by;
  std::string request_id;
};

}  // namespace gateway
