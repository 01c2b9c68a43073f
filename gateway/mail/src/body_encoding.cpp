// SPDX-License-Identifier: MIT
#include "body_encoding.h"

#include <cstddef>
#include <cstdint>

namespace gateway::mail {
namespace {

constexpr std::size_t kLineCharactersMax = 76;
constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Whether quoted-printable may contain `c` as itself. Blanks at a line's end are encoded,
// because mail servers may remove them.
bool is_plain(char c, bool ends_line) {
  if (c == ' ') return !ends_line;
  return c > ' ' && c < 0x7F && c != '=';
}

// One line of text, without its end, appended to `out` with soft breaks.
void append_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    bool plain = is_plain(c, last);
    // Every character but the line's last leaves room for the "=" of a soft break.
    if (column + (plain ? 1 : 3) > kLineCharactersMax - (last ? 0 : 1)) {
      out += "=\r\n";
      column = 0;
    }
    if (column == 0 && (c == '.' || line.substr(i, 5) == "From ")) plain = false;
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '=';
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 0xFU];
    }
    column += plain ? 1 : 3;
  }
  out += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    append_line(out, text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  while (!bytes.empty()) {
    const std::string_view group = bytes.substr(0, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= group.size() ? kBase64Digits[bits >> (18 - 6 * i) & 0x3FU] : '=';
    }
    bytes.remove_prefix(group.size());
  }
  return out;
}

std::string base64_lines(std::string_view bytes) {
  constexpr std::size_t kBytesALine = kLineCharactersMax / 4 * 3;
  std::string out;
  out.reserve(bytes.size() / 3 * 4 + bytes.size() / kBytesALine * 2 + 8);
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, kBytesALine);
    out += base64(line);
    out += "\r\n";
    bytes.remove_prefix(line.size());
  }
  return out;
}

}  // namespace gateway::mail
