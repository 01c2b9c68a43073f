// SPDX-License-Identifier: MIT
#include "changes.h"

#include <cassert>
#include <cstring>

namespace gateway::store {
namespace {

constexpr std::uint8_t kDead = 0;
constexpr std::uint8_t kPut = 1;
constexpr std::uint8_t kErase = 2;
constexpr std::size_t kHeadBytes = 3 + sizeof(std::uint32_t);
constexpr std::size_t kFirstSlots = 256;

struct Record {
  std::uint8_t what = kDead;
  Table table{};
  std::string_view key;
  std::string_view value;
  std::size_t bytes = 0;
};

/// The record at `at`; bytes 0 where there is none.
Record record_at(std::string_view records, std::size_t at) {
  if (records.size() - at < kHeadBytes) return {};
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(records[at + i]); };
  const std::size_t key_bytes = byte(2);
  std::uint32_t value_bytes = 0;
  std::memcpy(&value_bytes, records.data() + at + 3, sizeof(value_bytes));
  const std::size_t bytes = kHeadBytes + key_bytes + value_bytes;
  if (records.size() - at < bytes) return {};
  return {byte(0), Table{byte(1)}, records.substr(at + kHeadBytes, key_bytes),
          records.substr(at + kHeadBytes + key_bytes, value_bytes), bytes};
}

}  // namespace

void Changes::put(Table table, std::string_view key, std::string_view value) {
  add(kPut, table, key, value);
}

void Changes::erase(Table table, std::string_view key) {
  add(kErase, table, key, {});
}

void Changes::add(std::uint8_t what, Table table, std::string_view key, std::string_view value) {
  static_assert(kKeyBytesMax <= 0xFF, "the length of a key is one byte");
  if (2 * (count_ + 1) > slots_.size()) grow_slots();
  std::size_t& slot = *slot_of(table, key);
  if (slot != 0) {  // a row such as a counter changes many times in one commit
    const Record old = record_at(records_, slot - 1);
    if (old.what == what && old.value.size() == value.size()) {
      const auto at = static_cast<std::size_t>(old.value.data() - records_.data());
      std::memcpy(records_.data() + at, value.data(), value.size());
      return;
    }
    records_[slot - 1] = static_cast<char>(kDead);
    dead_ = true;
  } else {
    ++count_;
  }
  slot = records_.size() + 1;
  const auto value_bytes = static_cast<std::uint32_t>(value.size());
  const char head[] = {static_cast<char>(what), static_cast<char>(table),
                       static_cast<char>(key.size())};
  records_.append(head, sizeof(head));
  records_.append(reinterpret_cast<const char*>(&value_bytes), sizeof(value_bytes));
  records_.append(key).append(value);
}

std::size_t* Changes::slot_of(Table table, std::string_view key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(key)*31 + static_cast<std::size_t>(table);
  for (;; ++at) {
    std::size_t& slot = slots_[at & mask];
    if (slot == 0) return &slot;
    const Record record = record_at(records_, slot - 1);
    if (record.table == table && record.key == key) return &slot;
  }
}

void Changes::grow_slots() {
  slots_.assign(slots_.empty() ? kFirstSlots : 2 * slots_.size(), 0);
  for (std::size_t at = 0; at < records_.size();) {
    const Record record = record_at(records_, at);
    if (record.what != kDead) *slot_of(record.table, record.key) = at + 1;
    at += record.bytes;
  }
}

std::string_view Changes::pack() {
  if (!dead_) return records_;
  std::size_t to = 0;
  for (std::size_t at = 0; at < records_.size();) {
    const Record record = record_at(records_, at);
    if (record.what != kDead) {
      std::memmove(records_.data() + to, records_.data() + at, record.bytes);
      to += record.bytes;
    }
    at += record.bytes;
  }
  records_.resize(to);
  dead_ = false;
  return records_;
}

void Changes::clear() {
  records_.clear();
  slots_.assign(slots_.size(), 0);
  count_ = 0;
  dead_ = false;
}

bool Changes::read(std::string_view payload, const Visitor& visit) {
  for (std::size_t at = 0; at < payload.size();) {
    const Record record = record_at(payload, at);
    const bool known = record.what == kPut || record.what == kErase;
    if (record.bytes == 0 || !known || static_cast<std::uint8_t>(record.table) >= kTableCount) {
      return false;
    }
    visit(record.table, record.key,
          record.what == kPut ? std::optional(record.value) : std::nullopt);
    at += record.bytes;
  }
  return true;
}

}  // namespace gateway::store
