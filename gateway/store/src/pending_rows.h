// SPDX-License-Identifier: MIT
// The changed rows that the store behind a redo ring does not have yet.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "changes.h"
#include "gateway/rows/store.h"

namespace gateway::store {

/// The last value of each changed key, in key order, and which of them the next commit has to
/// write. Values that grow leave their old memory unused; clear() frees everything at once.
class PendingRows {
 public:
  class Row {
   public:
    [[nodiscard]] Change change() const;

   private:
    friend class PendingRows;
    char* value_ = nullptr;
    std::uint32_t bytes_ = 0;
    std::uint32_t room_bytes_ = 0;
    bool erased_ = false;
    bool uncommitted_ = false;
  };
  using Rows = std::pmr::map<std::string_view, Row>;

  PendingRows();

  void put(Table table, std::string_view key, std::string_view value);
  void erase(Table table, std::string_view key);

  /// In the order of the keys.
  [[nodiscard]] const Rows& of(Table table) const;
  /// Null: not changed, ask the store behind.
  [[nodiscard]] const Row* find(Table table, std::string_view key) const;

  /// What changed since committed(), as the payload of a frame; valid until the next change.
  [[nodiscard]] std::string_view pack();
  [[nodiscard]] bool all_committed() const { return uncommitted_.empty(); }
  void committed();

  /// A copy that does not change any more, for other threads to read.
  [[nodiscard]] std::shared_ptr<const PendingRows> copy() const;

  /// Memory used, approximately.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  void clear();

 private:
  Row& row_of(Table table, std::string_view key);
  char* allocate(std::size_t bytes);

  std::pmr::monotonic_buffer_resource memory_;
  std::vector<Rows> tables_;
  struct Uncommitted {
    Table table;
    Rows::iterator row;
  };
  std::vector<Uncommitted> uncommitted_;
  std::string payload_;
  std::uint64_t bytes_ = 0;
};

}  // namespace gateway::store
