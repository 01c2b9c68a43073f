// SPDX-License-Identifier: MIT
#include "wire/movement.h"

#include <cassert>

namespace wire {
const OpRule& rule_of(Op op) {
  const auto value = static_cast<std::uint8_t>(op);
  assert(is_op(value));
  return kOpRules[value - 1U];
}

const char* to_string(Op op) {
  return is_op(static_cast<std::uint8_t>(op)) ? rule_of(op).word : "unknown_op";
}

Result<Op> parse_op(std::string_view text) {
  for (const OpRule& rule : kOpRules) {
    if (text == rule.word) return rule.op;
  }
  return fail(Status::kInvalidArgument);
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
  // Tries each value, so that the words are written only once, in to_string().
  for (auto value = static_cast<std::uint8_t>(Refusal::kUnknownCode);
       value <= static_cast<std::uint8_t>(Refusal::kMalformed); ++value) {
    if (text == to_string(Refusal{value})) return Refusal{value};
  }
  return fail(Status::kInvalidArgument);
}

const char* to_string(Doubt why) {
  switch (why) {
    case Doubt::kUnknownReference:
      return "unknown_reference";
    case Doubt::kNotOnOrder:
      return "not_on_order";
    case Doubt::kMoreThanOrdered:
      return "more_than_ordered";
    case Doubt::kCountedSince:
      return "counted_since";
    case Doubt::kOther:
      return "other";
  }
  return "unknown_doubt";
}

Result<Doubt> parse_doubt(std::string_view text) {
  for (auto value = static_cast<std::uint8_t>(Doubt::kUnknownReference);
       value <= static_cast<std::uint8_t>(Doubt::kLast); ++value) {
    if (text == to_string(Doubt{value})) return Doubt{value};
  }
  return fail(Status::kInvalidArgument);
}

}  // namespace wire
