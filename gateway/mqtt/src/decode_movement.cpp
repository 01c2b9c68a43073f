// SPDX-License-Identifier: MIT
#include "decode_movement.h"

#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <string_view>

#include "excerpt.h"
#include "wire/hex.h"
#include "wire/limits.h"

namespace gateway::mqtt {
namespace {

using wire::Refusal;

// YYYY-MM-DD of a day that exists, as a number; nothing for any other text.
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

class MovementReader {
 public:
  explicit MovementReader(const json::Value& stated) : stated_(stated) {}

  BatchMovement read() {
    read_op();
    read_what();
    read_location("from", result_.movement.from);
    read_location("to", result_.movement.to);
    read_quantity();
    read_undoes();
    read_times();
    read_text("by", result_.movement.by);
    read_text("ref", result_.movement.ref);
    read_text("lot", result_.movement.lot);
    read_text("serial", result_.movement.serial);
    read_expiry();
    if (result_.refused) result_.raw = excerpt(stated_);
    return std::move(result_);
  }

 private:
  // The first problem names the refusal; a second one would only hide it.
  void refuse(Refusal why) {
    if (!result_.refused) result_.refused = why;
  }

  [[nodiscard]] bool has(std::string_view key) const { return stated_.find(key) != nullptr; }
  [[nodiscard]] std::optional<std::string_view> string(std::string_view key) const {
    const json::Value* value = stated_.find(key);
    return value == nullptr ? std::nullopt : value->as_string();
  }
  [[nodiscard]] bool is_undo() const { return result_.movement.op == wire::Op::kUndo; }

  void read_op() {
    const auto op = wire::parse_op(string("op").value_or(""));
    if (!op) return refuse(Refusal::kMalformed);
    result_.movement.op = *op;
  }

  // Exactly one of `code`, `hex` and `sku` says what was scanned. An undo may
  // leave it out: it names the movement instead.
  void read_what() {
    const int given = (has("code") ? 1 : 0) + (has("hex") ? 1 : 0) + (has("sku") ? 1 : 0);
    if (given > 1 || (given == 0 && !is_undo())) return refuse(Refusal::kMalformed);
    if (has("code")) return take_code(string("code"));
    if (has("sku")) return read_sku();
    if (!has("hex")) return;
    std::array<char, wire::kCodeBytesMax> bytes{};
    const auto code = wire::parse_hex_bytes(string("hex").value_or("?"), bytes);
    take_code(code ? std::optional(*code) : std::nullopt);
  }

  void take_code(std::optional<std::string_view> bytes) {
    const auto code = wire::Code::from(bytes.value_or(""));
    if (!code || code->empty()) return refuse(Refusal::kBadCode);
    result_.movement.code = *code;
  }

  void read_sku() {
    const std::string_view name = string("sku").value_or("");
    if (!wire::is_name(name)) return refuse(Refusal::kUnknownSku);
    result_.movement.sku = *wire::Sku::from(name);
  }

  void read_location(std::string_view key, wire::Location& into) {
    if (!has(key)) return;
    const std::string_view path = string(key).value_or("");
    if (!wire::is_location(path)) return refuse(Refusal::kUnknownLocation);
    into = *wire::Location::from(path);
  }

  void read_quantity() {
    const json::Value* value = stated_.find("qty");
    if (value == nullptr && is_undo()) return;
    const bool may_be_zero = is_undo() || result_.movement.op == wire::Op::kCount;
    const auto qty =
        value == nullptr ? std::nullopt : value->as_int(may_be_zero ? 0 : 1, wire::kQuantityMax);
    if (!qty) return refuse(Refusal::kBadQuantity);
    result_.movement.qty = *qty;
  }

  void read_undoes() {
    if (!is_undo()) return;
    const json::Value* value = stated_.find("undoes");
    const auto seq = value == nullptr ? std::nullopt : value->as_int(1, wire::kSequenceMax);
    if (!seq) return refuse(Refusal::kNotReversible);
    result_.movement.undoes = static_cast<wire::Sequence>(*seq);
  }

  void read_times() {
    if (const json::Value* value = stated_.find("at_ms")) {
      const auto at_ms = value->as_int(0, wire::kWallTimeMsMax);
      if (!at_ms) return refuse(Refusal::kMalformed);
      result_.movement.at_ms = *at_ms;
    }
    if (const json::Value* value = stated_.find("age_ms")) {
      const auto age_ms = value->as_int(0, std::numeric_limits<std::uint32_t>::max());
      if (!age_ms) return refuse(Refusal::kMalformed);
      result_.movement.age_ms = static_cast<std::uint32_t>(*age_ms);
    }
  }

  template <typename Text>
  void read_text(std::string_view key, Text& into) {
    if (!has(key)) return;
    const auto given = string(key);
    const auto text = Text::from(given.value_or(""));
    if (!given || !text) return refuse(Refusal::kMalformed);
    into = *text;
  }

  void read_expiry() {
    if (!has("exp")) return;
    const auto date = parse_date(string("exp").value_or(""));
    if (!date) return refuse(Refusal::kMalformed);
    result_.movement.expiry_yyyymmdd = *date;
  }

  const json::Value& stated_;
  BatchMovement result_;
};

}  // namespace

BatchMovement decode_movement(const json::Value& stated) {
  return MovementReader(stated).read();
}

}  // namespace gateway::mqtt
