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

struct DoubtedMovement {
  Sequence seq = 0;
  Doubt why = Doubt::kOther;
  friend bool operator==(const DoubtedMovement&, const DoubtedMovement&) = default;
};

/// The gateway's answer, unless it answers with `owner`, `renamed` or `held`: of the history of
/// `epoch` whose movement `acked` has `chain_checksum`, every movement up to `acked` is on the
/// gateway's disk or is named in an incident.
struct Ack {
  Epoch epoch{};
  Sequence acked = 0;
  ChainChecksum chain_checksum{};
  std::int64_t now_ms = 0;  ///< gateway's wall time, 1 .. kWallTimeMsMax; 0: not synchronised
  // Why nothing is applied; `acked`, `chain_checksum` and what is below then mean nothing.
  NodeName owner;    ///< the epoch belongs to this node; empty: to the one that asked
  NodeName renamed;  ///< the name that asked is retired, this one takes its place; empty: it is not
  bool held = false;                ///< the node opened too many epochs: a person has to allow more
  std::uint32_t refused_total = 0;  ///< movements refused in this epoch so far
  std::uint8_t refused_count = 0;   ///< how many of `refused` are filled
  std::array<RefusedMovement, kAckListMax> refused{};  ///< the newest ones, oldest first
  std::uint32_t doubt_total = 0;  ///< movements questioned in this epoch so far: booked, and a task
  std::uint8_t doubt_count = 0;   ///< how many of `doubt` are filled; with those of `refused`
                                  ///< kAckListMax at most
  std::array<DoubtedMovement, kAckListMax> doubt{};  ///< the newest ones, oldest first

  /// Whether the message says how far the gateway is.
  [[nodiscard]] bool states_position() const { return owner.empty() && renamed.empty() && !held; }

  friend bool operator==(const Ack&, const Ack&) = default;
};

/// Writes the JSON of `ack` to `out`; returns a view of the part used. kAckBytesMax always
/// suffices. A time outside 1 .. kWallTimeMsMax is left out, and so are `dt` and `doubt` while
/// nothing was questioned. Asserts that the
/// sequences and the counts are in range. Errors: kTruncated (`out` is too small).
Result<std::string_view> write_ack(const Ack& ack, std::span<char> out);

/// Reads what write_ack() wrote; ignores members that a newer gateway adds.
/// Unknown words of why read as kMalformed and kOther. Errors: kInvalidArgument (not an
/// ack: form, a missing field, a number out of range), kVersion (`v` is not 1).
Result<Ack> read_ack(std::string_view json);

}  // namespace wire
