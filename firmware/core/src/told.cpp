// SPDX-License-Identifier: MIT
#include "scanner/told.h"

#include "scanner/scan_listener.h"

namespace scanner {

const char* to_string(Told told) {
  switch (told) {
    case Told::kNothing:
      return "";
    case Told::kStored:
      return "stored";
    case Told::kUndone:
      return "taken back";
    case Told::kModeSet:
      return "mode set";
    case Told::kLocationSet:
      return "location set";
    case Told::kQuantitySet:
      return "quantity set, scan the item";
    case Told::kOperatorSet:
      return "operator set";
    case Told::kReferenceSet:
      return "order set";
    case Told::kDone:
      return "job done";
    case Told::kScanTarget:
      return "item in hand, scan where it goes";
    case Told::kPutBack:
      return "item put back, nothing stored";
    case Told::kNoMode:
      return "not stored: scan what to do first (receive, pick, ...)";
    case Told::kNoLocation:
      return "not stored: scan the location first";
    case Told::kNoQuantity:
      return "not stored: scan the counted quantity first";
    case Told::kTargetFirst:
      return "not stored: scan where the item in hand goes, or undo";
    case Told::kSameLocation:
      return "not stored: the item is from there, scan another location";
    case Told::kUnknownCommand:
      return "unknown command barcode";
    case Told::kBadQuantity:
      return "quantity must be 0 to 1000000";
    case Told::kBadLocation:
      return "not a location";
    case Told::kBadName:
      return "not a valid name";
    case Told::kZeroOnlyCounts:
      return "not stored: 0 is only for counting, scan another quantity";
    case Told::kNothingToUndo:
      return "nothing to take back";
    case Told::kTooLong:
      return "not stored: barcode too long";
    case Told::kJournalFull:
      return "NOT STORED: memory full, wait for the gateway";
    case Told::kJournalFailed:
      return "NOT STORED: memory failed, scan again";
    case Told::kJournalUnclear:
      return "memory failed: unclear if stored, wait";
  }
  return "";
}

const char* to_string(ScanState state) {
  switch (state) {
    case ScanState::kStored:
      return "stored";
    case ScanState::kSent:
      return "sent";
    case ScanState::kSafe:
      return "safe";
    case ScanState::kRefused:
      return "refused";
  }
  return "unknown";
}

}  // namespace scanner
