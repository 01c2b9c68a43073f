// SPDX-License-Identifier: MIT
// Promise: a text is an order, or is refused by one reason, the same for every sender; what is
// wrong inside an order is listed by field.
// How: orders at each side of every bound.

#include "gateway/intake/order.h"

#include <gtest/gtest.h>

#include <string>

#include "gateway/limits.h"
#include "wire/limits.h"

namespace gateway::intake {
namespace {

constexpr const char* kShortest = R"({"order":"7","lines":[{"sku":"A"}])";

std::string with(const std::string& member) {
  return kShortest + (member.empty() ? "" : "," + member) + "}";
}

/// Why it is none of ours, or "" and what is wrong inside it.
std::string outcome_of(const std::string& text, UnknownFields unknown = UnknownFields::kPassed) {
  const auto stated = decode_order(text, unknown);
  if (!stated) return "none: " + stated.error().field + '|' + stated.error().text;
  std::string all;
  for (const Problem& problem : stated->problems) all += sentence_of(problem) + "; ";
  return all;
}

TEST(StatedOrder, IsOfThisVersionOrSaysNone) {
  const std::string other = "none: v|must be 1, or left out";
  EXPECT_EQ(outcome_of(with("")), "");
  EXPECT_EQ(outcome_of(with(R"("v":1)")), "");
  for (const char* version : {"null", "0", "2", R"("1")", "true", "[]", "-1"}) {
    EXPECT_EQ(outcome_of(with(R"("v":)" + std::string(version))), other) << version;
  }
  EXPECT_EQ(outcome_of(R"({"v":2,"order":7})"), other) << "what else is wrong cannot be known";
}

TEST(StatedOrder, IsAsLargeAsItMayBe) {
  const std::string begin = std::string(kShortest) + R"(,"x":")";
  const std::string most = begin + std::string(kOrderBytesMax - begin.size() - 2, 'x') + "\"}";
  ASSERT_EQ(most.size(), kOrderBytesMax);
  EXPECT_EQ(outcome_of(most), "");
  EXPECT_TRUE(outcome_of(most + ' ').starts_with("none: |")) << outcome_of(most + ' ');
  EXPECT_NE(outcome_of(most + ' ').find(std::to_string(kOrderBytesMax)), std::string::npos);
}

TEST(StatedOrder, IsAsDeepAsItMayBe) {
  const auto nested = [](std::size_t depth) {
    return with(R"("x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']'));
  };
  EXPECT_EQ(outcome_of(nested(kOrderDepthMax)), "");
  EXPECT_TRUE(outcome_of(nested(kOrderDepthMax + 1)).starts_with("none: |nested too deep"))
      << outcome_of(nested(kOrderDepthMax + 1));
}

TEST(StatedOrder, IsAnObject) {
  for (const char* text : {"", "[]", "7", "{", R"({"order":"7","order":"8"})"}) {
    EXPECT_TRUE(outcome_of(text).starts_with("none: |")) << text;
  }
}

TEST(StatedOrder, HasFieldsWithinTheirBounds) {
  const auto customer = [](const std::string& field, std::size_t bytes) {
    return outcome_of(
        with(R"("customer":{")" + field + R"(":")" + std::string(bytes, 'x') + R"("})"));
  };
  EXPECT_EQ(customer("name", kCustomerNameBytesMax), "");
  EXPECT_NE(customer("name", kCustomerNameBytesMax + 1), "");
  EXPECT_EQ(customer("address", kPostalAddressBytesMax), "");
  EXPECT_NE(customer("address", kPostalAddressBytesMax + 1), "");
  const auto line = [](const std::string& qty) {
    return outcome_of(R"({"order":"7","lines":[{"sku":"A","qty":)" + qty + "}]}");
  };
  EXPECT_EQ(line("1"), "");
  EXPECT_EQ(line("1000000"), "");
  EXPECT_EQ(line("0"), "lines[0].qty must be a whole number from 1 to 1000000; ");
  EXPECT_EQ(line("1000001"), "lines[0].qty must be a whole number from 1 to 1000000; ");
  EXPECT_EQ(line("null"), "lines[0].qty must not be null: give it, or leave it out; ");
}

TEST(StatedOrder, HasAsManyLinesAsItMayHave) {
  const auto lines = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? R"({"sku":"A"})" : R"(,{"sku":"A"})";
    return outcome_of(R"({"order":"7","lines":[)" + text + "]}");
  };
  EXPECT_EQ(lines(1), "");
  EXPECT_EQ(lines(kOrderLinesMax), "");
  EXPECT_EQ(lines(0), "lines must be a list of 1 to 100 objects; ");
  EXPECT_EQ(lines(kOrderLinesMax + 1), "lines must be a list of 1 to 100 objects; ");
}

TEST(StatedOrder, ListsUnknownFieldsOnlyForWhoReadsTheAnswer) {
  const std::string unknown = with(R"("v":1,"rush":true,"customer":{"phone":1})");
  EXPECT_EQ(outcome_of(unknown), "");
  EXPECT_EQ(outcome_of(unknown, UnknownFields::kRefused),
            "customer.phone is not known here; rush is not known here; ");
}

}  // namespace
}  // namespace gateway::intake
