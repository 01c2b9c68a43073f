// SPDX-License-Identifier: MIT
#include "decoding.h"

#include <stdexcept>

namespace mail_test {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  throw std::runtime_error("not an upper-case hex digit");
}

unsigned base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  throw std::runtime_error("not a base64 digit");
}

std::string decode_words(std::string_view text) {
  constexpr std::string_view kStart = "=?UTF-8?B?";
  std::string out;
  std::string blanks;
  bool after_word = false;
  while (!text.empty()) {
    if (text.starts_with(kStart)) {
      const std::size_t end = text.find("?=", kStart.size());
      if (end == std::string_view::npos) throw std::runtime_error("encoded-word has no end");
      if (end + 2 > 75) throw std::runtime_error("encoded-word is longer than 75");
      if (!after_word) out += blanks;
      out += decode_base64(text.substr(kStart.size(), end - kStart.size()));
      text.remove_prefix(end + 2);
      blanks.clear();
      after_word = true;
    } else if (text.front() == ' ') {
      blanks += ' ';
      text.remove_prefix(1);
    } else {
      out += blanks;
      blanks.clear();
      out += text.front();
      text.remove_prefix(1);
      after_word = false;
    }
  }
  return out + blanks;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    if (end == std::string_view::npos) throw std::runtime_error("last line has no CRLF");
    lines.emplace_back(text.substr(0, end));
    if (lines.back().find_first_of("\r\n") != std::string::npos) {
      throw std::runtime_error("a lone CR or LF");
    }
    text.remove_prefix(end + 2);
  }
  return lines;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  for (const std::string& line : lines_of(text)) {
    bool soft = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] != '=') {
        out += line[i];
      } else if (i + 1 == line.size()) {
        soft = true;
      } else {
        out += static_cast<char>(hex_value(line.at(i + 1)) * 16 + hex_value(line.at(i + 2)));
        i += 2;
      }
    }
    if (!soft) out += '\n';
  }
  return out;
}

std::string decode_base64(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '\r' && c != '\n') digits += c;
  }
  if (digits.size() % 4 != 0) throw std::runtime_error("base64 length");
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 4) {
    unsigned bits = 0;
    int bytes = 3;
    for (std::size_t k = 0; k < 4; ++k) {
      if (digits[i + k] == '=') --bytes;
      bits = bits * 64 + (digits[i + k] == '=' ? 0 : base64_value(digits[i + k]));
    }
    for (int k = 0; k < bytes; ++k) out += static_cast<char>(bits >> (16 - 8 * k) & 0xFFU);
  }
  return out;
}

std::string raw_header(std::string_view text, std::string_view name) {
  const std::string start = std::string(name) + ": ";
  std::string value;
  bool found = false;
  for (const std::string& line : lines_of(text)) {
    if (line.empty()) break;
    if (found && line.front() == ' ') {
      value += line;
    } else if (found) {
      return value;
    } else if (line.starts_with(start)) {
      value = line.substr(start.size());
      found = true;
    }
  }
  if (!found) throw std::runtime_error("no such header: " + std::string(name));
  return value;
}

std::string header(std::string_view text, std::string_view name) {
  return decode_words(raw_header(text, name));
}

}  // namespace mail_test
