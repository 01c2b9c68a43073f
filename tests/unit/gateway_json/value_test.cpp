// SPDX-License-Identifier: MIT
// Goal: a lookup answers with the value or with nothing, never with a value of
// another type.
// Method: each kind of value asked for as each kind.

#include "gateway/json/value.h"

#include <gtest/gtest.h>

#include <string>

namespace gateway::json {
namespace {

Value object() {
  return Value(Object{{"a", Value(std::int64_t{1})}, {"b", Value(std::string("x"))}});
}

TEST(Value, IsOnlyWhatItIs) {
  const Value values[] = {
      Value(), Value(true), Value(std::int64_t{5}), Value(std::string("t")), Value(Array{Value()}),
      object()};
  const char* texts[] = {"null", "a boolean", "an integer", "a string", "an array", "an object"};
  for (std::size_t i = 0; i < std::size(values); ++i) {
    SCOPED_TRACE(texts[i]);
    EXPECT_EQ(values[i].is_null(), i == 0);
    EXPECT_EQ(values[i].as_bool().has_value(), i == 1);
    EXPECT_EQ(values[i].as_int().has_value(), i == 2);
    EXPECT_EQ(values[i].as_string().has_value(), i == 3);
    EXPECT_EQ(values[i].as_array() != nullptr, i == 4);
    EXPECT_EQ(values[i].as_object() != nullptr, i == 5);
    EXPECT_STREQ(values[i].type_text(), texts[i]);
  }
}

TEST(Value, FindsMembersByName) {
  const Value value = object();
  ASSERT_NE(value.find("b"), nullptr);
  EXPECT_EQ(value.find("b")->as_string(), "x");
  EXPECT_EQ(value.find("c"), nullptr);
  EXPECT_EQ(value.find(""), nullptr);
  EXPECT_EQ(Value(Array{}).find("a"), nullptr);
  EXPECT_EQ(Value().find("a"), nullptr);
}

TEST(Value, KeepsIntegersInTheRangeAskedFor) {
  const Value five(std::int64_t{5});
  EXPECT_EQ(five.as_int(5, 5), 5);
  EXPECT_EQ(five.as_int(6, 9), std::nullopt);
  EXPECT_EQ(five.as_int(0, 4), std::nullopt);
  EXPECT_EQ(Value(true).as_int(0, 1), std::nullopt);
}

TEST(Value, ComparesByContent) {
  EXPECT_EQ(object(), object());
  EXPECT_FALSE(object() == Value(Object{}));
  EXPECT_FALSE(Value(std::int64_t{1}) == Value(true));
}

}  // namespace
}  // namespace gateway::json
