// SPDX-License-Identifier: MIT
#include "text_table.h"

#include <algorithm>

namespace gateway::documents {

std::size_t text_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string pad(std::string_view text, std::size_t columns, bool right) {
  const std::string blanks(columns > text_width(text) ? columns - text_width(text) : 0, ' ');
  return right ? blanks + std::string(text) : std::string(text) + blanks;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& right) {
  std::vector<std::size_t> widths(right.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], text_width(row[i]));
  }
  const auto joined = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) line += (i > 0 ? "  " : "") + cell_of(i);
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
  };
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    text += joined([&](std::size_t i) { return pad(rows[r][i], widths[i], right[i]); });
    if (r == 0) text += joined([&](std::size_t i) { return std::string(widths[i], '-'); });
  }
  return text;
}

}  // namespace gateway::documents
