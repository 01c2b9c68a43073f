// SPDX-License-Identifier: MIT
#include "gateway/intake/movement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/text/texts.h"
#include "wire/hex.h"
#include "wire/limits.h"

namespace gateway::intake {
namespace {

using wire::Refusal;

// A date that exists, YYYY-MM-DD, as the number YYYYMMDD; nothing for any other text.
std::optional<std::uint32_t> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  std::array<unsigned, 3> parts{};
  const std::array<std::string_view, 3> digits{text.substr(0, 4), text.substr(5, 2),
                                               text.substr(8, 2)};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (digits[i].find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    std::from_chars(digits[i].data(), digits[i].data() + digits[i].size(), parts[i]);
  }
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(parts[0])),
                                        std::chrono::month(parts[1]), std::chrono::day(parts[2])};
  if (!day.ok()) return std::nullopt;
  return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

/// "receive, pick, move, count, return or scrap": all but undo, which a person asks for by entry.
std::string operations_text() {
  std::vector<std::string> words;
  for (const wire::OpRule& rule : wire::kOpRules) {
    if (rule.op != wire::Op::kUndo) words.emplace_back(rule.word);
  }
  std::string text = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += (i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

class MovementReader {
 public:
  MovementReader(const json::Value& stated, MovementChannel channel)
      : stated_(stated), by_hand_(channel == MovementChannel::kManual) {}

  StatedMovement read() {
    read_op();
    if (raw_) return std::move(result_);
    read_what();
    read_location("from", result_.movement.from);
    read_location("to", result_.movement.to);
    read_quantity();
    read_text("lot", result_.movement.lot, is_one_line, "at most 20 characters");
    read_text("ref", result_.movement.ref, is_one_line, "at most 32 characters");
    read_text("by", result_.movement.by, wire::is_name, "a name such as JANE");
    by_hand_ ? refuse_unknown() : read_scan();
    return std::move(result_);
  }

 private:
  void refuse(std::string_view field, Refusal why, std::string text) {
    if (!result_.refused) result_.refused = why;
    result_.problems.push_back({0, std::string(field), std::move(text)});
  }

  /// Null: not there. What a person left null or empty is not there.
  [[nodiscard]] const json::Value* find(std::string_view key) const {
    const json::Value* const value = stated_.find(key);
    const bool nothing = value != nullptr && (value->is_null() || value->as_string() == "");
    return by_hand_ && nothing ? nullptr : value;
  }
  [[nodiscard]] std::string_view string(std::string_view key) const {
    const json::Value* const value = find(key);
    return value == nullptr ? std::string_view() : value->as_string().value_or("");
  }
  [[nodiscard]] const wire::OpRule& rule() const { return wire::rule_of(result_.movement.op); }
  [[nodiscard]] bool is_undo() const { return result_.movement.op == wire::Op::kUndo; }

  void read_op() {
    const std::string_view word = string("op");
    const auto op = wire::parse_op(word);
    if (!op || (by_hand_ && *op == wire::Op::kUndo)) {
      // A scanner's last resort for what was never answered: nothing of it is read.
      raw_ = !by_hand_ && word == wire::kRawOp;
      return refuse("op", Refusal::kMalformed, "must be " + operations_text());
    }
    result_.movement.op = *op;
    if (by_hand_) require_places();
  }

  /// Only of a person: a scan without them is refused when it is booked, and becomes a task.
  void require_places() {
    const wire::OpRule& op = rule();
    const bool counts = op.op == wire::Op::kCount;
    if (op.takes && find("from") == nullptr) {
      refuse("from", Refusal::kUnknownLocation, "is missing: the location the goods leave");
    }
    const bool stated = find("to") != nullptr || (counts && find("from") != nullptr);
    if (!op.puts || stated) return;
    refuse("to", Refusal::kUnknownLocation,
           counts ? "is missing: the location that was counted"
                  : "is missing: the location the goods go to");
  }

  // Exactly one of `code`, `hex` and `sku` says what was scanned; a person states `sku`. An
  // undo may leave them out, since it names a movement.
  void read_what() {
    const bool code = !by_hand_ && find("code") != nullptr;
    const bool hex = !by_hand_ && find("hex") != nullptr;
    const bool sku = find("sku") != nullptr;
    const int given = (code ? 1 : 0) + (hex ? 1 : 0) + (sku ? 1 : 0);
    if (given > 1) return refuse("sku", Refusal::kMalformed, "and a code are given at once");
    if (given == 0 && !is_undo()) return refuse("sku", Refusal::kMalformed, "is missing");
    if (code) return take_code("code", string("code"));
    if (sku) return read_sku();
    if (!hex) return;
    std::array<char, wire::kCodeBytesMax> bytes{};
    const auto read = wire::parse_hex_bytes(string("hex"), bytes);
    take_code("hex", read ? *read : std::string_view());
  }

  void take_code(std::string_view field, std::string_view bytes) {
    const auto code = wire::Code::from(bytes);
    if (!code || code->empty()) return refuse(field, Refusal::kBadCode, "must be what was scanned");
    result_.movement.code = *code;
  }

  void read_sku() {
    const std::string_view name = string("sku");
    if (!wire::is_name(name)) return refuse("sku", Refusal::kUnknownSku, "must be a SKU");
    result_.movement.sku = *wire::Sku::from(name);
  }

  void read_quantity() {
    const json::Value* const value = find("qty");
    if (value == nullptr && is_undo()) return;
    if (value == nullptr) return refuse("qty", Refusal::kBadQuantity, "is missing");
    const auto qty = value->as_int(rule().qty_min, wire::kQuantityMax);
    if (qty) {
      result_.movement.qty = *qty;
      return;
    }
    refuse("qty", Refusal::kBadQuantity,
           "must be a whole number from " + std::to_string(rule().qty_min) + " to " +
               std::to_string(wire::kQuantityMax));
  }

  void read_location(std::string_view key, wire::Location& into) {
    if (find(key) == nullptr) return;
    const std::string_view path = string(key);
    if (wire::is_location(path) || (by_hand_ && wire::is_virtual_location(path))) {
      into = *wire::Location::from(path);
    } else {
      refuse(key, Refusal::kUnknownLocation, "must be a location like MAIN/A-01");
    }
  }

  /// `valid` judges only a person's text: a scan's is kept if it fits.
  template <typename Text>
  void read_text(std::string_view key, Text& into, bool (*valid)(std::string_view),
                 const char* expected) {
    const json::Value* const value = find(key);
    if (value == nullptr) return;
    const auto given = value->as_string();
    const auto text = Text::from(given.value_or(""));
    if (given && text && (!by_hand_ || valid(*given))) {
      into = *text;
    } else {
      refuse(key, Refusal::kMalformed, std::string("must be ") + expected);
    }
  }

  void read_scan() {
    read_undoes();
    if (const auto at_ms = number("at_ms", wire::kWallTimeMsMax)) result_.movement.at_ms = *at_ms;
    if (const auto age_ms = number("age_ms", std::numeric_limits<std::uint32_t>::max())) {
      result_.movement.age_ms = static_cast<std::uint32_t>(*age_ms);
    }
    read_text("serial", result_.movement.serial, is_one_line, "at most 20 characters");
    if (find("exp") == nullptr) return;
    const auto date = parse_date(string("exp"));
    if (!date) return refuse("exp", Refusal::kMalformed, "must be a date like 2027-06-30");
    result_.movement.expiry_yyyymmdd = *date;
  }

  void read_undoes() {
    if (!is_undo()) return;
    const json::Value* const value = find("undoes");
    const auto seq = value == nullptr ? std::nullopt : value->as_int(1, wire::kSequenceMax);
    if (!seq) return refuse("undoes", Refusal::kNotReversible, "must be a sequence");
    result_.movement.undoes = static_cast<wire::Sequence>(*seq);
  }

  std::optional<std::int64_t> number(std::string_view key, std::int64_t max) {
    const json::Value* const value = find(key);
    const auto number = value == nullptr ? std::nullopt : value->as_int(0, max);
    if (value != nullptr && !number) refuse(key, Refusal::kMalformed, "must be a whole number");
    return number;
  }

  void refuse_unknown() {
    constexpr std::array<std::string_view, 8> kKnown{"op", "sku", "qty", "from",
                                                     "to", "lot", "ref", "by"};
    for (const json::Member& member : *stated_.as_object()) {
      if (std::find(kKnown.begin(), kKnown.end(), member.key) == kKnown.end()) {
        refuse(member.key, Refusal::kMalformed, "is not known here");
      }
    }
  }

  const json::Value& stated_;
  const bool by_hand_;
  bool raw_ = false;  ///< the bytes of a journal record, for a person
  StatedMovement result_;
};

}  // namespace

StatedMovement read_movement(const json::Value& stated, MovementChannel channel) {
  return MovementReader(stated, channel).read();
}

}  // namespace gateway::intake
