// SPDX-License-Identifier: MIT
// Goal: names and locations are what the protocol says and nothing else (they end
// up in topics and keys), and the words and numbers that are stored or travel
// stay what they are.
// Method: examples on both sides of each border; a full list of every word.

#include "wire/ids.h"

#include <gtest/gtest.h>

#include <string>

#include "wire/movement.h"

namespace wire {
namespace {

TEST(Names, TakesOnlyLettersDigitsDotUnderscoreDash) {
  for (const char* good : {"a", "Z", "0", "MAIN", "A-01", "a.b_c-d", "0-", "PO-000017"}) {
    EXPECT_TRUE(is_name(good)) << good;
  }
  for (const char* bad :
       {"", "-a", ".a", "_a", "a b", "a/b", "a+", "#", "@supplier", "\xC3\xA4", "a\n", "A*"}) {
    EXPECT_FALSE(is_name(bad)) << bad;
  }
  EXPECT_FALSE(is_name(std::string_view("a\0b", 3)));
}

TEST(Names, TakesEveryByteOnlyIfThePatternHasIt) {
  const std::string allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool expected = allowed.find(c) != std::string::npos;
    EXPECT_EQ(is_name(std::string("x") + c), expected) << "byte " << byte;
    EXPECT_EQ(is_name(std::string(1, c)), expected && c != '.' && c != '_' && c != '-')
        << "byte " << byte;
  }
}

TEST(Names, EndsAt32Bytes) {
  EXPECT_TRUE(is_name(std::string(32, 'x')));
  EXPECT_FALSE(is_name(std::string(33, 'x')));
}

TEST(Names, OfOrdersAreAllButThatOfTheTopicWhereOrdersComeIn) {
  for (const char* good : {"1007", "NEW", "new1", "a.b"}) EXPECT_TRUE(is_order_id(good)) << good;
  for (const char* bad : {"new", "", "a/b", "+"}) EXPECT_FALSE(is_order_id(bad)) << bad;
}

TEST(Locations, AreOneToFourNames) {
  for (const char* good : {"MAIN", "MAIN/A-01", "MAIN/A-01/03", "a/b/c/d"}) {
    EXPECT_TRUE(is_location(good)) << good;
  }
  for (const char* bad : {"", "/", "MAIN/", "/MAIN", "a//b", "a/b/c/d/e", "a/b/c/d/", "@adjust",
                          "MAIN/@adjust", "MAIN/-1", "MAIN/+"}) {
    EXPECT_FALSE(is_location(bad)) << bad;
  }
}

TEST(Locations, EndAt48BytesAndEachNameAt32) {
  EXPECT_TRUE(is_location(std::string(32, 'x') + "/" + std::string(15, 'y')));
  EXPECT_FALSE(is_location(std::string(32, 'x') + "/" + std::string(16, 'y')));
  EXPECT_FALSE(is_location(std::string(33, 'x')));
  EXPECT_FALSE(is_location("a/" + std::string(33, 'x')));
}

TEST(Locations, AreVirtualOnlyWithOneAtAndAName) {
  for (const std::string_view good : {kAtSupplier, kAtCustomer, kAtScrap, kAtAdjust, kAtUnknown}) {
    EXPECT_TRUE(is_virtual_location(good)) << good;
    EXPECT_FALSE(is_location(good)) << good;
  }
  for (const char* bad : {"", "@", "MAIN", "@@adjust", "@a/b", "a@b"}) {
    EXPECT_FALSE(is_virtual_location(bad)) << bad;
  }
}

TEST(Locations, BeginWithTheirWarehouse) {
  EXPECT_EQ(warehouse_of("MAIN"), "MAIN");
  EXPECT_EQ(warehouse_of("MAIN/A-01/03"), "MAIN");
  EXPECT_EQ(warehouse_of("@customer"), "@customer");
  EXPECT_EQ(warehouse_of(""), "");
}

TEST(Texts, RefuseWhatIsTooLongAndKeepTheRestUnchanged) {
  using Short = Text<3, struct ShortTag>;
  EXPECT_FALSE(Short::from("abcd"));
  const auto abc = Short::from("abc");
  ASSERT_TRUE(abc);
  EXPECT_EQ(abc->view(), "abc");
  EXPECT_EQ(abc->size(), 3U);
  EXPECT_TRUE(Short().empty());
  EXPECT_LT(*Short::from("ab"), *abc);
  EXPECT_NE(*Short::from("ab"), *abc);
  EXPECT_EQ(Short::from(std::string_view("a\0c", 3))->view(), std::string_view("a\0c", 3));
}

TEST(Words, OfOperationsKeepTheirNumbers) {
  const std::pair<Op, const char*> words[] = {
      {Op{1}, "receive"}, {Op{2}, "pick"},  {Op{3}, "move"}, {Op{4}, "count"},
      {Op{5}, "return"},  {Op{6}, "scrap"}, {Op{7}, "undo"}};
  for (const auto& [op, word] : words) {
    EXPECT_STREQ(to_string(op), word);
    EXPECT_EQ(parse_op(word), op);
  }
  for (const char* bad : {"", "Receive", "receive ", "raw", "unknown_op"}) {
    EXPECT_FALSE(parse_op(bad)) << bad;
  }
  EXPECT_NE(to_string(Op{0}), nullptr);
  EXPECT_NE(to_string(Op{255}), nullptr);
}

TEST(Words, OfRefusalsKeepTheirNumbers) {
  const std::pair<Refusal, const char*> words[] = {
      {Refusal{1}, "unknown_code"},     {Refusal{2}, "bad_code"},     {Refusal{3}, "unknown_sku"},
      {Refusal{4}, "unknown_location"}, {Refusal{5}, "insufficient"}, {Refusal{6}, "bad_quantity"},
      {Refusal{7}, "not_reversible"},   {Refusal{8}, "key_reused"},   {Refusal{9}, "malformed"}};
  for (const auto& [why, word] : words) {
    EXPECT_STREQ(to_string(why), word);
    EXPECT_EQ(parse_refusal(word), why);
  }
  EXPECT_FALSE(parse_refusal("unknown_refusal"));
  EXPECT_NE(to_string(Refusal{99}), nullptr);
}

TEST(Words, OfStatusKeepTheirNumbers) {
  const char* words[] = {"ok",       "invalid_argument", "not_found",   "full",
                         "io_error", "corrupt",          "unformatted", "unavailable",
                         "version",  "truncated",        "foreign"};
  for (std::size_t value = 0; value < std::size(words); ++value) {
    EXPECT_STREQ(to_string(Status{static_cast<std::uint8_t>(value)}), words[value]);
  }
  EXPECT_STREQ(to_string(Status{200}), "unknown_status");
}

}  // namespace
}  // namespace wire
