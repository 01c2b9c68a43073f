// SPDX-License-Identifier: MIT
#include "gateway/daemon/due_rows.h"

#include <algorithm>

namespace gateway::daemon {

bool DueRows::is_held_up(std::uint64_t id, const Row& row) const {
  return std::any_of(row.subjects.begin(), row.subjects.end(),
                     [&](const std::string& subject) { return *lines_.at(subject).begin() != id; });
}

void DueRows::put(std::uint64_t id, std::int64_t at_ms, std::vector<std::string> subjects) {
  erase(id);
  const Row& row = rows_[id] = {at_ms, std::move(subjects)};
  for (const std::string& subject : row.subjects) {
    auto& line = lines_[subject];
    line.insert(id);
    if (line.size() == 1 || *line.begin() != id) continue;
    // It comes before the one that was first till now.
    const std::uint64_t second = *std::next(line.begin());
    free_.erase({rows_.at(second).at_ms, second});
  }
  if (!is_held_up(id, row)) free_.insert({at_ms, id});
}

void DueRows::move(std::uint64_t id, std::int64_t at_ms) {
  const auto found = rows_.find(id);
  if (found == rows_.end()) return;
  const bool is_free = free_.erase({found->second.at_ms, id}) > 0;
  found->second.at_ms = at_ms;
  if (is_free) free_.insert({at_ms, id});
}

void DueRows::erase(std::uint64_t id) {
  const auto found = rows_.find(id);
  if (found == rows_.end()) return;
  const Row row = std::move(found->second);
  rows_.erase(found);
  free_.erase({row.at_ms, id});
  for (const std::string& subject : row.subjects) {
    const auto line = lines_.find(subject);
    if (line == lines_.end()) continue;
    line->second.erase(id);
    if (line->second.empty()) lines_.erase(line);
  }
  for (const std::string& subject : row.subjects) {
    const auto line = lines_.find(subject);
    if (line == lines_.end()) continue;
    const std::uint64_t next = *line->second.begin();
    const Row& waiting = rows_.at(next);
    if (!is_held_up(next, waiting)) free_.insert({waiting.at_ms, next});
  }
}

std::optional<DueRows::First> DueRows::first() const {
  if (free_.empty()) return std::nullopt;
  return First{free_.begin()->second, free_.begin()->first};
}

}  // namespace gateway::daemon
