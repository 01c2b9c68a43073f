// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/scan_feedback.h"
#include "wire/movement.h"

namespace scanner {

/// Turns a person's scans into movements.
///
/// Command barcodes (docs/protocol.md, "Command barcodes") set what the next item
/// barcodes mean; every other barcode is an item, kept byte for byte:
///
///  * Mode (SW:RECEIVE, PICK, COUNT, RETURN, SCRAP, MOVE), location (SW:LOC:…),
///    operator (SW:BY:…) and order (SW:REF:…) stay until changed. SW:DONE ends the
///    job: mode, location, order and quantity are cleared, the operator stays.
///  * SW:QTY:n holds for the next item only. Without it an item is one piece, but
///    in COUNT mode a quantity must be scanned first: otherwise a bin would be set to 1
///    because somebody forgot it. 0 is accepted in COUNT mode only.
///  * MOVE: the source location, the item, then the target location; the movement
///    is made when the target is scanned. The source stays, so a shelf is emptied with
///    item, target, item, target. Until the target is scanned nothing is stored, a
///    quantity corrects that of the item in hand, and another item is refused.
///  * SW:UNDO undoes the newest movement of this flow that is not yet undone, each
///    time one further back (up to kUndoMax, forgotten at restart). With an item
///    of MOVE in hand it only puts that item back.
///
/// The same item scanned twice is two movements. An AIM identifier ("]C0") before
/// a command is accepted.
///
/// It stores nothing itself. A step with a movement changes nothing until stored()
/// is called, so a scan that could not be stored can be repeated. Not thread-safe.
class ScanFlow {
 public:
  static constexpr std::size_t kUndoMax = 16;

  struct Step {
    ScanFeedback feedback = ScanFeedback::kNothing;
    std::optional<wire::Movement> movement;  ///< to be stored; then call stored()
  };

  /// Takes one complete barcode.
  [[nodiscard]] Step scan(std::string_view barcode);

  /// Call when the movement of the last scan() is in the journal as `seq`.
  void stored(const wire::Movement& movement, wire::Sequence seq);

  /// Sequence `first` is 1 from now on, and so on; what was before it cannot be undone any more.
  void renumber(wire::Sequence first);

  [[nodiscard]] std::optional<wire::Op> mode() const { return mode_; }
  [[nodiscard]] const wire::Location& location() const { return location_; }
  [[nodiscard]] const wire::Operator& by() const { return by_; }
  [[nodiscard]] const wire::Reference& ref() const { return ref_; }
  [[nodiscard]] std::optional<wire::Quantity> quantity() const { return quantity_; }
  /// Item of MOVE that waits for its target; empty: none.
  [[nodiscard]] const wire::Code& in_hand() const { return in_hand_; }

 private:
  Step command(std::string_view text);
  Step set_mode(wire::Op mode);
  Step set_quantity(std::string_view text);
  Step set_location(std::string_view text);
  Step set_operator(std::string_view text);
  Step set_reference(std::string_view text);
  Step item(std::string_view barcode);
  Step finish_move(const wire::Location& target);
  Step undo();
  Step done();
  [[nodiscard]] wire::Movement movement_of(const wire::Code& code, wire::Quantity qty) const;

  std::optional<wire::Op> mode_;
  wire::Location location_;
  wire::Operator by_;
  wire::Reference ref_;
  std::optional<wire::Quantity> quantity_;
  wire::Code in_hand_;
  wire::Quantity in_hand_quantity_ = 0;
  std::array<wire::Sequence, kUndoMax> undoable_{};  ///< newest last
  std::size_t undoable_count_ = 0;
};

}  // namespace scanner
