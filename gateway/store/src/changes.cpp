// SPDX-License-Identifier: MIT
#include "changes.h"

#include <cstdint>
#include <cstring>

namespace gateway::store {
namespace {

constexpr std::uint8_t kPut = 1;
constexpr std::uint8_t kErase = 2;
constexpr std::size_t kChangeHeadBytes = 3 + sizeof(std::uint32_t);

}  // namespace

void append_change(std::string& payload, Table table, std::string_view key, Change change) {
  static_assert(kKeyBytesMax <= 0xFF, "the length of a key is one byte");
  const std::string_view value = change.value_or(std::string_view());
  const auto value_bytes = static_cast<std::uint32_t>(value.size());
  char head[kChangeHeadBytes] = {static_cast<char>(change ? kPut : kErase),
                                 static_cast<char>(table), static_cast<char>(key.size())};
  std::memcpy(head + 3, &value_bytes, sizeof(value_bytes));
  payload.append(head, sizeof(head)).append(key).append(value);
}

Content read_changes(std::string_view payload, const ChangeVisitor& visit) {
  while (!payload.empty()) {
    const auto what = static_cast<std::uint8_t>(payload[0]);
    // Before anything else: what lies behind it may have another form.
    if (what > kErase) return Content::kNewer;
    if (what == 0 || payload.size() < kChangeHeadBytes) return Content::kDamaged;
    const auto table = static_cast<std::uint8_t>(payload[1]);
    const std::size_t key_bytes = static_cast<std::uint8_t>(payload[2]);
    std::uint32_t value_bytes = 0;
    std::memcpy(&value_bytes, payload.data() + 3, sizeof(value_bytes));
    payload.remove_prefix(kChangeHeadBytes);
    if (key_bytes == 0 || payload.size() < key_bytes) return Content::kDamaged;
    if (payload.size() - key_bytes < value_bytes) return Content::kDamaged;
    if (table >= kTableCount) return Content::kNewer;
    if (key_bytes > kKeyBytesMax || value_bytes > kValueBytesMax) return Content::kDamagedOrNewer;
    const Change value = payload.substr(key_bytes, value_bytes);
    visit(Table{table}, payload.substr(0, key_bytes), what == kPut ? value : std::nullopt);
    payload.remove_prefix(key_bytes + value_bytes);
  }
  return Content::kWhole;
}

}  // namespace gateway::store
