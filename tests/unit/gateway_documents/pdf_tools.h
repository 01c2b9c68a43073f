// SPDX-License-Identifier: MIT
// What independent readers of PDF make of a file: QPDF judges its structure, Poppler reads
// its text.
#pragma once

#include <string>
#include <vector>

namespace documents_test {

using Tokens = std::vector<std::string>;

/// Line by line of one page, each as its words; a percentage is one word ("19%").
using PageText = std::vector<Tokens>;

/// Everything that `qpdf --check` says against the file; empty: it is sound.
[[nodiscard]] std::string structure_problems(const std::string& pdf);

/// Text as it stands on the pages, and what the reader complains of.
struct PdfText {
  std::vector<PageText> pages;
  std::string complaints;
};
[[nodiscard]] PdfText read_text(const std::string& pdf);

/// What a command prints that names the file as "$1".
[[nodiscard]] std::string ask(const std::string& command, const std::string& pdf);

[[nodiscard]] Tokens tokens_of(const std::string& line);

}  // namespace documents_test
