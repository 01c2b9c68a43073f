// SPDX-License-Identifier: MIT
// Pages for people that are no tables.
#pragma once

#include <string>

#include "gateway/cli/terminal.h"

namespace gateway::cli {

/// A line of its own, in bold.
void print_title(Terminal& terminal, const std::string& text);

/// `text` behind its label, below a title; broken where the terminal ends.
void print_labelled(Terminal& terminal, const std::string& label, const std::string& text,
                    Style style = Style::kPlain);
/// The same without a label.
void print_paragraph(Terminal& terminal, const std::string& text, Style style = Style::kPlain);

}  // namespace gateway::cli
