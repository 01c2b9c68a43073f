// SPDX-License-Identifier: MIT
// Ways in of movements, and those that do not come from a scanner.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/rows/origin.h"
#include "wire/movement.h"

namespace gateway {

/// How a movement comes in. Only a person at the gateway may name virtual locations.
enum class MovementChannel : std::uint8_t { kScanner, kPlain, kManual };

/// A plain supply message: positive receives, negative issues.
struct PlainSupply {
  std::string topic;  ///< at most kSourceBytesMax bytes
  std::string product_code;
  std::string warehouse_name;
  std::int64_t quantity = 0;
  std::string message_id;  ///< at most kMessageIdBytesMax bytes; empty: at least once
};

/// A movement by hand; `movement.sku` is set. `request_id` makes a repeat
/// harmless, at most kMessageIdBytesMax bytes; empty: none.
struct ManualMovement {
  wire::Movement movement;
  std::string request_id;
};

/// Reverses any ledger entry by hand.
struct ManualUndo {
  LedgerSeq seq = 0;
  wire::Operator by;
  std::string request_id;
};

}  // namespace gateway
