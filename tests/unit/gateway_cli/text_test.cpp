// SPDX-License-Identifier: MIT
// Promise: whatever a name or a code holds, it takes the room we think it takes
// and cannot steer the terminal.
// Method: texts in several scripts and hostile bytes, against hand-counted widths.

#include "gateway/cli/text.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace gateway::cli {
namespace {

TEST(Text, CountsTheColumnsATerminalUses) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("Bolt M8"), 7U);
  EXPECT_EQ(display_width("Schlüssel"), 9U);
  EXPECT_EQ(display_width("u\xCC\x88"), 1U) << "u and a combining diaeresis";
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("Ключ"), 4U);
  EXPECT_EQ(display_width("—"), 1U);
}

TEST(Text, ShortensAtWholeCharacters) {
  EXPECT_EQ(shortened("Bolt", 4), "Bolt");
  EXPECT_EQ(shortened("Bolts", 4), "Bol…");
  EXPECT_EQ(shortened("Schlüssel", 6), "Schlü…");
  EXPECT_EQ(shortened("日本語", 4), "日…") << "half a wide character has no room";
  EXPECT_EQ(display_width(shortened("日本語", 4)), 3U);
  EXPECT_EQ(shortened("Bolt", 1), "…");
  EXPECT_EQ(shortened("\xff\xC3\xff\xff", 3), "\xff\xC3…") << "a broken byte is one column";
  EXPECT_EQ(shortened("a\xC3\xC3\xC3", 3), "a\xC3…");
}

TEST(Text, TakesOutWhatATerminalWouldObey) {
  EXPECT_EQ(printable("plain ü 日"), "plain ü 日");
  EXPECT_EQ(printable("a\x1b[31mred"), "a�[31mred");
  EXPECT_EQ(printable("a\tb\nc\r"), "a�b�c�");
  EXPECT_EQ(printable("\x1d"), "<GS>");
  EXPECT_EQ(printable("\x7f\xC2\x9B"
                      "31m"),
            "��31m")
      << "DEL, and the one-character CSI";
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "fdp.exe"),
            "�fdp.exe")
      << "right-to-left override";
  EXPECT_EQ(printable("\xff\xC3"), "��");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a�b");
}

TEST(Text, WritesOutWhatATerminalWouldObeyOrNobodySees) {
  EXPECT_EQ(escaped("plain ü 日 C:\\x"), "plain ü 日 C:\\x");
  EXPECT_EQ(escaped(std::string_view("a\0b\r\n\x1b[31m\x7f", 11)), R"(a\x00b\x0d\x0a\x1b[31m\x7f)");
  EXPECT_EQ(escaped("\xff\xC3"), R"(\xff\xc3)");
  EXPECT_EQ(escaped("\xC2\x9B\xE2\x80\xAE\xEF\xBB\xBF"), R"(\u009b\u202e\ufeff)")
      << "the one-character CSI, right-to-left override, byte order mark";
  EXPECT_EQ(escaped(""), "");
}

TEST(Text, WrapsAtBlanks) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrapped("one two three", 0), (Lines{"one two three"}));
  EXPECT_EQ(wrapped("extraordinary", 5), (Lines{"extraordinary"}));
  EXPECT_EQ(wrapped("", 5), Lines{});
  EXPECT_EQ(wrapped("über ölig", 5), (Lines{"über", "ölig"}));
}

TEST(Text, ShowsLocalTime) {
  setenv("TZ", "UTC-2", 1);  // two hours east
  tzset();
  EXPECT_EQ(local_time(1'790'000'000'999), "2026-09-21 16:13:20");
  EXPECT_EQ(local_time(0), "-");
  EXPECT_EQ(local_time(-1000), "1970-01-01 01:59:59");
  unsetenv("TZ");
  tzset();
}

}  // namespace
}  // namespace gateway::cli
