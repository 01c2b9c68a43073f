// SPDX-License-Identifier: MIT
#include "pending_rows.h"

#include <cstring>

namespace gateway::store {
namespace {

constexpr std::size_t kFirstMemoryBytes = 64 * 1024;
constexpr std::size_t kNodeBytes = sizeof(PendingRows::Rows::value_type) + 4 * sizeof(void*);

}  // namespace

Change PendingRows::Row::change() const {
  return erased_ ? std::nullopt : Change(std::string_view(value_, bytes_));
}

PendingRows::PendingRows() : memory_(kFirstMemoryBytes) {
  tables_.reserve(kTableCount);
  for (std::size_t i = 0; i < kTableCount; ++i) tables_.emplace_back(&memory_);
}

const PendingRows::Rows& PendingRows::of(Table table) const {
  return tables_[static_cast<std::size_t>(table)];
}

const PendingRows::Row* PendingRows::find(Table table, std::string_view key) const {
  const Rows& rows = of(table);
  const auto found = rows.find(key);
  return found == rows.end() ? nullptr : &found->second;
}

char* PendingRows::allocate(std::size_t bytes) {
  bytes_ += bytes;
  return static_cast<char*>(memory_.allocate(bytes, 1));
}

PendingRows::Row& PendingRows::row_of(Table table, std::string_view key) {
  Rows& rows = tables_[static_cast<std::size_t>(table)];
  auto found = rows.lower_bound(key);
  if (found == rows.end() || found->first != key) {
    char* const kept = allocate(key.size());
    std::memcpy(kept, key.data(), key.size());
    bytes_ += kNodeBytes;
    found = rows.emplace_hint(found, std::string_view(kept, key.size()), Row());
  }
  if (!found->second.uncommitted_) {
    found->second.uncommitted_ = true;
    uncommitted_.push_back({table, found});
  }
  return found->second;
}

void PendingRows::put(Table table, std::string_view key, std::string_view value) {
  Row& row = row_of(table, key);
  row.erased_ = false;
  if (value.size() > row.room_bytes_) {
    row.value_ = allocate(value.size());
    row.room_bytes_ = static_cast<std::uint32_t>(value.size());
  }
  row.bytes_ = static_cast<std::uint32_t>(value.size());
  // `value` may be a view of this row.
  if (!value.empty()) std::memmove(row.value_, value.data(), value.size());
}

void PendingRows::erase(Table table, std::string_view key) {
  row_of(table, key).erased_ = true;
}

std::string_view PendingRows::pack() {
  payload_.clear();
  for (const auto& [table, row] : uncommitted_) {
    append_change(payload_, table, row->first, row->second.change());
  }
  return payload_;
}

void PendingRows::committed() {
  for (const auto& [table, row] : uncommitted_) row->second.uncommitted_ = false;
  uncommitted_.clear();
}

std::shared_ptr<const PendingRows> PendingRows::copy() const {
  auto rows = std::make_shared<PendingRows>();
  for (std::uint8_t table = 0; table < kTableCount; ++table) {
    for (const auto& [key, row] : of(Table{table})) {
      const Change change = row.change();
      if (change) {
        rows->put(Table{table}, key, *change);
      } else {
        rows->erase(Table{table}, key);
      }
    }
  }
  rows->committed();
  return rows;
}

void PendingRows::clear() {
  uncommitted_.clear();
  payload_ = {};
  for (Rows& rows : tables_) rows.clear();
  memory_.release();
  bytes_ = 0;
}

}  // namespace gateway::store
