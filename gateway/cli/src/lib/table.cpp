// SPDX-License-Identifier: MIT
#include "gateway/cli/table.h"

#include <algorithm>
#include <cassert>

#include "gateway/cli/text.h"

namespace gateway::cli {
namespace {

constexpr std::size_t kGap = 2;

const char* code_of(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "\x1b[1m";
    case Style::kDim:
      return "\x1b[2m";
    case Style::kGood:
      return "\x1b[32m";
    case Style::kWarning:
      return "\x1b[33m";
    case Style::kBad:
      return "\x1b[31m";
  }
  return "";
}

}  // namespace

std::string styled(const std::string& text, Style style, bool colour) {
  if (!colour || style == Style::kPlain || text.empty()) return text;
  return code_of(style) + text + "\x1b[0m";
}

Table::Table(Terminal& terminal, std::vector<Column> columns)
    : terminal_(terminal),
      columns_(std::move(columns)),
      widths_(columns_.size(), 0),
      hidden_(columns_.size(), false),
      empty_(columns_.size(), false) {}

void Table::add(Row row) {
  assert(row.size() == columns_.size());
  for (Cell& cell : row) cell.text = printable(cell.text);
  rows_.push_back(std::move(row));
}

std::size_t Table::total_width() const {
  std::size_t total = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!hidden_[i]) total += widths_[i] + kGap;
  }
  return total < kGap ? 0 : total - kGap;
}

/// Narrows the widest table column that may shrink, by one terminal column at a time, until
/// the table fits or none may shrink further.
void Table::shrink(std::size_t& total) {
  while (total > terminal_.columns) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool can = columns_[i].may_shrink && !hidden_[i] && widths_[i] > kShrunkColumns;
      if (can && (widest == columns_.size() || widths_[i] > widths_[widest])) widest = i;
    }
    if (widest == columns_.size()) return;
    --widths_[widest];
    --total;
  }
}

void Table::hide_empty_columns() {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto has_text = [i](const Row& row) { return !row[i].text.empty(); };
    const bool empty =
        columns_[i].hide_if_empty && std::none_of(rows_.begin(), rows_.end(), has_text);
    hidden_[i] = empty_[i] = empty;
  }
}

void Table::lay_out() {
  laid_out_ = true;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    widths_[i] = display_width(columns_[i].title);
    for (const Row& row : rows_) widths_[i] = std::max(widths_[i], display_width(row[i].text));
  }
  if (terminal_.columns == 0) return;
  hide_empty_columns();
  const std::vector<std::size_t> natural = widths_;
  for (;;) {
    widths_ = natural;  // without the column left out, there may be room again
    std::size_t total = total_width();
    shrink(total);
    if (total <= terminal_.columns) return;
    std::size_t next = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (hidden_[i] || columns_[i].drop_priority == 0) continue;
      if (next == columns_.size() || columns_[i].drop_priority > columns_[next].drop_priority)
        next = i;
    }
    if (next == columns_.size()) return;  // the rest stays; the terminal wraps it
    hidden_[next] = true;
  }
}

void Table::print(const Row& row) const {
  std::string line;
  std::size_t pending = 0;  // blanks before the next cell: a line ends without blanks
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (hidden_[i]) continue;
    std::string text = row[i].text;
    const bool tight = terminal_.columns > 0 && columns_[i].may_shrink;
    if (tight) text = shortened(text, std::max<std::size_t>(widths_[i], 1));
    const std::size_t width = display_width(text);
    const std::size_t padding = widths_[i] > width ? widths_[i] - width : 0;
    const bool right = columns_[i].align == Column::Align::kRight;
    if (right) pending += padding;
    if (!text.empty()) {
      line.append(pending, ' ');
      pending = 0;
      line += styled(text, row[i].style, terminal_.colour);
    }
    pending += (right ? 0 : padding) + kGap;
  }
  terminal_.out << line << '\n';
}

void Table::flush() {
  if (rows_.empty()) return;
  if (!laid_out_) {
    lay_out();
    Row titles;
    for (const Column& column : columns_) titles.push_back({column.title, Style::kBold});
    print(titles);
  }
  for (const Row& row : rows_) {
    print(row);
    for (std::size_t i = 0; i < row.size(); ++i) empty_[i] = empty_[i] && row[i].text.empty();
  }
  rows_.clear();
  terminal_.out.flush();
}

void Table::finish() {
  flush();
  std::string names;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (hidden_[i] && !empty_[i]) names += (names.empty() ? "" : ", ") + columns_[i].title;
  }
  if (names.empty()) return;
  const std::string note = "(no room for: " + names + "; use a wider terminal, or --json)";
  for (const std::string& line : wrapped(note, terminal_.columns)) {
    terminal_.out << styled(line, Style::kDim, terminal_.colour) << '\n';
  }
}

}  // namespace gateway::cli
