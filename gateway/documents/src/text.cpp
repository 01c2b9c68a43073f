// SPDX-License-Identifier: MIT
#include "text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "wire/utf8.h"

namespace gateway::documents {

namespace {

constexpr std::uint32_t kReplacement = 0xfffd;
constexpr std::uint32_t kPrintableMax = 0xffff;
constexpr std::string_view kEllipsis = "\u2026";

bool is_control(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

void append(std::string& text, std::uint32_t code_point) {
  char bytes[4];
  text.append(bytes, wire::encode_utf8(code_point, bytes));
}

/// How many bytes of `text`, in whole characters, fit `width`.
std::size_t fitting(std::string_view text, double width, const Measure& measure) {
  std::size_t fits = 0;
  while (fits < text.size()) {
    const auto next =
        fits + std::max<std::size_t>(1, wire::decode_utf8_front(text.substr(fits)).bytes);
    if (measure(text.substr(0, next)) > width) break;
    fits = next;
  }
  return fits;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const auto [code_point, bytes] = wire::decode_utf8_front(text);
    if (bytes == 0 || code_point > kPrintableMax) {
      append(clean, kReplacement);
    } else {
      append(clean, is_control(code_point) ? ' ' : code_point);
    }
    text.remove_prefix(std::max<std::size_t>(1, bytes));
  }
  return clean;
}

std::vector<std::string> wrap(std::string_view text, double width, const Measure& measure) {
  std::vector<std::string> lines(1);
  for (const std::string& word : split(text, ' ')) {
    std::string& line = lines.back();
    std::string longer = line;
    if (!longer.empty()) longer += ' ';
    longer += word;
    if (measure(longer) <= width) {
      line = std::move(longer);
      continue;
    }
    if (!line.empty()) lines.emplace_back();
    std::string_view rest = word;
    while (measure(rest) > width) {
      const auto one = std::max<std::size_t>(1, wire::decode_utf8_front(rest).bytes);
      const auto fits = std::max(one, fitting(rest, width, measure));
      if (fits >= rest.size()) break;
      lines.back() = rest.substr(0, fits);
      lines.emplace_back();
      rest.remove_prefix(fits);
    }
    lines.back() = rest;
  }
  return lines;
}

std::string cut(std::string_view text, double width, const Measure& measure) {
  if (measure(text) <= width) return std::string(text);
  const auto fits = fitting(text, width - measure(kEllipsis), measure);
  return trimmed(text.substr(0, fits)) + std::string(kEllipsis);
}

std::vector<std::string> address_lines(std::string_view address, std::size_t lines_max) {
  std::vector<std::string> lines;
  for (const std::string& part : split(address, '\n')) {
    std::string line = trimmed(printable(part));
    if (line.empty()) continue;
    if (lines.size() == lines_max) {
      lines.back() += ", " + line;
    } else {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace gateway::documents
