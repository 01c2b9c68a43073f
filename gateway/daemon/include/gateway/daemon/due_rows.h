// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gateway::daemon {

/// Rows that wait, by the time at which each is due. Rows that share a subject go in the order
/// of their ids, whatever their times. Each call costs the logarithm of the number of rows.
/// Not thread-safe.
class DueRows {
 public:
  struct First {
    std::uint64_t id = 0;
    std::int64_t at_ms = 0;  ///< when it is due
  };

  /// Adds a row, or replaces it. Its subjects are names, some of them perhaps twice.
  void put(std::uint64_t id, std::int64_t at_ms, std::vector<std::string> subjects);
  /// Changes when a row is due. Does nothing where the row is not there.
  void move(std::uint64_t id, std::int64_t at_ms);
  /// Does nothing where the row is not there.
  void erase(std::uint64_t id);

  /// Of the rows that no earlier one holds up, the one that is due first; none: no row waits.
  [[nodiscard]] std::optional<First> first() const;

 private:
  struct Row {
    std::int64_t at_ms = 0;
    std::vector<std::string> subjects;
  };

  [[nodiscard]] bool is_held_up(std::uint64_t id, const Row& row) const;

  std::unordered_map<std::uint64_t, Row> rows_;
  std::unordered_map<std::string, std::set<std::uint64_t>> lines_;  // ids, by subject
  std::set<std::pair<std::int64_t, std::uint64_t>> free_;           // (time, id) of the others
};

}  // namespace gateway::daemon
