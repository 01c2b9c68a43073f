// SPDX-License-Identifier: MIT
// Promise: names of scanners can be retired and taken into use again, and scans come in from a
// file, once; what cannot be done is said.

#include "http_fixture.h"

namespace http_fixture {
namespace {

class Nodes : public HttpTest {
 protected:
  /// Two scans of `scan-07` from `first` on, as its journal would be exported.
  static std::string scans(int first, const std::string& before) {
    const std::string movement = R"({"op":"receive","sku":"BOLT","to":"MAIN","qty":1,"k":"0000000)";
    return R"({"v":1,"node":"scan-07","e":"0000ab01","s":)" + std::to_string(first) +
           R"(,"b":1,"p":")" + before + R"(","m":[)" + movement + std::to_string(first) + R"("},)" +
           movement + std::to_string(first + 1) + R"("}]})";
  }
  RawReply bring(const std::string& body) const {
    return post("/api/v1/nodes/scan-07/scans", body);
  }
};

TEST_F(Nodes, ScansFromAFileAreBookedOnce) {
  add_item("BOLT");
  const RawReply hole = bring(scans(3, "00000002"));
  EXPECT_EQ(hole.status, 422);
  EXPECT_NE(hole.body.find("movements 1 to 2 are missing"), std::string::npos) << hole.body;
  EXPECT_EQ(number_of(parse_json(bring(scans(1, "0000ab01")).body), "taken"), 2);
  EXPECT_EQ(number_of(parse_json(bring(scans(1, "0000ab01")).body), "taken"), 0);
  EXPECT_EQ(number_of(parse_json(bring(scans(3, "00000002")).body), "taken"), 2);
  EXPECT_EQ(number_of(rows("stock").at(0), "on_hand"), 4);
  EXPECT_EQ(bring("{}").status, 422);
}

TEST_F(Nodes, ANameIsRetiredAndUsedAgain) {
  add_item("BOLT");
  EXPECT_EQ(post("/api/v1/nodes/scan-07/rename", R"({"to":"hall-2"})").status, 404);
  bring(scans(1, "0000ab01"));
  EXPECT_EQ(post("/api/v1/nodes/scan-07/rename", R"({"to":"a/b"})").status, 422);
  EXPECT_EQ(post("/api/v1/nodes/scan-07/rename", "{}").status, 422);
  EXPECT_EQ(post("/api/v1/nodes/scan-07/add", "").status, 404);
  EXPECT_EQ(post("/api/v1/nodes/scan-07/rename", R"({"to":"hall-2","by":"JANE"})").status, 200);
  const RawReply retired = bring(scans(3, "00000002"));
  EXPECT_EQ(retired.status, 422);
  EXPECT_NE(retired.body.find("hall-2"), std::string::npos) << retired.body;
  EXPECT_EQ(post("/api/v1/nodes/scan-07/add", "").status, 200);
  EXPECT_EQ(bring(scans(3, "00000002")).status, 200);
}

}  // namespace
}  // namespace http_fixture
