// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/ids.h"

namespace wire {

/// What a movement does. The values are stored in journals and ledgers: they do not change.
enum class Op : std::uint8_t {
  kReceive = 1,  ///< @supplier -> to
  kPick = 2,     ///< from -> @customer
  kMove = 3,     ///< from -> to
  kCount = 4,    ///< sets the bin `to` to the quantity, against @adjust
  kReturn = 5,   ///< @customer -> to
  kScrap = 6,    ///< from -> @scrap
  kUndo = 7,     ///< reverses the movement `undoes` of the same node and epoch
  kLast = kUndo,
};

/// What the movements of one operation state and do. All code that depends on it reads it here.
struct OpRule {
  Op op;
  const char* word;          ///< on the wire
  bool takes;                ///< goods leave a bin: `from` is stated
  bool puts;                 ///< goods come into a bin: `to` is stated
  std::string_view outside;  ///< virtual location of the side not stated; empty: none
  Quantity qty_min;
};
/// The rule of operation `op` is at index `op` - 1; see rule_of().
inline constexpr auto kOpRules = std::to_array<OpRule>({
    {Op::kReceive, "receive", false, true, kAtSupplier, 1},
    {Op::kPick, "pick", true, false, kAtCustomer, 1},
    {Op::kMove, "move", true, true, {}, 1},
    {Op::kCount, "count", false, true, kAtAdjust, 0},
    {Op::kReturn, "return", false, true, kAtCustomer, 1},
    {Op::kScrap, "scrap", true, false, kAtScrap, 1},
    {Op::kUndo, "undo", false, false, {}, 0},
});

static_assert([] {
  for (std::size_t i = 0; i < kOpRules.size(); ++i) {
    if (static_cast<std::size_t>(kOpRules[i].op) != i + 1) return false;
  }
  return kOpRules.back().op == Op::kLast;
}());

/// Whether `value` is that of an operation.
[[nodiscard]] constexpr bool is_op(std::uint8_t value) {
  return value >= 1 && value <= kOpRules.size();
}
/// `op` must be one of the enumeration (asserted).
[[nodiscard]] const OpRule& rule_of(Op op);

/// In place of an operation's word: the movement is the bytes of its journal record, in `hex`.
inline constexpr std::string_view kRawOp = "raw";

/// The word in messages, e.g. "receive". Never null. parse_...() fail with kInvalidArgument.
const char* to_string(Op op);
[[nodiscard]] Result<Op> parse_op(std::string_view text);

/// Why a movement was not booked. The values are stored, the words are in messages.
enum class Refusal : std::uint8_t {
  kUnknownCode = 1,
  kBadCode = 2,
  kUnknownSku = 3,
  kUnknownLocation = 4,
  kInsufficient = 5,
  kBadQuantity = 6,
  kNotReversible = 7,
  kKeyReused = 8,
  kMalformed = 9,
  kLast = kMalformed,
};

const char* to_string(Refusal why);
[[nodiscard]] Result<Refusal> parse_refusal(std::string_view text);

/// Why a movement that was booked is questioned. The values are stored, the words are in messages.
enum class Doubt : std::uint8_t {
  kUnknownReference = 1,  ///< no open order has the number that it names
  kNotOnOrder = 2,        ///< the order that it names does not hold the item
  kMoreThanOrdered = 3,   ///< or not that many
  kCountedSince = 4,      ///< its bin was counted after the scan and before it arrived
  kOther = 5,             ///< as a newer gateway says
  kLast = kOther,
};

const char* to_string(Doubt why);
[[nodiscard]] Result<Doubt> parse_doubt(std::string_view text);

/// One movement as a scanner states it. Which fields a given `op` needs is checked by the
/// gateway when it books the movement, so that a wrong scan is also kept.
struct Movement {
  Op op = Op::kReceive;
  Code code;               ///< raw scan; empty when `sku` is given instead
  Sku sku;                 ///< in place of `code`
  Location from;           ///< empty: not given
  Location to;             ///< empty: not given
  Quantity qty = 0;        ///< counted in what was scanned; 1 .. kQuantityMax, count also 0
  Sequence undoes = 0;     ///< kUndo only: sequence in the same epoch
  std::int64_t at_ms = 0;  ///< wall time of the scan since 1970; 0: clock was unset
  std::optional<std::uint32_t> age_ms;  ///< time since the scan; none: the scanner restarted since
  Operator by;                          ///< empty: not given
  Reference ref;                        ///< empty: not given
  Lot lot;                              ///< empty: not given
  Serial serial;                        ///< empty: not given
  std::uint32_t expiry_yyyymmdd = 0;    ///< 0: not given

  friend bool operator==(const Movement&, const Movement&) = default;
};

}  // namespace wire
