// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace scanner {

/// Scan feedback: what the person is shown about one scan.
enum class ScanFeedback : std::uint8_t {
  kNothing = 0,  ///< an empty scan

  // The scan was accepted.
  kStored = 1,  ///< the movement is in the journal
  kUndone = 2,  ///< a movement that undoes an earlier one is in the journal
  kModeSet = 3,
  kLocationSet = 4,
  kQuantitySet = 5,
  kOperatorSet = 6,
  kReferenceSet = 7,
  kDone = 8,
  kScanTarget = 9,  ///< MOVE: the item is in hand; scan its target next
  kPutBack = 10,    ///< MOVE: the item in hand was put back, nothing stored

  // The scan was not accepted: nothing was stored (except kJournalUnclear) or changed.
  kNoMode = 32,
  kNoLocation = 33,
  kNoQuantity = 34,    ///< COUNT needs one
  kTargetFirst = 35,   ///< MOVE: an item is in hand already
  kSameLocation = 36,  ///< MOVE: the target is the source
  kUnknownCommand = 37,
  kBadQuantity = 38,
  kBadLocation = 39,
  kBadName = 40,  ///< operator or order
  kZeroOnlyCounts = 41,
  kNothingToUndo = 42,
  kTooLong = 43,         ///< more than wire::kCodeBytesMax bytes
  kJournalFull = 44,     ///< not stored: no room until the gateway has acked
  kJournalFailed = 45,   ///< not stored: the storage failed and works again
  kJournalUnclear = 46,  ///< maybe stored: known when the storage works again
};

/// True when the scan was not accepted and the person must do something else.
[[nodiscard]] constexpr bool is_complaint(ScanFeedback feedback) {
  return feedback >= ScanFeedback::kNoMode;
}

/// A short sentence for a small display: what happened, or what to do. Never null.
[[nodiscard]] const char* to_string(ScanFeedback feedback);

}  // namespace scanner
