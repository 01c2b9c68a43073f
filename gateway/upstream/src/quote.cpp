// SPDX-License-Identifier: MIT
#include "quote.h"

#include <algorithm>

#include "gateway/upstream/post.h"

namespace gateway::upstream {
namespace {

constexpr std::size_t kTraceBytes = 8;

// All blanks and control characters in a row become one blank.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (line.size() >= kQuoteBytesMax) break;
    if (byte > 0x20 && byte != 0x7F) {
      line += byte < 0x7F ? c : '?';
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

bool tells(std::string_view line, std::string_view token) {
  const std::size_t trace = std::min(kTraceBytes, token.size());
  for (std::size_t at = 0; trace > 0 && at + trace <= token.size(); ++at) {
    if (line.find(token.substr(at, trace)) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::string quote(std::string_view text, std::string_view token) {
  std::string line = one_line(text);
  if (tells(line, token)) line.clear();
  return line;
}

}  // namespace gateway::upstream
