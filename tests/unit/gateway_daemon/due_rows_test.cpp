// SPDX-License-Identifier: MIT
// Promise: of rows that share a subject the oldest goes first, whenever it is due; of all others
// the one that is due first.
// Method: random rows against a model that walks over all of them.
#include "gateway/daemon/due_rows.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace gateway::daemon {
namespace {

struct PlainRow {
  std::int64_t at_ms = 0;
  std::vector<std::string> subjects;
};

std::optional<DueRows::First> first_of(const std::map<std::uint64_t, PlainRow>& rows) {
  std::optional<DueRows::First> best;
  std::set<std::string> held_up;
  for (const auto& [id, row] : rows) {
    bool is_free = true;
    for (const std::string& subject : std::set(row.subjects.begin(), row.subjects.end())) {
      is_free = held_up.insert(subject).second && is_free;
    }
    if (is_free && (!best || row.at_ms < best->at_ms)) best = {id, row.at_ms};
  }
  return best;
}

TEST(DueRows, AreFoundAsByLookingAtEachOfThem) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return random() % n; };
    DueRows rows;
    std::map<std::uint64_t, PlainRow> model;
    for (int step = 0; step < 400; ++step) {
      const std::uint64_t id = 1 + below(12);
      const auto dice = below(6);
      if (dice < 2) {
        rows.erase(id);
        model.erase(id);
      } else if (dice == 2) {
        const auto at_ms = static_cast<std::int64_t>(below(5));
        rows.move(id, at_ms);
        if (model.contains(id)) model[id].at_ms = at_ms;
      } else {
        PlainRow row{static_cast<std::int64_t>(below(5)), {}};
        while (below(3) > 0)
          row.subjects.push_back(std::string(1, static_cast<char>('a' + below(4))));
        rows.put(id, row.at_ms, row.subjects);
        model[id] = std::move(row);
      }
      const auto found = rows.first();
      const auto expected = first_of(model);
      ASSERT_EQ(found.has_value(), expected.has_value()) << "seed " << seed << " step " << step;
      if (!found) continue;
      ASSERT_EQ(found->id, expected->id) << "seed " << seed << " step " << step;
      ASSERT_EQ(found->at_ms, expected->at_ms);
    }
  }
}

}  // namespace
}  // namespace gateway::daemon
