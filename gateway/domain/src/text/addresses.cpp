// SPDX-License-Identifier: MIT
#include "gateway/text/addresses.h"

#include <algorithm>

#include "gateway/limits.h"
#include "gateway/text/texts.h"

namespace gateway {
namespace {

constexpr std::size_t kLocalPartBytesMax = 64;
constexpr std::size_t kHostNameBytesMax = 255;
constexpr std::size_t kLabelBytesMax = 63;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 5322's dot-atom: words with single dots between.
bool is_dot_atom(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  bool in_word = false;
  for (const char c : text) {
    if (c == '.' && !in_word) return false;
    if (c != '.' && !is_letter_or_digit(c) && kOthers.find(c) == kOthers.npos) return false;
    in_word = c != '.';
  }
  return in_word;
}

bool is_label(std::string_view text) {
  const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '-'; };
  return !text.empty() && text.size() <= kLabelBytesMax && text.front() != '-' &&
         text.back() != '-' && std::all_of(text.begin(), text.end(), allowed);
}

bool is_host_name(std::string_view text) {
  if (text.size() > kHostNameBytesMax) return false;
  while (true) {
    const auto label = text.substr(0, text.find('.'));
    if (!is_label(label)) return false;
    if (label.size() == text.size()) return true;
    text.remove_prefix(label.size() + 1);
  }
}

}  // namespace

std::string judge_email(std::string_view text) {
  if (text.empty()) return {};
  if (auto problem = judge_line(text, kAddressBytesMax); !problem.empty()) return problem;
  const auto at = text.find('@');
  const bool good = at <= kLocalPartBytesMax &&  // npos is not
                    is_dot_atom(text.substr(0, at)) && is_host_name(text.substr(at + 1));
  return good ? "" : "is not one plain address such as orders@example.com";
}

std::string judge_host_name(std::string_view text) {
  if (is_host_name(text)) return {};
  return "is not a host name (other alphabets are written in their xn-- form)";
}

}  // namespace gateway
