// SPDX-License-Identifier: MIT
#include "pdf_tools.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "support/temp_folder.h"

namespace documents_test {

namespace {

struct Answer {
  int exit_code = 0;
  std::string text;
};

/// `command` names the file as "$1".
Answer run(const std::string& command, const std::string& pdf) {
  const support::TempFolder folder;
  const std::string file = folder.path() / "it.pdf";
  std::ofstream(file, std::ios::binary) << pdf;
  FILE* const pipe = popen(("set -- '" + file + "'; " + command).c_str(), "r");
  if (pipe == nullptr) return {-1, "cannot start " + command};
  Answer answer;
  char buffer[4096];
  std::size_t count = 0;
  while ((count = fread(buffer, 1, sizeof buffer, pipe)) > 0) answer.text.append(buffer, count);
  const int status = pclose(pipe);
  answer.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return answer;
}

}  // namespace

std::string structure_problems(const std::string& pdf) {
  const Answer answer = run("qpdf --check \"$1\" 2>&1", pdf);
  const bool clean = answer.exit_code == 0 && answer.text.find("WARNING") == std::string::npos;
  return clean ? "" : answer.text;
}

PdfText read_text(const std::string& pdf) {
  PdfText read;
  read.complaints = run("pdftotext -layout \"$1\" - 2>&1 >/dev/null", pdf).text;
  const Answer answer = run("pdftotext -layout \"$1\" - 2>/dev/null", pdf);
  std::istringstream all(answer.text);
  std::string page;
  while (std::getline(all, page, '\f')) {
    PageText& lines = read.pages.emplace_back();
    std::istringstream text(page);
    std::string line;
    while (std::getline(text, line)) {
      if (Tokens tokens = tokens_of(line); !tokens.empty()) lines.push_back(std::move(tokens));
    }
  }
  return read;
}

std::string ask(const std::string& command, const std::string& pdf) {
  return run(command, pdf).text;
}

Tokens tokens_of(const std::string& line) {
  Tokens tokens;
  std::istringstream words(line);
  std::string word;
  while (words >> word) {
    if (word == "%" && !tokens.empty()) {
      tokens.back() += word;
    } else {
      tokens.push_back(word);
    }
  }
  return tokens;
}

}  // namespace documents_test
