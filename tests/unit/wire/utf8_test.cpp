// SPDX-License-Identifier: MIT
// Goal: what we call text is well-formed UTF-8 and nothing else, so every JSON
// reader takes it; codes that are not text are told apart before they are sent;
// hexadecimal reads back.
// Method: every code point there and back, the known malformed families, and
// every single byte.

#include "wire/utf8.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "wire/hex.h"

namespace wire {
namespace {

TEST(Utf8, ReadsBackEveryCodePointAndNoSurrogate) {
  for (std::uint32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    char bytes[4];
    const std::size_t count = encode_utf8(code_point, bytes);
    const Utf8Front front = decode_utf8_front({bytes, count});
    ASSERT_EQ(front.code_point, code_point);
    ASSERT_EQ(front.bytes, count);
    // The rest is there in memory, but not in the view.
    ASSERT_EQ(decode_utf8_front({bytes, count - 1}).bytes, 0U) << "cut form of " << code_point;
  }
}

TEST(Utf8, UsesTheShortestForm) {
  char bytes[4];
  EXPECT_EQ(encode_utf8(0x7F, bytes), 1U);
  EXPECT_EQ(encode_utf8(0x80, bytes), 2U);
  EXPECT_EQ(encode_utf8(0x7FF, bytes), 2U);
  EXPECT_EQ(encode_utf8(0x800, bytes), 3U);
  EXPECT_EQ(encode_utf8(0xFFFF, bytes), 3U);
  EXPECT_EQ(encode_utf8(0x10000, bytes), 4U);
}

TEST(Utf8, RefusesWhatIsNotWellFormed) {
  const std::string_view bad[] = {
      "\x80",              // continuation alone
      "\xBF",              //
      "\xC0\x80",          // overlong
      "\xC1\xBF",          //
      "\xE0\x80\x80",      //
      "\xE0\x9F\xBF",      //
      "\xF0\x80\x80\x80",  //
      "\xF0\x8F\xBF\xBF",  //
      "\xED\xA0\x80",      // surrogates
      "\xED\xBF\xBF",      //
      "\xF4\x90\x80\x80",  // above U+10FFFF
      "\xF5\x80\x80\x80",  // bytes that never occur
      "\xFE",              //
      "\xFF",              //
      "\xC3",              // cut
      "\xE2\x82",          //
      "\xF0\x9F\x98",      //
      "\xC3(",             // not continued
      "\xE2\x82(",         //
      "a\xE2(\xA1z",       // inside a text
  };
  for (const std::string_view text : bad) {
    EXPECT_FALSE(is_utf8(text)) << testing::PrintToString(text);
    EXPECT_FALSE(travels_as_text(text)) << testing::PrintToString(text);
  }
}

TEST(Utf8, TakesTextOfEveryLength) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z"));
  EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
}

TEST(Codes, TravelAsTextWithoutControlCharactersExceptFnc1) {
  for (std::uint32_t code_point = 0; code_point < 0x200; ++code_point) {
    char bytes[4];
    const std::size_t count = encode_utf8(code_point, bytes);
    const bool control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
    EXPECT_EQ(travels_as_text({bytes, count}), !control || code_point == 0x1D) << code_point;
    EXPECT_EQ(travels_as_text("x" + std::string(bytes, count)), !control || code_point == 0x1D);
  }
}

TEST(Hex, OfANumberIsEightLowerCaseDigitsAndReadsBackInEitherCase) {
  const auto digits = to_hex32(0x09F3C0AB);
  EXPECT_EQ(std::string(digits.begin(), digits.end()), "09f3c0ab");
  EXPECT_EQ(parse_hex32("09f3c0ab"), 0x09F3C0ABU);
  EXPECT_EQ(parse_hex32("09F3C0AB"), 0x09F3C0ABU);
  EXPECT_EQ(parse_hex32("ffffffff"), 0xFFFFFFFFU);
  for (const char* bad : {"", "9f3c0ab", "009f3c0ab", "09f3c0ag", "0x9f3c0a", "-9f3c0ab",
                          " 9f3c0ab", "09f3c0a/", "09f3c0a:", "09f3c0a@", "09f3c0a`"}) {
    EXPECT_FALSE(parse_hex32(bad)) << bad;
  }
}

TEST(Hex, OfBytesReadsBackWithinItsRoom) {
  std::array<char, 3> room{};
  EXPECT_EQ(parse_hex_bytes("00ff7f", room), std::string_view("\x00\xff\x7f", 3));
  EXPECT_EQ(parse_hex_bytes("", room), std::string_view());
  EXPECT_EQ(parse_hex_bytes("00ff7f80", room), fail(Status::kTruncated));
  EXPECT_EQ(parse_hex_bytes("0", room), fail(Status::kInvalidArgument));
  EXPECT_EQ(parse_hex_bytes("0g", room), fail(Status::kInvalidArgument));
  EXPECT_EQ(parse_hex_bytes("g0", room), fail(Status::kInvalidArgument));
}

}  // namespace
}  // namespace wire
