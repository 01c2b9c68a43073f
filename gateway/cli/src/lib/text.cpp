// SPDX-License-Identifier: MIT
#include "gateway/cli/text.h"

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <ctime>
#include <cwchar>

#include "wire/utf8.h"

namespace gateway::cli {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026
constexpr std::uint32_t kGroupSeparator = 0x1D;

/// Of the process: loading it takes longer than printing a row.
locale_t unicode() {
  static const locale_t kUnicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kUnicode;
}

/// wcwidth() depends on the thread's locale; this sets one with Unicode, whatever the
/// user's is.
class UnicodeLocale {
 public:
  UnicodeLocale()
      : unicode_(unicode()), before_(unicode_ != nullptr ? uselocale(unicode_) : nullptr) {}
  ~UnicodeLocale() {
    if (unicode_ != nullptr) uselocale(before_);
  }
  UnicodeLocale(const UnicodeLocale&) = delete;
  UnicodeLocale& operator=(const UnicodeLocale&) = delete;

  [[nodiscard]] std::size_t width(std::uint32_t code_point) const {
    if (unicode_ == nullptr) return 1;
    const int columns = wcwidth(static_cast<wchar_t>(code_point));
    return columns < 0 ? 1 : static_cast<std::size_t>(columns);
  }

 private:
  locale_t unicode_;
  locale_t before_;
};

/// C0, DEL, C1, and the characters that change the direction of text or break lines.
bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// These take no room: nobody would see them, such as a byte order mark.
bool is_unseen(std::uint32_t c) {
  return is_control(c) || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const wire::Utf8Front front = wire::decode_utf8_front(text);
    if (front.bytes == 0 || (is_control(front.code_point) && front.code_point != kGroupSeparator)) {
      result += kReplacement;
    } else if (front.code_point == kGroupSeparator) {
      result += "<GS>";
    } else {
      result += text.substr(0, front.bytes);
    }
    text.remove_prefix(front.bytes == 0 ? 1 : front.bytes);
  }
  return result;
}

std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const wire::Utf8Front front = wire::decode_utf8_front(text);
    const std::size_t bytes = std::max<std::size_t>(front.bytes, 1);
    char code[8];
    if (front.bytes == 0 || (bytes == 1 && is_control(front.code_point))) {
      std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned char>(text.front()));
      result += code;
    } else if (is_unseen(front.code_point)) {
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(front.code_point));
      result += code;
    } else {
      result += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  const UnicodeLocale locale;
  std::size_t width = 0;
  while (!text.empty()) {
    const wire::Utf8Front front = wire::decode_utf8_front(text);
    width += front.bytes == 0 ? 1 : locale.width(front.code_point);
    text.remove_prefix(front.bytes == 0 ? 1 : front.bytes);
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  const UnicodeLocale locale;
  std::size_t room = columns - 1;  // for the ellipsis
  std::size_t bytes = 0;
  for (;;) {
    const wire::Utf8Front front = wire::decode_utf8_front(text.substr(bytes));
    const std::size_t width = front.bytes == 0 ? 1 : locale.width(front.code_point);
    if (width > room) break;
    room -= width;
    bytes += front.bytes == 0 ? 1 : front.bytes;
  }
  return std::string(text.substr(0, bytes)) + std::string(kEllipsis);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t needed = display_width(line) + 1 + display_width(word);
    if (!line.empty() && columns > 0 && needed > columns) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string local_time(std::int64_t ms) {
  if (ms == 0) return "-";
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm local{};
  char text[32];
  if (localtime_r(&seconds, &local) == nullptr) return std::to_string(ms);
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return std::string(text, size);
}

}  // namespace gateway::cli
