// SPDX-License-Identifier: MIT
// Goal: no text costs more than the limits allow, however it is made.
// Method: each limit exactly reached, and passed by one.

#include <gtest/gtest.h>

#include <string>

#include "gateway/json/parse.h"

namespace gateway::json {
namespace {

std::string refused(std::string_view text, const Limits& limits) {
  const auto read = parse(text, limits);
  return read ? "(accepted)" : read.error().what;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::string object_of(std::size_t members) {
  std::string text = "{";
  for (std::size_t i = 0; i < members; ++i) {
    text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
  }
  return text + "}";
}

TEST(Limits, OfBytes) {
  EXPECT_TRUE(parse("\"abc\"", {.bytes_max = 5}));
  EXPECT_EQ(refused("\"abc\"", {.bytes_max = 4}), "too long");
  EXPECT_EQ(parse("\"abc\"", {.bytes_max = 4}).error().at, 4U);
}

TEST(Limits, OfDepth) {
  EXPECT_TRUE(parse(nested(3), {.depth_max = 3}));
  EXPECT_EQ(refused(nested(4), {.depth_max = 3}), "nested too deep");
  EXPECT_TRUE(parse(R"({"a":[{"b":1}]})", {.depth_max = 3}));
  EXPECT_EQ(refused(R"({"a":[{"b":[]}]})", {.depth_max = 3}), "nested too deep");
  EXPECT_TRUE(parse("[[],[],[[]]]", {.depth_max = 3})) << "depth is not a count";
  EXPECT_TRUE(parse("1", {.depth_max = 0}));
  EXPECT_EQ(refused("[]", {.depth_max = 0}), "nested too deep");
}

TEST(Limits, OfDepthHoldForTheWorstText) {
  EXPECT_EQ(refused(std::string(64 * 1024, '['), {}), "nested too deep");
  std::string objects;
  while (objects.size() < 60'000) objects += "{\"a\":";
  EXPECT_EQ(refused(objects, {}), "nested too deep");
}

TEST(Limits, OfMembers) {
  EXPECT_TRUE(parse(object_of(5), {.members_max = 5}));
  EXPECT_EQ(refused(object_of(6), {.members_max = 5}), "an object has too many members");
  EXPECT_TRUE(parse("[" + object_of(5) + "," + object_of(5) + "]", {.members_max = 5}));
}

TEST(Limits, OfValues) {
  EXPECT_TRUE(parse("[1,2,[3]]", {.values_max = 5}));
  EXPECT_EQ(refused("[1,2,[3]]", {.values_max = 4}), "too many values");
  EXPECT_EQ(refused("[1,2,[]]", {.values_max = 3}), "too many values");
}

TEST(Limits, HoldTheLargestBatchOfTheProtocol) {
  std::string batch = R"({"v":1,"e":"00000000","s":1,"b":1,"p":"00000000","m":[)";
  for (int i = 0; i < 256; ++i) {
    batch += i == 0 ? "" : ",";
    batch += R"({"op":"move","code":"05901234123457","from":"MAIN/A-01","to":"MAIN/A-02","qty":1,)"
             R"("at_ms":1790000000000,"age_ms":1,"by":"a","ref":"b","lot":"c","exp":"2026-12-31",)"
             R"("serial":"d","k":"00000000"})";
  }
  batch += "]}";
  EXPECT_LE(batch.size(), 64U * 1024);
  EXPECT_EQ(refused(batch, {}), "(accepted)");
}

}  // namespace
}  // namespace gateway::json
