// SPDX-License-Identifier: MIT
#include "gateway/text/texts.h"

#include <algorithm>

#include "gateway/limits.h"
#include "wire/utf8.h"

namespace gateway {

namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_printable_ascii(char c) {
  return static_cast<unsigned char>(c - 0x20) < 0x5f;
}

/// U+2028 and U+2029 break lines; the others cannot be seen and turn the text around them.
bool breaks_or_turns(std::uint32_t c) {
  return (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
         c == 0x200f || c == 0x061c;
}

/// "U+202E"
std::string name_of_character(std::uint32_t c) {
  std::string name = "U+0000";
  for (std::size_t at = name.size(); at-- > 2; c >>= 4U) name[at] = "0123456789ABCDEF"[c & 0xfU];
  return name;
}

std::string judge(std::string_view text, std::size_t bytes_max, bool several_lines) {
  if (text.size() > bytes_max) return "is longer than " + std::to_string(bytes_max) + " bytes";
  if (std::all_of(text.begin(), text.end(), is_printable_ascii)) return {};
  if (!wire::is_utf8(text)) return "is not UTF-8";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_control(c) && !(several_lines && c == '\n')) return "holds a control character";
    if (c != '\xe2' && c != '\xd8') continue;  // the first bytes of all that break or turn
    const auto character = wire::decode_utf8_front(text.substr(at)).code_point;
    if (!breaks_or_turns(character)) continue;
    return "holds the character " + name_of_character(character) +
           ", which cannot be seen and changes how the rest is read: take it out";
  }
  return {};
}

}  // namespace

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_control);
}

std::string judge_line(std::string_view text, std::size_t bytes_max) {
  return judge(text, bytes_max, false);
}

std::string judge_lines(std::string_view text, std::size_t bytes_max) {
  return judge(text, bytes_max, true);
}

}  // namespace gateway
