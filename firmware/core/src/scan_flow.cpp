// SPDX-License-Identifier: MIT
#include "scanner/scan_flow.h"

#include <algorithm>

namespace scanner {
namespace {

constexpr std::string_view kCommandPrefix = "SW:";
constexpr std::size_t kQuantityDigitsMax = 7;

/// The barcode without an AIM identifier: ']', a letter, a digit.
std::string_view without_aim(std::string_view barcode) {
  return barcode.starts_with(']') && barcode.size() >= 3 ? barcode.substr(3) : barcode;
}

/// The operation whose word in capital letters is `text`.
std::optional<wire::Op> mode_named(std::string_view text) {
  const auto same = [](char capital, char small) { return capital == small - 'a' + 'A'; };
  for (const wire::OpRule& rule : wire::kOpRules) {
    const std::string_view word = rule.word;
    const bool named = std::equal(text.begin(), text.end(), word.begin(), word.end(), same);
    if (named && rule.op != wire::Op::kUndo) return rule.op;
  }
  return std::nullopt;
}

std::optional<wire::Quantity> parse_quantity(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool form = !text.empty() && text.size() <= kQuantityDigitsMax &&
                    std::all_of(text.begin(), text.end(), is_digit);
  if (!form) return std::nullopt;
  wire::Quantity quantity = 0;
  for (const char digit : text) quantity = quantity * 10 + (digit - '0');
  if (quantity > wire::kQuantityMax) return std::nullopt;
  return quantity;
}

}  // namespace

ScanFlow::Step ScanFlow::scan(std::string_view barcode) {
  if (barcode.empty()) return {};
  const std::string_view text = without_aim(barcode);
  if (text.starts_with(kCommandPrefix)) return command(text.substr(kCommandPrefix.size()));
  return item(barcode);
}

ScanFlow::Step ScanFlow::command(std::string_view text) {
  if (const std::optional<wire::Op> mode = mode_named(text)) return set_mode(*mode);
  if (text == "UNDO") return undo();
  if (text == "DONE") return done();
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {ScanFeedback::kUnknownCommand, {}};
  const std::string_view name = text.substr(0, colon);
  const std::string_view value = text.substr(colon + 1);
  if (name == "QTY") return set_quantity(value);
  if (name == "LOC") return set_location(value);
  if (name == "BY") return set_operator(value);
  if (name == "REF") return set_reference(value);
  return {ScanFeedback::kUnknownCommand, {}};
}

ScanFlow::Step ScanFlow::set_mode(wire::Op mode) {
  const bool lets_go = !in_hand_.empty();
  mode_ = mode;
  in_hand_ = {};
  return {lets_go ? ScanFeedback::kPutBack : ScanFeedback::kModeSet, {}};
}

ScanFlow::Step ScanFlow::set_quantity(std::string_view text) {
  const std::optional<wire::Quantity> quantity = parse_quantity(text);
  if (!quantity) return {ScanFeedback::kBadQuantity, {}};
  if (!in_hand_.empty()) {
    if (*quantity == 0) return {ScanFeedback::kZeroOnlyCounts, {}};
    in_hand_quantity_ = *quantity;
    return {ScanFeedback::kScanTarget, {}};
  }
  const bool counts = !mode_ || *mode_ == wire::Op::kCount;
  if (*quantity == 0 && !counts) return {ScanFeedback::kZeroOnlyCounts, {}};
  quantity_ = quantity;
  return {ScanFeedback::kQuantitySet, {}};
}

ScanFlow::Step ScanFlow::set_location(std::string_view text) {
  if (!wire::is_location(text)) return {ScanFeedback::kBadLocation, {}};
  const wire::Location location = *wire::Location::from(text);
  if (!in_hand_.empty()) return finish_move(location);
  location_ = location;
  return {ScanFeedback::kLocationSet, {}};
}

ScanFlow::Step ScanFlow::set_operator(std::string_view text) {
  if (!wire::is_name(text)) return {ScanFeedback::kBadName, {}};
  by_ = *wire::Operator::from(text);
  return {ScanFeedback::kOperatorSet, {}};
}

ScanFlow::Step ScanFlow::set_reference(std::string_view text) {
  if (!wire::is_name(text)) return {ScanFeedback::kBadName, {}};
  ref_ = *wire::Reference::from(text);
  return {ScanFeedback::kReferenceSet, {}};
}

ScanFlow::Step ScanFlow::item(std::string_view barcode) {
  const wire::Result<wire::Code> code = wire::Code::from(barcode);
  if (!code) return {ScanFeedback::kTooLong, {}};
  if (!mode_) return {ScanFeedback::kNoMode, {}};
  if (location_.empty()) return {ScanFeedback::kNoLocation, {}};
  if (*mode_ == wire::Op::kCount && !quantity_) return {ScanFeedback::kNoQuantity, {}};
  const wire::Quantity quantity = quantity_.value_or(1);
  if (quantity < wire::rule_of(*mode_).qty_min) {
    quantity_.reset();  // else the next count would empty its bin
    return {ScanFeedback::kZeroOnlyCounts, {}};
  }
  if (*mode_ != wire::Op::kMove) return {ScanFeedback::kStored, movement_of(*code, quantity)};
  if (!in_hand_.empty()) return {ScanFeedback::kTargetFirst, {}};
  in_hand_ = *code;
  in_hand_quantity_ = quantity;
  quantity_.reset();
  return {ScanFeedback::kScanTarget, {}};
}

ScanFlow::Step ScanFlow::finish_move(const wire::Location& target) {
  if (target == location_) return {ScanFeedback::kSameLocation, {}};
  wire::Movement movement = movement_of(in_hand_, in_hand_quantity_);
  movement.to = target;
  return {ScanFeedback::kStored, movement};
}

ScanFlow::Step ScanFlow::undo() {
  if (!in_hand_.empty()) {
    in_hand_ = {};
    return {ScanFeedback::kPutBack, {}};
  }
  if (undoable_count_ == 0) return {ScanFeedback::kNothingToUndo, {}};
  wire::Movement movement;
  movement.op = wire::Op::kUndo;
  movement.undoes = undoable_[undoable_count_ - 1];
  movement.by = by_;
  return {ScanFeedback::kUndone, movement};
}

ScanFlow::Step ScanFlow::done() {
  const bool lets_go = !in_hand_.empty();
  mode_.reset();
  location_ = {};
  ref_ = {};
  quantity_.reset();
  in_hand_ = {};
  return {lets_go ? ScanFeedback::kPutBack : ScanFeedback::kDone, {}};
}

wire::Movement ScanFlow::movement_of(const wire::Code& code, wire::Quantity qty) const {
  wire::Movement movement;
  movement.op = *mode_;
  movement.code = code;
  movement.qty = qty;
  (wire::rule_of(*mode_).takes ? movement.from : movement.to) = location_;
  movement.by = by_;
  movement.ref = ref_;
  return movement;
}

void ScanFlow::stored(const wire::Movement& movement, wire::Sequence seq) {
  if (movement.op == wire::Op::kUndo) {
    --undoable_count_;
    return;
  }
  if (movement.op == wire::Op::kMove) {
    in_hand_ = {};
  } else {
    quantity_.reset();
  }
  if (undoable_count_ == kUndoMax) {
    std::copy(undoable_.begin() + 1, undoable_.end(), undoable_.begin());
    --undoable_count_;
  }
  undoable_[undoable_count_++] = seq;
}

void ScanFlow::renumber(wire::Sequence first) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < undoable_count_; ++i) {
    if (undoable_[i] >= first) undoable_[kept++] = undoable_[i] - first + 1;
  }
  undoable_count_ = kept;
}

}  // namespace scanner
