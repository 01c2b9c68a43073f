// SPDX-License-Identifier: MIT
#include "wire/movement.h"

namespace wire {
namespace {

// The words exist once, in to_string(); the parsers try each value.
template <typename Word>
Result<Word> parse_word(std::string_view text, Word first, Word last) {
  for (auto value = static_cast<std::uint8_t>(first); value <= static_cast<std::uint8_t>(last);
       ++value) {
    const Word word{value};
    if (text == to_string(word)) return word;
  }
  return fail(Status::kInvalidArgument);
}

}  // namespace

const char* to_string(Op op) {
  switch (op) {
    case Op::kReceive:
      return "receive";
    case Op::kPick:
      return "pick";
    case Op::kMove:
      return "move";
    case Op::kCount:
      return "count";
    case Op::kReturn:
      return "return";
    case Op::kScrap:
      return "scrap";
    case Op::kUndo:
      return "undo";
  }
  return "unknown_op";
}

Result<Op> parse_op(std::string_view text) {
  return parse_word(text, Op::kReceive, Op::kUndo);
}

const char* to_string(Refusal why) {
  switch (why) {
    case Refusal::kUnknownCode:
      return "unknown_code";
    case Refusal::kBadCode:
      return "bad_code";
    case Refusal::kUnknownSku:
      return "unknown_sku";
    case Refusal::kUnknownLocation:
      return "unknown_location";
    case Refusal::kInsufficient:
      return "insufficient";
    case Refusal::kBadQuantity:
      return "bad_quantity";
    case Refusal::kNotReversible:
      return "not_reversible";
    case Refusal::kKeyReused:
      return "key_reused";
    case Refusal::kMalformed:
      return "malformed";
  }
  return "unknown_refusal";
}

Result<Refusal> parse_refusal(std::string_view text) {
  return parse_word(text, Refusal::kUnknownCode, Refusal::kMalformed);
}

}  // namespace wire
