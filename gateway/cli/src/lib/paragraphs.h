// SPDX-License-Identifier: MIT
// Prints texts for people that are not tables.
#pragma once

#include <string>

#include "gateway/cli/terminal.h"

namespace gateway::cli {

/// Prints a line in bold.
void print_title(Terminal& terminal, const std::string& text);

/// Prints `text` after its label, below a title; wrapped at the terminal's width.
void print_labelled(Terminal& terminal, const std::string& label, const std::string& text,
                    Style style = Style::kPlain);
/// The same without a label.
void print_paragraph(Terminal& terminal, const std::string& text, Style style = Style::kPlain);

}  // namespace gateway::cli
