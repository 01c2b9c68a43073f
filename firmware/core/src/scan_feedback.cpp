// SPDX-License-Identifier: MIT
#include "scanner/scan_feedback.h"

#include "scanner/scan_listener.h"

namespace scanner {

const char* to_string(ScanFeedback feedback) {
  switch (feedback) {
    case ScanFeedback::kNothing:
      return "";
    case ScanFeedback::kStored:
      return "stored";
    case ScanFeedback::kUndone:
      return "taken back";
    case ScanFeedback::kModeSet:
      return "mode set";
    case ScanFeedback::kLocationSet:
      return "location set";
    case ScanFeedback::kQuantitySet:
      return "quantity set, scan the item";
    case ScanFeedback::kOperatorSet:
      return "operator set";
    case ScanFeedback::kReferenceSet:
      return "order set";
    case ScanFeedback::kDone:
      return "job done";
    case ScanFeedback::kScanTarget:
      return "item in hand, scan where it goes";
    case ScanFeedback::kPutBack:
      return "item put back, nothing stored";
    case ScanFeedback::kNoMode:
      return "not stored: scan what to do first (receive, pick, ...)";
    case ScanFeedback::kNoLocation:
      return "not stored: scan the location first";
    case ScanFeedback::kNoQuantity:
      return "not stored: scan the counted quantity first";
    case ScanFeedback::kTargetFirst:
      return "not stored: scan where the item in hand goes, or undo";
    case ScanFeedback::kSameLocation:
      return "not stored: the item is from there, scan another location";
    case ScanFeedback::kUnknownCommand:
      return "unknown command barcode";
    case ScanFeedback::kBadQuantity:
      return "quantity must be 0 to 1000000";
    case ScanFeedback::kBadLocation:
      return "not a location";
    case ScanFeedback::kBadName:
      return "not a valid name";
    case ScanFeedback::kZeroOnlyCounts:
      return "not stored: 0 is only for counting, scan another quantity";
    case ScanFeedback::kNothingToUndo:
      return "nothing to take back";
    case ScanFeedback::kTooLong:
      return "not stored: barcode too long";
    case ScanFeedback::kJournalFull:
      return "NOT STORED: memory full, wait for the gateway";
    case ScanFeedback::kJournalFailed:
      return "NOT STORED: memory failed, scan again";
    case ScanFeedback::kJournalUnclear:
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
    case ScanState::kQuestioned:
      return "questioned";
  }
  return "unknown";
}

const char* sentence_of(wire::Doubt why) {
  switch (why) {
    case wire::Doubt::kUnknownReference:
      return "booked, but no open order has this number: check the order scanned";
    case wire::Doubt::kNotOnOrder:
      return "booked, but it is not on this order: check item and order";
    case wire::Doubt::kMoreThanOrdered:
      return "booked, but it is more than was ordered: check the quantity";
    case wire::Doubt::kCountedSince:
      return "booked, but the bin was counted since: count it again";
    case wire::Doubt::kOther:
      break;
  }
  return "booked, and somebody will look at it";
}

}  // namespace scanner
