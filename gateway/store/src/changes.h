// SPDX-License-Identifier: MIT
// What one commit changes: the payload of a frame of the redo ring.
//
// A sequence of records, numbers as the machine has them:
//   1 what (1: put, 2: erase), 1 table, 1 bytes of the key, 4 bytes of the value,
//   the key, the value. Each key is there once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store.h"

namespace gateway::store {

/// Keeps the memory of the largest commit so far.
class Changes {
 public:
  void put(Table table, std::string_view key, std::string_view value);
  void erase(Table table, std::string_view key);
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }  ///< keys
  void clear();

  /// The payload; valid until the next call. Nothing may be added before clear().
  [[nodiscard]] std::string_view pack();

  /// A value, or none where the key was erased.
  using Visitor =
      std::function<void(Table table, std::string_view key, std::optional<std::string_view> value)>;
  /// False where `payload` is none: a mistake, because a frame's checksum covers it.
  [[nodiscard]] static bool read(std::string_view payload, const Visitor& visit);

 private:
  void add(std::uint8_t what, Table table, std::string_view key, std::string_view value);
  [[nodiscard]] std::size_t* slot_of(Table table, std::string_view key);
  void grow_slots();

  std::string records_;             // some of them dead: replaced by a later one
  std::vector<std::size_t> slots_;  // hash table of offsets + 1 into records_; 0: free
  std::size_t count_ = 0;           // living records
  bool dead_ = false;
};

}  // namespace gateway::store
