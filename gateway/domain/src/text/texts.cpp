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

std::string judge(std::string_view text, std::size_t bytes_max, bool several_lines) {
  if (text.size() > bytes_max) return "is longer than " + std::to_string(bytes_max) + " bytes";
  if (!wire::is_utf8(text)) return "is not UTF-8";
  const auto forbidden = [&](char c) { return is_control(c) && !(several_lines && c == '\n'); };
  if (std::any_of(text.begin(), text.end(), forbidden)) return "holds a control character";
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

std::string judge_email(std::string_view text) {
  const auto at = text.find('@');
  const bool good =
      text.empty() ||
      (at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
       text.find_first_of(" <>,;\"()[]\\:") == text.npos && text.find('@', at + 1) == text.npos);
  if (!good) return "is not one plain address such as orders@example.com";
  return judge_line(text, kAddressBytesMax);
}

}  // namespace gateway
