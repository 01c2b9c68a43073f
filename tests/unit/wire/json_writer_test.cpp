// SPDX-License-Identifier: MIT
// Goal: what the writer finishes is JSON that says what it was told, and it never
// writes outside the memory it was given.
// Method: exact texts; every possible buffer size with guard bytes behind it, and
// every size that a text may grow from;
// wrong use dies.

#include "wire/json_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

namespace wire {
namespace {

std::string written_string(std::string_view text) {
  std::array<char, 256> buffer{};
  JsonWriter json(buffer);
  json.string(text);
  const auto result = json.finish();
  return result ? std::string(*result) : std::string(to_string(result.error()));
}

void write_sample(JsonWriter& json) {
  json.begin_object().key("v").number(1);
  json.key("list").begin_array().number(-5).null().boolean(true).boolean(false);
  json.begin_object().end_object().begin_array().end_array().end_array();
  json.key("nested")
      .begin_object()
      .key("e")
      .hex32(0x9F3C01AA)
      .key("text")
      .string("a\"b")
      .end_object();
  json.key("raw").raw("{\"x\":1}").key("hex").hex_bytes("\x1d\xff").end_object();
}
constexpr std::string_view kSample =
    R"({"v":1,"list":[-5,null,true,false,{},[]],"nested":{"e":"9f3c01aa","text":"a\"b"},)"
    R"("raw":{"x":1},"hex":"1dff"})";

TEST(JsonWriter, PutsCommasQuotesAndBracketsByItself) {
  std::array<char, 256> buffer{};
  JsonWriter json(buffer);
  write_sample(json);
  EXPECT_EQ(json.finish(), kSample);
}

TEST(JsonWriter, SaysTruncatedForEverySmallerBufferAndStaysInsideIt) {
  for (std::size_t size = 0; size < kSample.size(); ++size) {
    std::vector<char> buffer(size + 8, '#');
    JsonWriter json(std::span<char>(buffer).first(size));
    write_sample(json);
    EXPECT_EQ(json.finish(), fail(Status::kTruncated)) << size;
    EXPECT_EQ(std::string(buffer.end() - 8, buffer.end()), "########") << size;
  }
  std::vector<char> exact(kSample.size());
  JsonWriter json{std::span<char>(exact)};
  write_sample(json);
  EXPECT_EQ(json.finish(), kSample);
  EXPECT_EQ(json.room(), 0U);
}

TEST(JsonWriter, GrowsATextFromAnySizeAndLeavesNothingBehindIt) {
  for (std::size_t size = 0; size < 2 * kSample.size(); ++size) {
    std::string text(size, '#');
    JsonWriter json(text);
    write_sample(json);
    EXPECT_EQ(json.finish(), kSample) << size;
    EXPECT_EQ(text, kSample) << size;
  }
  std::string text;
  JsonWriter json(text);
  const std::string long_name(10'000, 'x');
  json.begin_array().string("a").string(long_name).string(long_name).end_array();
  EXPECT_EQ(json.finish(), "[\"a\",\"" + long_name + "\",\"" + long_name + "\"]");
  JsonWriter bad(text);
  bad.string("\xFF");
  EXPECT_EQ(bad.finish(), fail(Status::kInvalidArgument));
}

TEST(JsonWriter, EscapesQuotesBackslashesAndControlCharacters) {
  EXPECT_EQ(written_string("plain /<>&'"), "\"plain /<>&'\"");
  EXPECT_EQ(written_string("\"\\"), R"("\"\\")");
  EXPECT_EQ(written_string("\x1d\n\t\r\b\f"), R"("\u001d\u000a\u0009\u000d\u0008\u000c")");
  EXPECT_EQ(written_string(std::string_view("\0\x01\x1f\x7f", 4)), R"("\u0000\u0001\u001f\u007f")");
  EXPECT_EQ(written_string("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"),
            "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"");
}

// Text is looked at eight bytes at a time: whatever stands wherever in them leaves the same.
TEST(JsonWriter, EscapesEachByteAtEachPlace) {
  for (int byte = 0; byte <= 0xFF; ++byte) {
    const char c = static_cast<char>(byte);
    char escaped[8];
    if (c == '"' || c == '\\') {
      std::snprintf(escaped, sizeof escaped, "\\%c", c);
    } else if (byte < 0x20 || byte == 0x7F) {
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(byte));
    } else {
      std::snprintf(escaped, sizeof escaped, "%c", c);
    }
    for (std::size_t before = 0; before <= 17; ++before) {
      for (const std::size_t after : {0U, 1U, 6U, 7U, 8U, 15U}) {
        const std::string a(before, '~');
        const std::string b(after, '!');
        const std::string wanted = byte < 0x80 ? '"' + a + escaped + b + '"'
                                               : std::string(to_string(Status::kInvalidArgument));
        ASSERT_EQ(written_string(a + c + b), wanted) << "byte " << byte << " at " << before;
      }
    }
  }
}

TEST(JsonWriter, RefusesTextThatIsNotUtf8UntilTheEnd) {
  std::array<char, 64> buffer{};
  JsonWriter json(buffer);
  json.begin_array().string("a\xFFz").number(1).end_array();
  EXPECT_EQ(json.status(), Status::kInvalidArgument);
  EXPECT_EQ(json.finish(), fail(Status::kInvalidArgument));
}

TEST(JsonWriter, WritesNothingMoreAfterItsFirstProblem) {
  std::array<char, 8> buffer{};
  JsonWriter json(buffer);
  json.begin_array().string("\xFF").string("too long for the buffer").end_array();
  EXPECT_EQ(json.finish(), fail(Status::kInvalidArgument)) << "the first problem is the one told";

  JsonWriter full(buffer);
  full.begin_array().string("too long for the buffer");
  const std::size_t room = full.room();
  full.number(1).end_array();
  EXPECT_EQ(full.room(), room);
  EXPECT_EQ(full.finish(), fail(Status::kTruncated));
}

TEST(JsonWriter, EscapesKeysLikeStrings) {
  std::array<char, 64> buffer{};
  JsonWriter json(buffer);
  json.begin_object().key("a\"\n").number(1).end_object();
  EXPECT_EQ(json.finish(), R"({"a\"\u000a":1})");
  JsonWriter bad(buffer);
  bad.begin_object().key("\xFF").number(1).end_object();
  EXPECT_EQ(bad.finish(), fail(Status::kInvalidArgument));
}

TEST(JsonWriter, ReplacesEachStrayByteWhenAskedTo) {
  std::array<char, 64> buffer{};
  JsonWriter json(buffer);
  json.string_lossy("a\xFF\xC3\xA4\xE2\x82z");
  EXPECT_EQ(json.finish(), "\"a\xEF\xBF\xBD\xC3\xA4\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(JsonWriter, WritesTheWholeRangeOfIntegers) {
  std::array<char, 128> buffer{};
  JsonWriter json(buffer);
  json.begin_array().number(std::numeric_limits<std::int64_t>::min());
  json.number(std::numeric_limits<std::int64_t>::max());
  json.number(std::numeric_limits<std::uint64_t>::max());
  json.number(std::uint8_t{200}).number(std::int8_t{-7}).number(0U).end_array();
  EXPECT_EQ(json.finish(),
            "[-9223372036854775808,9223372036854775807,18446744073709551615,200,-7,0]");
}

TEST(JsonWriter, GoesBackToABookmark) {
  std::array<char, 16> buffer{};
  JsonWriter json(buffer);
  json.begin_array().number(1);
  const JsonWriter bookmark = json;
  json.begin_object().key("too long for the buffer").number(2).end_object();
  EXPECT_EQ(json.status(), Status::kTruncated);
  json = bookmark;
  json.number(3).end_array();
  EXPECT_EQ(json.finish(), "[1,3]");
}

TEST(JsonWriter, NestsAsDeepAsItSays) {
  std::array<char, 64> buffer{};
  JsonWriter json(buffer);
  for (std::uint32_t i = 0; i < JsonWriter::kDepthMax; ++i) json.begin_array();
  for (std::uint32_t i = 0; i < JsonWriter::kDepthMax; ++i) json.end_array();
  EXPECT_EQ(json.finish(), "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]");
}

TEST(JsonWriterDeathTest, DiesOfWrongNesting) {
  std::array<char, 64> buffer{};
  const auto fresh = [&buffer] { return JsonWriter(buffer); };
  EXPECT_DEATH(fresh().begin_object().number(1), "");
  EXPECT_DEATH(fresh().begin_object().end_array(), "");
  EXPECT_DEATH(fresh().begin_object().key("a").end_object(), "");
  EXPECT_DEATH(fresh().begin_object().key("a").key("b"), "");
  EXPECT_DEATH(fresh().begin_array().key("a"), "");
  EXPECT_DEATH(fresh().end_object(), "");
  EXPECT_DEATH(fresh().number(1).number(2), "");
  EXPECT_DEATH((void)fresh().begin_object().finish(), "");
  EXPECT_DEATH((void)fresh().finish(), "");
}

}  // namespace
}  // namespace wire
