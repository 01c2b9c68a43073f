// SPDX-License-Identifier: MIT
// Promise: a page ends at exactly its rows, its bytes or the rows read for it, and says where to
// go on; a query is read at exactly the bounds that its problems state.
// Method: each bound from both sides, without a server.

#include "toolkit/page.h"

#include <gtest/gtest.h>

#include "gateway/http/limits.h"
#include "gateway/json/parse.h"

namespace gateway::http {
namespace {

void add(Page& page, const std::string& cursor, std::size_t bytes = 1) {
  ASSERT_FALSE(page.full());
  page.add(cursor, [&](wire::JsonWriter& json) { json.string_lossy(std::string(bytes, 'x')); });
}

TEST(Page, EndsAtTheRowsAskedFor) {
  Page page(2);
  add(page, "a");
  add(page, "b");
  EXPECT_TRUE(page.full());
  EXPECT_EQ(page.finish().body, R"({"rows":["x","x"],"next":"b"})");
}

TEST(Page, HasNoNextOneIfNoRowFailedToFit) {
  Page page(2);
  add(page, "a");
  add(page, "b");
  EXPECT_EQ(page.finish().body, R"({"rows":["x","x"],"next":null})");
  EXPECT_EQ(Page(2).finish().body, R"({"rows":[],"next":null})");
}

TEST(Page, EndsAfterTheRowsThatAreReadForOne) {
  Page page(2);
  for (std::size_t i = 1; i < kPageScanMax; ++i) page.skip("skipped");
  EXPECT_FALSE(page.full());
  page.skip("last");
  EXPECT_TRUE(page.full());
  EXPECT_EQ(page.finish().body, R"({"rows":[],"next":"last"})");
}

TEST(Page, CountsTheRowsThatItShowsAmongThoseRead) {
  Page page(kPageScanMax + 1);
  for (std::size_t i = 1; i < kPageScanMax; ++i) page.skip("skipped");
  add(page, "shown");
  EXPECT_TRUE(page.full());
  EXPECT_EQ(page.finish().body, R"({"rows":["x"],"next":"shown"})");
}

TEST(Page, EndsAtItsBytes) {
  Page page(1000);
  add(page, "a", kPageBytesMax - 3);  // with its quotes, a byte less than all
  EXPECT_FALSE(page.full());
  Page whole(1000);
  add(whole, "a", kPageBytesMax - 2);
  EXPECT_TRUE(whole.full());
}

Request query(const std::string& name, const std::string& value) {
  Request request;
  request.params.emplace(name, value);
  return request;
}

TEST(Query, ReadsANumberWithinItsBounds) {
  const auto number = [](const std::string& value) {
    const Request request = query("n", value);
    Query read(request);
    const auto found = read.number("n", 99, 3, 7);
    return std::pair(found, read.problems().has_value());
  };
  EXPECT_EQ(number("3"), std::pair(std::uint64_t{3}, false));
  EXPECT_EQ(number("7"), std::pair(std::uint64_t{7}, false));
  EXPECT_EQ(number(""), std::pair(std::uint64_t{99}, false));
  for (const char* wrong : {"2", "8", "-4", "4x", "x4", " 4", "18446744073709551616"}) {
    EXPECT_EQ(number(wrong), std::pair(std::uint64_t{99}, true)) << wrong;
  }
}

TEST(Query, HasALimitOfAtMostOnePage) {
  const auto limit = [](const std::string& value) {
    const Request request = query("limit", value);
    Query read(request);
    const std::size_t rows = read.limit();
    return read.problems() ? std::nullopt : std::optional(rows);
  };
  EXPECT_EQ(limit("1"), 1U);
  EXPECT_EQ(limit("1000"), kPageRowsMax);
  EXPECT_EQ(limit(""), kPageRowsDefault);
  EXPECT_EQ(limit("0"), std::nullopt);
  EXPECT_EQ(limit("1001"), std::nullopt);
}

TEST(Query, RefusesWhatIsThereTwiceUnknownOrInvalid) {
  Request request = query("a", "1");
  request.params.emplace("a", "2");
  request.params.emplace("b", "x");
  request.params.emplace("c", "");
  Query read(request);
  EXPECT_EQ(read.text("a"), "1");
  const auto never = [](std::string_view) { return false; };
  EXPECT_EQ(read.text("b", never, "right"), "");
  EXPECT_EQ(read.text("absent", never, "right"), "");
  const auto refused = read.problems();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 400);
  const auto parsed = json::parse(refused->body);
  ASSERT_TRUE(parsed);
  std::string fields;
  for (const json::Value& error : *parsed->find("errors")->as_array()) {
    EXPECT_EQ(error.find("line"), nullptr) << "there is no file";
    fields += std::string(*error.find("field")->as_string()) + " " +
              std::string(*error.find("text")->as_string()) + "; ";
  }
  EXPECT_EQ(fields, "a is given more than once; b must be right; c is not known here; ");
}

}  // namespace
}  // namespace gateway::http
