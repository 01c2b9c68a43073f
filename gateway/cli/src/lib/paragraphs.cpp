// SPDX-License-Identifier: MIT
#include "lib/paragraphs.h"

#include <algorithm>

#include "gateway/cli/text.h"

namespace gateway::cli {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabelColumns = 15;
constexpr std::size_t kTextColumnsMin = 20;

/// Prints `text` after `before`, with further lines indented by the width of `before`.
void print_wrapped(Terminal& terminal, std::string before, const std::string& text, Style style) {
  const std::size_t begin = display_width(before);
  std::size_t room = 0;
  if (terminal.columns > 0) {
    room = std::max(kTextColumnsMin, terminal.columns - std::min(terminal.columns, begin));
  }
  for (const std::string& line : wrapped(printable(text), room)) {
    terminal.out << before << styled(line, style, terminal.colour) << '\n';
    before.assign(begin, ' ');
  }
}

}  // namespace

void print_title(Terminal& terminal, const std::string& text) {
  for (const std::string& line : wrapped(printable(text), terminal.columns)) {
    terminal.out << styled(line, Style::kBold, terminal.colour) << '\n';
  }
}

void print_labelled(Terminal& terminal, const std::string& label, const std::string& text,
                    Style style) {
  std::string before = std::string(kIndent, ' ') + printable(label);
  const std::size_t width = display_width(before);
  const std::size_t gap = width < kIndent + kLabelColumns ? kIndent + kLabelColumns - width : 1;
  print_wrapped(terminal, before.append(gap, ' '), text, style);
}

void print_paragraph(Terminal& terminal, const std::string& text, Style style) {
  print_wrapped(terminal, std::string(kIndent, ' '), text, style);
}

}  // namespace gateway::cli
