// SPDX-License-Identifier: MIT
// Goal: a scanner takes a field only when its form is exactly what JSON and the
// protocol prescribe, whatever the tokenizer below lets pass, and any bytes at
// all leave it unharmed.
// Method: the tokenizer's known leniences one by one; strings through every kind
// of escape; seeded random bytes.

#include "wire/json_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>
#include <string>

namespace wire {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// Reads `{"x":<value>}` and hands the member to `use`.
template <typename Use>
auto with_member(const std::string& value, Use use) {
  const std::string text = "{\"x\":" + value + "}";
  JsonReader reader;
  using Answer = decltype(use(reader.root()));
  if (const Status status = reader.read(text); status != Status::kOk) {
    return Answer(fail(status));
  }
  const Result<JsonValue> member = reader.root().find("x");
  if (!member) return Answer(fail(member.error()));
  return use(*member);
}

Result<std::int64_t> integer(const std::string& value) {
  return with_member(value, [](JsonValue v) { return v.integer(kLowest, kHighest); });
}
Result<bool> boolean(const std::string& value) {
  return with_member(value, [](JsonValue v) { return v.boolean(); });
}
Result<std::string> string(const std::string& value) {
  return with_member(value, [](JsonValue v) -> Result<std::string> {
    std::array<char, 64> out{};
    const auto text = v.string(out);
    if (!text) return fail(text.error());
    return std::string(*text);
  });
}

TEST(JsonReader, FindsMembersOfEveryKind) {
  const std::string_view text =
      " { \"a\" : 1 , \"b\" : \"two\", \"c\":[10,{\"d\":11},[12,13],14], \"e\":{\"a\":2}, "
      "\"f\":true } \n";
  JsonReader reader;
  ASSERT_EQ(reader.read(text), Status::kOk);
  const JsonValue root = reader.root();
  EXPECT_EQ(root.find("a")->integer(0, 9), 1);
  EXPECT_EQ(root.find("f")->boolean(), true);
  EXPECT_EQ(root.find("e")->find("a")->integer(0, 9), 2);
  EXPECT_EQ(root.find("d"), fail(Status::kNotFound));
  EXPECT_EQ(root.find("two"), fail(Status::kNotFound));
  const JsonValue list = *root.find("c");
  EXPECT_EQ(list.size(), 4U);
  EXPECT_EQ(list.at(0)->integer(0, 99), 10);
  EXPECT_EQ(list.at(1)->find("d")->integer(0, 99), 11);
  EXPECT_EQ(list.at(2)->at(1)->integer(0, 99), 13);
  EXPECT_EQ(list.at(3)->integer(0, 99), 14);
  EXPECT_EQ(list.at(4), fail(Status::kNotFound));
  EXPECT_EQ(root.at(0), fail(Status::kInvalidArgument));
  EXPECT_EQ(list.find("d"), fail(Status::kInvalidArgument));
}

TEST(JsonReader, RefusesWhatIsNotOneObject) {
  for (const std::string_view bad : {"",
                                     " ",
                                     "[]",
                                     "1",
                                     "\"a\"",
                                     "{",
                                     "}",
                                     "{]",
                                     "{\"a\":1",
                                     "{\"a\":1}}",
                                     "{} {}",
                                     "{}x",
                                     "{}1",
                                     "{\"a\"}",
                                     "{\"a\" \"b\"}",
                                     "{\"a\":}",
                                     "{\"a\":1,\"b\"}",
                                     "{1:2}",
                                     "{{}:1}",
                                     "{\"a\" 1}",
                                     "{\"a\":1 2}",
                                     "{\"a\":\"b\":1}",
                                     "{\"a\":1 \"b\":2}",
                                     "{a:1}",
                                     "{'a':1}",
                                     "{\"a\":\"\\x\"}",
                                     "{\"a\":\"\\u12\"}",
                                     "{\"a\":\"",
                                     "{\"a\":nul",
                                     "//{}",
                                     "\xEF\xBB\xBF{}"}) {
    JsonReader reader;
    EXPECT_EQ(reader.read(bad), Status::kInvalidArgument) << bad;
  }
  JsonReader reader;
  EXPECT_EQ(reader.read(std::string_view("{}\0{}", 5)), Status::kInvalidArgument);
  EXPECT_EQ(reader.read(std::string_view("{\"a\":1\0}", 8)), Status::kInvalidArgument);
}

TEST(JsonReaderDeathTest, HasNoRootOfWhatItRefused) {
  JsonReader reader;
  EXPECT_DEATH((void)reader.root(), "");
  ASSERT_EQ(reader.read("{}"), Status::kOk);
  (void)reader.root();
  ASSERT_EQ(reader.read("{} {}"), Status::kInvalidArgument);
  EXPECT_DEATH((void)reader.root(), "");
}

TEST(JsonReader, RefusesAKeyThatIsThereTwice) {
  JsonReader reader;
  ASSERT_EQ(reader.read(R"({"a":1,"b":{"a":5},"a":2})"), Status::kOk);
  EXPECT_EQ(reader.root().find("a"), fail(Status::kInvalidArgument));
  EXPECT_TRUE(reader.root().find("b"));
}

TEST(JsonReader, TakesAnIntegerOnlyInItsOneForm) {
  EXPECT_EQ(integer("0"), 0);
  EXPECT_EQ(integer("-0"), 0);
  EXPECT_EQ(integer("-1"), -1);
  EXPECT_EQ(integer("9223372036854775807"), kHighest);
  EXPECT_EQ(integer("-9223372036854775808"), kLowest);
  for (const char* bad : {"01",
                          "-01",
                          "00",
                          "1e9",
                          "1E9",
                          "1.0",
                          "1.",
                          "-",
                          "--1",
                          "1-",
                          "0x10",
                          "9223372036854775808",
                          "-9223372036854775809",
                          "1a",
                          "true",
                          "null",
                          "\"1\"",
                          "[1]",
                          "{}",
                          "99999999999999999999999"}) {
    EXPECT_EQ(integer(bad), fail(Status::kInvalidArgument)) << bad;
  }
  for (const char* not_json : {"+1", ".5", "NaN", "Infinity"}) {
    EXPECT_FALSE(integer(not_json)) << not_json;
  }
}

TEST(JsonReader, KeepsIntegersInTheRangeAskedFor) {
  const auto bounded = [](const std::string& value) {
    return with_member(value, [](JsonValue v) { return v.integer(1, 8); });
  };
  EXPECT_EQ(bounded("1"), 1);
  EXPECT_EQ(bounded("8"), 8);
  EXPECT_FALSE(bounded("0"));
  EXPECT_FALSE(bounded("9"));
  EXPECT_FALSE(bounded("-1"));
}

TEST(JsonReader, TakesABooleanOnlyInFull) {
  EXPECT_EQ(boolean("true"), true);
  EXPECT_EQ(boolean("false"), false);
  for (const char* bad : {"tru", "truex", "f", "null", "0", "\"true\"", "t"}) {
    EXPECT_EQ(boolean(bad), fail(Status::kInvalidArgument)) << bad;
  }
}

TEST(JsonReader, UndoesEveryEscape) {
  EXPECT_EQ(string(R"("")"), "");
  EXPECT_EQ(string(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(string(R"("\u001d\u00e4\u20AC")"), "\x1d\xC3\xA4\xE2\x82\xAC");
  EXPECT_EQ(string(R"("\ud83d\ude00")"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(string(R"("a\u0000b")"), std::string("a\0b", 3));
  EXPECT_EQ(string("\"\xC3\xA4\""), "\xC3\xA4");
}

TEST(JsonReader, RefusesStringsThatAreNotText) {
  for (const char* bad :
       {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ud83d\n")",
        R"("\ud83d\ud83d")", "\"\xFF\"", "\"\xC3\"", "\"a\nb\"", "\"a\x1d\"", "1", "true", "[]"}) {
    EXPECT_EQ(string(bad), fail(Status::kInvalidArgument)) << bad;
  }
}

TEST(JsonReader, SaysTruncatedWhenAStringDoesNotFit) {
  using Three = Text<3, struct ThreeTag>;
  const auto three = [](const std::string& value) {
    return with_member(value, [](JsonValue v) { return v.text<Three>(); });
  };
  EXPECT_EQ(three("\"abc\"")->view(), "abc");
  EXPECT_EQ(three(R"("\u20ac")")->view(), "\xE2\x82\xAC");
  EXPECT_EQ(three("\"abcd\""), fail(Status::kTruncated));
  EXPECT_EQ(three(R"("\ud83d\ude00")"), fail(Status::kTruncated));
}

TEST(JsonReader, TakesHexOnlyAsEightDigits) {
  const auto hex = [](const std::string& value) {
    return with_member(value, [](JsonValue v) { return v.hex32(); });
  };
  EXPECT_EQ(hex("\"9f3c01aa\""), 0x9F3C01AAU);
  for (const char* bad : {"\"9f3c01a\"", "\"9f3c01aa0\"", "\"9f3c01ag\"", "12345678", "\"\""}) {
    EXPECT_EQ(hex(bad), fail(Status::kInvalidArgument)) << bad;
  }
}

TEST(JsonReader, TakesAsManyTokensAsItSaysAndNotOneMore) {
  const auto object_with = [](std::size_t elements) {
    std::string text = "{\"a\":[";
    for (std::size_t i = 0; i < elements; ++i) text += i == 0 ? "1" : ",1";
    return text + "]}";
  };
  JsonReader reader;
  const std::string fullest = object_with(kJsonTokensMax - 3);
  ASSERT_EQ(reader.read(fullest), Status::kOk);
  EXPECT_EQ(reader.root().find("a")->size(), kJsonTokensMax - 3);
  const std::string too_full = object_with(kJsonTokensMax - 2);
  EXPECT_EQ(reader.read(too_full), Status::kFull);
}

TEST(JsonReader, TakesAsManyBytesAsItSaysAndNotOneMore) {
  JsonReader reader;
  const auto padded = [](std::size_t bytes) { return "{}" + std::string(bytes - 2, ' '); };
  const std::string longest = padded(kNodeMessageBytesMax);
  EXPECT_EQ(reader.read(longest), Status::kOk);
  const std::string longer = padded(kNodeMessageBytesMax + 1);
  EXPECT_EQ(reader.read(longer), Status::kInvalidArgument);
}

// Touches everything that can be reached from a value.
void visit(const JsonValue& value, int depth) {
  std::array<char, 16> out{};
  (void)value.string(out);
  (void)value.integer(kLowest, kHighest);
  (void)value.boolean();
  (void)value.hex32();
  for (const char* key : {"", "a", "b"}) {
    const auto member = value.find(key);
    if (member && depth > 0) visit(*member, depth - 1);
  }
  const std::size_t size = value.size().value_or(0);
  for (std::size_t i = 0; i < size; ++i) {
    const auto element = value.at(i);
    ASSERT_TRUE(element);
    if (depth > 0) visit(*element, depth - 1);
  }
}

TEST(JsonReader, IsUnharmedByAnyBytes) {
  constexpr unsigned kSeed = 20240611;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  constexpr std::string_view kAlphabet = "{}[]::,,\"\"\"\\abu01d- tf\x1d\xC3\xA4";
  std::size_t read = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string text = "{\"a\":";
    const std::size_t bytes = random() % 24;
    for (std::size_t i = 0; i < bytes; ++i) text += kAlphabet[random() % kAlphabet.size()];
    text += '}';
    JsonReader reader;
    if (reader.read(text) != Status::kOk) continue;
    ++read;
    visit(reader.root(), 4);
  }
  EXPECT_GT(read, 1000U) << "the generator makes too little that can be read";
}

}  // namespace
}  // namespace wire
