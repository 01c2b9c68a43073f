// SPDX-License-Identifier: MIT
// Goal: the gateway takes exactly the JSON of the protocol page: every value comes
// out as it was written, and nothing that two readers could understand differently
// comes through.
// Method: values of every kind; the known quarrels between JSON readers one by
// one; every cut of a message; single changed bytes, seeded.

#include "gateway/json/parse.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace gateway::json {
namespace {

std::string refused(std::string_view text) {
  const auto read = parse(text);
  return read ? "(accepted)" : read.error().what;
}

TEST(Parse, ReadsEveryKindOfValue) {
  const auto read = parse(
      " {\"n\":null,\"t\":true,\"f\":false,\"i\":-5,\"s\":\"x\\u00e4\\n\",\"a\":[1,[],{}],"
      "\"o\":{\"n\":1}} \r\n\t");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(read->find("n")->is_null());
  EXPECT_EQ(read->find("t")->as_bool(), true);
  EXPECT_EQ(read->find("f")->as_bool(), false);
  EXPECT_EQ(read->find("i")->as_int(), -5);
  EXPECT_EQ(read->find("s")->as_string(), "x\xC3\xA4\n");
  EXPECT_EQ(read->find("o")->find("n")->as_int(), 1);
  const Array& array = *read->find("a")->as_array();
  ASSERT_EQ(array.size(), 3U);
  EXPECT_EQ(array[0].as_int(), 1);
  EXPECT_TRUE(array[1].as_array()->empty());
  EXPECT_TRUE(array[2].as_object()->empty());
}

TEST(Parse, KeepsMembersInTheirOrder) {
  const auto read = parse(R"({"z":1,"a":2,"m":{"y":3,"b":4}})");
  ASSERT_TRUE(read);
  std::string keys;
  for (const Member& member : *read->as_object()) keys += member.key;
  EXPECT_EQ(keys, "zam");
}

TEST(Parse, ReadsAnyValueAlone) {
  EXPECT_EQ(parse("7"), Value(std::int64_t{7}));
  EXPECT_EQ(parse("\"\""), Value(std::string()));
  EXPECT_EQ(parse("null"), Value());
  EXPECT_EQ(parse("[]"), Value(Array{}));
}

TEST(Parse, ReadsTheWholeRangeOfIntegersAndNoMore) {
  constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(parse("9223372036854775807")->as_int(), kHighest);
  EXPECT_EQ(parse("-9223372036854775808")->as_int(), kLowest);
  EXPECT_EQ(parse("-0")->as_int(), 0);
  for (const char* bad : {"9223372036854775808", "18446744073709551615", "18446744073709551616",
                          "-9223372036854775809", "99999999999999999999999999"}) {
    EXPECT_EQ(refused(bad), "a number is out of range") << bad;
  }
}

TEST(Parse, RefusesFractionsAndExponents) {
  for (const char* bad : {"1.0", "0.5", "-1.5", "1e3", "1E3", "1e-3", "1.5e3", "0e0"}) {
    EXPECT_EQ(refused(bad), "numbers must be integers, without fraction or exponent") << bad;
  }
  EXPECT_FALSE(parse("1e400"));
  EXPECT_FALSE(parse("-1e400"));
}

TEST(Parse, RefusesAKeyThatIsThereTwice) {
  EXPECT_EQ(refused(R"({"qty":1,"qty":1})"), "key \"qty\" is there twice");
  EXPECT_EQ(refused(R"({"a":{"b":1,"c":2,"b":3}})"), "key \"b\" is there twice");
  EXPECT_EQ(refused(R"({"qty":1,"\u0071ty":2})"), "key \"qty\" is there twice");
  EXPECT_EQ(refused("{\"a\\nb\":1,\"a\\nb\":1}"), "key \"a?b\" is there twice");
  EXPECT_TRUE(parse(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(Parse, RefusesWhatIsNotJson) {
  for (const std::string_view bad :
       {"",         " ",          "{",        "}",         "[",          "{,}",       "[,]",
        "[1,]",     "{\"a\":1,}", "[1 2]",    "{\"a\" 1}", "{\"a\"}",    "{a:1}",     "{'a':1}",
        "01",       "-",          "+1",       ".5",        "1.",         "0x10",      "tru",
        "True",     "nul",        "NaN",      "Infinity",  "-Infinity",  "undefined", "//x\n1",
        "/*x*/1",   "1 1",        "{} {}",    "{}x",       "\"",         "\"\\x\"",   "\"\\u12g4\"",
        "\"a\nb\"", "\"a\tb\"",   "\"\x1d\"", "'a'",       "{\"a\":1}}", "[1]]",      ",",
        ":",        "{1:2}",      "{null:1}"}) {
    EXPECT_TRUE(refused(bad).starts_with("not JSON")) << bad << ": " << refused(bad);
  }
}

TEST(Parse, RefusesWhatIsNotUtf8) {
  for (const std::string_view bad :
       {"\"\xFF\"", "\"\xC3\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"",
        "{\"\x80\":1}", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\"", "\"\\ud83dx\""}) {
    EXPECT_TRUE(refused(bad).starts_with("not JSON")) << testing::PrintToString(bad);
  }
  EXPECT_EQ(parse("\"\\ud83d\\ude00\"")->as_string(), "\xF0\x9F\x98\x80");
}

TEST(Parse, IsNotEndedByAZeroByteAndSkipsNoByteOrderMark) {
  EXPECT_EQ(refused(std::string_view("{}\0", 3)), "a zero byte");
  EXPECT_EQ(refused(std::string_view("{\"a\":1}\0garbage", 15)), "a zero byte");
  EXPECT_EQ(refused(std::string_view("\0", 1)), "a zero byte");
  EXPECT_EQ(refused("\xEF\xBB\xBF{}"), "a byte order mark");
  EXPECT_EQ(parse("\"\\u0000\"")->as_string(), std::string_view("\0", 1));
}

TEST(Parse, SaysWhereItStopped) {
  const auto at = [](std::string_view text) { return parse(text).error().at; };
  EXPECT_EQ(at(R"({"a":1,"a":2})"), 10U);
  EXPECT_EQ(at("[1,2,x]"), 6U);
  EXPECT_EQ(at("[1,2.5,3]"), 7U);
  EXPECT_EQ(at(std::string_view("[1,\0]", 5)), 3U);
  EXPECT_EQ(at(""), 0U);
}

TEST(Parse, NamesTheTokenItStumbledOverWithoutControlCharacters) {
  EXPECT_EQ(refused("[1,tru]"), "not JSON near `1,tru]`");
  const std::string long_text = refused("[\"" + std::string(500, 'x') + "\x01");
  EXPECT_LT(long_text.size(), 80U);
  EXPECT_EQ(long_text.find('\x01'), std::string::npos);
}

constexpr std::string_view kMessage =
    R"({"v":1,"e":"9f3c01aa","s":1041,"b":1030,"p":"77c0de01","m":[{"op":"pick",)"
    R"("code":"]C101\u001d","from":"MAIN/A-01","qty":1,"k":"1f00baa5"},{"op":"undo"}]})";

TEST(Parse, RefusesAMessageCutAnywhere) {
  ASSERT_TRUE(parse(kMessage));
  for (std::size_t bytes = 0; bytes < kMessage.size(); ++bytes) {
    EXPECT_FALSE(parse(kMessage.substr(0, bytes))) << bytes;
  }
}

TEST(Parse, IsUnharmedByChangedBytes) {
  constexpr unsigned kSeed = 4711;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  for (int round = 0; round < 5000; ++round) {
    std::string text(kMessage);
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
    }
    const auto read = parse(text);
    if (!read) {
      EXPECT_FALSE(read.error().what.empty());
      EXPECT_LE(read.error().at, text.size());
    }
  }
}

}  // namespace
}  // namespace gateway::json
