// SPDX-License-Identifier: MIT
// Promise: a field is read or becomes a problem that names it, at exactly the bounds that the
// problem states.
// How: each bound from both sides.

#include "gateway/intake/fields.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gateway/json/parse.h"
#include "gateway/limits.h"

namespace gateway::intake {
namespace {

/// "field text; " of each problem.
std::string problems_of(const Fields& fields) {
  std::string all;
  for (const Problem& problem : fields.problems()) {
    all += problem.field + ' ' + problem.text + "; ";
  }
  return all;
}

class FieldsTest : public testing::Test {
 protected:
  Fields& read(const std::string& text, UnknownFields unknown = UnknownFields::kRefused) {
    auto parsed = json::parse(text);
    EXPECT_TRUE(parsed) << text;
    value_ = parsed ? *std::move(parsed) : json::Value(json::Object{});
    return fields_.emplace(value_, unknown);
  }

 private:
  json::Value value_;
  std::optional<Fields> fields_;
};

TEST_F(FieldsTest, AReasonIsOneLineOfAtMostItsBytes) {
  const auto reason = [this](const std::string& text) {
    return read(R"({"why":")" + text + R"("})").reason("why");
  };
  const std::string longest(kReasonBytesMax, 'r');
  EXPECT_EQ(reason(longest), longest);
  EXPECT_EQ(problems_of(read("{}")), "");
  for (const std::string& text : {longest + 'r', std::string(R"(a\nb)")}) {
    Fields& fields = read(R"({"why":")" + text + R"("})");
    EXPECT_EQ(fields.reason("why"), "");
    EXPECT_EQ(problems_of(fields), "why must be one line of at most 200 bytes; ");
  }
}

TEST_F(FieldsTest, ANumberIsWithinItsBoundsBothIncluded) {
  const auto number = [this](const std::string& text) {
    return read(R"({"n":)" + text + "}").number("n", -2, 7);
  };
  EXPECT_EQ(number("-2"), -2);
  EXPECT_EQ(number("7"), 7);
  EXPECT_EQ(number("null"), std::nullopt);
  for (const char* text : {"-3", "8", R"("7")"}) {
    Fields& fields = read(std::string(R"({"n":)") + text + "}");
    EXPECT_EQ(fields.number("n", -2, 7), std::nullopt) << text;
    EXPECT_EQ(problems_of(fields), "n must be a whole number from -2 to 7; ") << text;
  }
}

TEST_F(FieldsTest, AListHasAsManyObjectsAsItMayHave) {
  const auto list = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "{}" : ",{}";
    return R"({"l":[)" + text + "]}";
  };
  const auto read_list = [](Fields& fields, std::size_t count_min) {
    int read = 0;
    fields.each_object("l", 3, count_min, [&](Fields&) { ++read; });
    return read;
  };
  for (const std::size_t count : {2U, 3U}) {
    Fields& fields = read(list(count));
    EXPECT_EQ(read_list(fields, 2), static_cast<int>(count));
    EXPECT_EQ(problems_of(fields), "");
  }
  Fields& few = read(list(1));
  EXPECT_EQ(read_list(few, 2), 1);
  EXPECT_EQ(problems_of(few), "l must be a list of 2 to 3 objects; ");
  Fields& many = read(list(4));
  EXPECT_EQ(read_list(many, 0), 3) << "what is too many is not read";
  EXPECT_EQ(problems_of(many), "l must be a list of at most 3 objects; ");
  Fields& none = read(list(0));
  EXPECT_EQ(read_list(none, 0), 0);
  EXPECT_EQ(problems_of(none), "");
}

TEST_F(FieldsTest, APartNamesItsPlaceAndWhatIsNotKnownThere) {
  Fields& fields = read(R"({"who":{"x":1},"l":[7,{"y":2}],"z":null})");
  fields.object("who", [](Fields&) {});
  fields.each_object("l", 2, 1, [](Fields&) {});
  fields.finish();
  EXPECT_EQ(problems_of(fields),
            "who.x is not known here; l[0] must be an object, not an integer; "
            "l[1].y is not known here; z is not known here; ");
  Fields& passed = read(R"({"who":{"x":1},"z":null})", UnknownFields::kPassed);
  passed.object("who", [](Fields&) {});
  passed.finish();
  EXPECT_EQ(problems_of(passed), "");
}

TEST_F(FieldsTest, ARequiredTextIsThereFitsAndIsNotEmpty) {
  const auto sku = [this](const std::string& members) {
    Fields& fields = read("{" + members + "}");
    const auto read_sku = fields.required_text<wire::Sku>("sku", wire::is_name, "a SKU");
    return std::string(read_sku.view()) + "|" + problems_of(fields);
  };
  const std::string longest(wire::kNameBytesMax, 's');
  EXPECT_EQ(sku(R"("sku":")" + longest + '"'), longest + "|");
  EXPECT_EQ(sku(R"("sku":")" + longest + R"(s")"), "|sku must be a SKU; ");
  EXPECT_EQ(sku(R"("sku":"")"), "|sku must be a SKU; ");
  EXPECT_EQ(sku(R"("sku":7)"), "|sku must be a text, not an integer; ");
  EXPECT_EQ(sku(R"("sku":null)"), "|sku is missing: a SKU; ");
  EXPECT_EQ(sku(""), "|sku is missing: a SKU; ");
}

TEST_F(FieldsTest, ColumnsTakeEveryPlainValue) {
  Fields& fields = read(R"({"a":"x","b":-7,"c":true,"d":false,"e":null,"f":[]})");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"a", "x"}, {"b", "-7"}, {"c", "Yes"}, {"d", "No"}, {"e", ""}};
  EXPECT_EQ(fields.columns(), expected);
  fields.finish();
  EXPECT_EQ(problems_of(fields), "f must be a text or a number, not an array; ");
}

}  // namespace
}  // namespace gateway::intake
