// SPDX-License-Identifier: MIT
#include "header_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "body_encoding.h"

namespace gateway::mail {
namespace {

constexpr std::size_t kHeaderLineCharactersMax = 76;
constexpr std::size_t kPlainWordCharactersMax = 60;
// Bytes of text in one encoded-word: after "Subject: " its line stays within 76 columns.
constexpr std::size_t kEncodedBytesMax = 39;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// "Name:" and the words, one blank before each, folded where a line would be too long.
std::string folded(std::string_view name, const std::vector<std::string>& words) {
  std::string out(name);
  out += ':';
  std::size_t column = out.size();
  bool first = true;
  for (const std::string& word : words) {
    if (!first && column + 1 + word.size() > kHeaderLineCharactersMax) {
      out += "\r\n";
      column = 0;
    }
    out += ' ';
    out += word;
    column += 1 + word.size();
    first = false;
  }
  out += "\r\n";
  return out;
}

// Length of the longest start of `text` (UTF-8) that has at most
// kEncodedBytesMax bytes and ends between two characters.
std::size_t encodable_bytes(std::string_view text) {
  if (text.size() <= kEncodedBytesMax) return text.size();
  std::size_t size = kEncodedBytesMax;
  while ((static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return size;
}

std::vector<std::string> encoded_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t size = encodable_bytes(text);
    words.push_back("=?UTF-8?B?" + base64(text.substr(0, size)) + "?=");
    text.remove_prefix(size);
  }
  return words;
}

// The words of `text` as they are; none when folding or decoding by the receiver could
// change it: double or outer blanks, long words, what looks encoded.
std::vector<std::string> plain_words(std::string_view text) {
  if (!is_ascii(text) || text.find("=?") != std::string_view::npos) return {};
  std::vector<std::string> words;
  while (true) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    if (word.empty() || word.size() > kPlainWordCharactersMax) return {};
    words.emplace_back(word);
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end + 1);
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    }
  }
  return out;
}

}  // namespace

std::string text_header(std::string_view name, std::string_view text) {
  std::vector<std::string> words = plain_words(text);
  if (words.empty()) words = encoded_words(text);
  return folded(name, words);
}

std::string address_header(std::string_view name, std::string_view display_name,
                           std::string_view address) {
  if (display_name.empty()) return folded(name, {std::string(address)});
  std::vector<std::string> words;
  // Some mail programs decode even inside quotes, so what looks encoded is encoded.
  if (is_ascii(display_name) && display_name.size() <= kPlainWordCharactersMax &&
      display_name.find("=?") == std::string_view::npos) {
    words.push_back(quoted(display_name));
  } else {
    words = encoded_words(display_name);
  }
  words.push_back("<" + std::string(address) + ">");
  return folded(name, words);
}

std::string file_header(std::string_view name, std::string_view value, std::string_view parameter,
                        std::string_view file_name) {
  std::string assignment(parameter);
  if (is_ascii(file_name)) {
    assignment += "=" + quoted(file_name);
  } else {
    assignment += "*=UTF-8''" + percent_encoded(file_name);
  }
  return folded(name, {std::string(value) + ";", assignment});
}

std::string date_header(std::int64_t date_ms) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{date_ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  std::array<char, 64> line{};
  std::snprintf(line.data(), line.size(), "Date: %s, %02u %s %04d %02d:%02d:%02d +0000\r\n",
                kDays.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
                kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return line.data();
}

}  // namespace gateway::mail
