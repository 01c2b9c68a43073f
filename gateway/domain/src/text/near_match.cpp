// SPDX-License-Identifier: MIT
#include "gateway/text/near_match.h"

#include <algorithm>

namespace gateway {
namespace {

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// How many letters must be changed, added or taken away, two neighbours swapped counting once
/// (the restricted Damerau-Levenshtein distance).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = small(a[i - 1]) == small(b[j - 1]) ? 0 : 1;
      std::size_t& least = table[i][j];
      least = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) least = std::min(least, table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string near_match(std::string_view typed, const std::vector<std::string>& words) {
  constexpr std::size_t kBytesMax = 32;  // no command or option is nearly as long
  constexpr std::size_t kWrongMax = 2;
  if (typed.size() > kBytesMax) return {};
  std::string nearest;
  std::size_t least = std::min(kWrongMax + 1, (typed.size() + 1) / 2);
  for (const std::string& word : words) {
    const std::size_t wrong = distance(typed, word);
    if (wrong >= least) continue;
    least = wrong;
    nearest = word;
  }
  return nearest;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words) {
  const std::string meant = near_match(typed, words);
  return meant.empty() ? meant : "; did you mean " + meant + "?";
}

}  // namespace gateway
