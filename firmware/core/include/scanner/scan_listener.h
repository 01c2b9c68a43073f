// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "wire/ids.h"
#include "wire/movement.h"

namespace scanner {

/// What is known of a stored movement.
enum class ScanState : std::uint8_t {
  kStored = 1,      ///< in the journal, survives a power cut here
  kSent = 2,        ///< on its way; reported again when it is sent again
  kSafe = 3,        ///< acked and booked: green light
  kRefused = 4,     ///< acked, but kept as a task: a person will look at it
  kQuestioned = 5,  ///< acked and booked, and a person will look at it: neither green nor red
};

/// The word in logs: "stored", "sent", "safe", "refused", "questioned". Never null.
[[nodiscard]] const char* to_string(ScanState state);

/// Why a movement is refused or questioned: each has a meaning for that state only.
struct ScanReason {
  wire::Refusal refused{};
  wire::Doubt doubted{};
};

/// A short sentence for a small display: why a booked movement is questioned, and what to look at.
/// Never null.
[[nodiscard]] const char* sentence_of(wire::Doubt why);

/// Gets every change of a movement's state. A movement goes back from kSafe (kRefused,
/// kQuestioned) to kStored when a gateway restored from a backup no longer has it. After a new
/// start, a failure of the storage or a fork, they may be reported again.
///
/// Called from inside the core, on its thread: do not call back into it.
class ScanListener {
 public:
  virtual void on_scan_state(wire::Sequence seq, ScanState state, ScanReason why) = 0;

  /// The journal went on in epoch `epoch` (a fork): what was movement `first` is 1 from now on, and
  /// so on; those before it are gone. None of them is acked under its new number yet.
  virtual void on_fork(wire::Epoch epoch, wire::Sequence first) = 0;

 protected:
  ~ScanListener() = default;
};

}  // namespace scanner
