// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/ids.h"
#include "wire/movement.h"

namespace wire {

struct RefusedMovement {
  Sequence seq = 0;
  Refusal why = Refusal::kMalformed;
  friend bool operator==(const RefusedMovement&, const RefusedMovement&) = default;
};

/// The gateway's cumulative answer: the history of `epoch` that has `chain_checksum` at
/// `acked` is on its disk up to there, or named in an incident.
struct Ack {
  Epoch epoch{};
  Sequence acked = 0;
  ChainChecksum chain_checksum{};
  std::int64_t now_ms = 0;          ///< gateway's wall time, to kWallTimeMsMax; 0: not synchronised
  std::uint32_t refused_total = 0;  ///< movements refused in this epoch so far
  std::uint8_t refused_count = 0;   ///< how many of `refused` are filled
  std::array<RefusedMovement, kRefusedListMax> refused{};  ///< the newest ones, oldest first

  friend bool operator==(const Ack&, const Ack&) = default;
};

/// Writes the JSON of `ack` to `out`; returns the part used. kAckBytesMax always
/// suffices. A time outside 1 .. kWallTimeMsMax is left out. Asserts that the
/// sequences and the count are in range. Errors: kTruncated (`out` is too small).
Result<std::string_view> write_ack(const Ack& ack, std::span<char> out);

/// Reads what write_ack() wrote, and whatever a newer gateway adds to it.
/// Unknown refusal words read as kMalformed. Errors: kInvalidArgument (not an
/// ack: form, a missing field, a number out of range), kVersion (`v` is not 1).
Result<Ack> read_ack(std::string_view json);

}  // namespace wire
