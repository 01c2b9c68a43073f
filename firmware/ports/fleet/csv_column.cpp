// SPDX-License-Identifier: MIT
#include "csv_column.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>

namespace fleet {
namespace {

/// The fields of one CSV row; none when a quote is not closed.
std::optional<std::vector<std::string>> split_row(const std::string& row) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t at = 0; at < row.size(); ++at) {
    const char c = row[at];
    if (c == '"' && quoted && at + 1 < row.size() && row[at + 1] == '"') {
      fields.back() += row[++at];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  return fields;
}

}  // namespace

tl::unexpected<std::string> complaint(const std::string& file, const std::string& what) {
  return tl::unexpected<std::string>("'" + file + "': " + what);
}

tl::unexpected<std::string> complaint(const std::string& file, std::size_t line,
                                      const std::string& what) {
  return tl::unexpected<std::string>("'" + file + "' line " + std::to_string(line) + ": " + what);
}

tl::expected<std::vector<std::pair<std::size_t, std::string>>, std::string> read_column(
    const std::string& file, const std::string& name) {
  std::ifstream in(file);
  std::string row;
  if (!std::getline(in, row))
    return complaint(file, std::string("cannot read: ") + std::generic_category().message(errno));
  const auto names = split_row(row);
  const auto column =
      names ? std::find(names->begin(), names->end(), name) : decltype(names->end()){};
  if (!names || column == names->end()) return complaint(file, 1, "needs a column '" + name + "'");
  const auto index = static_cast<std::size_t>(column - names->begin());
  std::vector<std::pair<std::size_t, std::string>> found;
  for (std::size_t line = 2; std::getline(in, row); ++line) {
    const auto fields = split_row(row);
    if (!fields) return complaint(file, line, "a quote is not closed");
    if (index < fields->size() && !(*fields)[index].empty()) {
      found.emplace_back(line, (*fields)[index]);
    }
  }
  if (in.bad()) return complaint(file, "cannot be read to its end");
  return found;
}

}  // namespace fleet
