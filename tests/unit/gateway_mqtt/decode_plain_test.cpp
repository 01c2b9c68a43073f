// SPDX-License-Identifier: MIT
// Promise: a plain supply message is taken as it stands or refused with a reason.
// How: a table of good and bad messages, each one change away from a good one.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"

namespace gateway::mqtt {
namespace {

TEST(DecodePlain, ReadsTheMessageOfTheProtocolVerbatim) {
  const auto plain = decode_plain(
      "inventory_updates",
      R"({"product_code":"PROD001","warehouse_name":"Main_Warehouse","quantity":100})");
  ASSERT_TRUE(plain) << plain.error();
  EXPECT_EQ(plain->topic, "inventory_updates");
  EXPECT_EQ(plain->product_code, "PROD001");
  EXPECT_EQ(plain->warehouse_name, "Main_Warehouse");
  EXPECT_EQ(plain->quantity, 100);
  EXPECT_TRUE(plain->message_id.empty());
}

TEST(DecodePlain, ReadsAnIssueWithAMessageIdAndUnknownKeys) {
  const auto plain = decode_plain("t", R"( {"quantity":-1000000,"message_id":"m-1","colour":null,
      "warehouse_name":"A/B","product_code":"4006381333931"} )");
  ASSERT_TRUE(plain) << plain.error();
  EXPECT_EQ(plain->quantity, -1'000'000);
  EXPECT_EQ(plain->message_id, "m-1");
}

TEST(DecodePlain, RefusesWhatIsNotOne) {
  const auto message = [](const std::string& product, const std::string& warehouse,
                          const std::string& quantity, const std::string& more = "") {
    return R"({"product_code":)" + product + R"(,"warehouse_name":)" + warehouse +
           R"(,"quantity":)" + quantity + more + "}";
  };
  const auto text = [](std::size_t bytes) { return '"' + std::string(bytes, 'x') + '"'; };
  ASSERT_TRUE(decode_plain("t", message(text(96), text(48), "1", R"(,"message_id":)" + text(64))));
  const std::vector<std::pair<const char*, std::string>> cases{
      {"empty", ""},
      {"no JSON", "PROD001 100"},
      {"no object", "[1]"},
      {"nothing in it", "{}"},
      {"no product", R"({"warehouse_name":"A","quantity":1})"},
      {"product is a number", message("1", R"("A")", "1")},
      {"product is empty", message(R"("")", R"("A")", "1")},
      {"product is too long", message(text(97), R"("A")", "1")},
      {"no warehouse", R"({"product_code":"A","quantity":1})"},
      {"warehouse is a list", message(R"("A")", "[]", "1")},
      {"warehouse is empty", message(R"("A")", R"("")", "1")},
      {"warehouse is too long", message(R"("A")", text(49), "1")},
      {"no quantity", R"({"product_code":"A","warehouse_name":"A"})"},
      {"quantity is 0", message(R"("A")", R"("A")", "0")},
      {"quantity is a text", message(R"("A")", R"("A")", R"("1")")},
      {"quantity is a fraction", message(R"("A")", R"("A")", "1.5")},
      {"quantity is too large", message(R"("A")", R"("A")", "1000001")},
      {"quantity is too small", message(R"("A")", R"("A")", "-1000001")},
      {"quantity is huge", message(R"("A")", R"("A")", "99999999999999999999")},
      {"message_id is a number", message(R"("A")", R"("A")", "1", R"(,"message_id":7)")},
      {"message_id is empty", message(R"("A")", R"("A")", "1", R"(,"message_id":"")")},
      {"message_id is too long", message(R"("A")", R"("A")", "1", R"(,"message_id":)" + text(65))},
      {"quantity twice", message(R"("A")", R"("A")", "1", R"(,"quantity":1)")},
      {"too long", message(R"("A")", R"("A")", "1", R"(,"x":)" + text(kPlainBytesMax))},
  };
  for (const auto& [what, payload] : cases) {
    SCOPED_TRACE(what);
    const auto plain = decode_plain("t", payload);
    ASSERT_FALSE(plain);
    EXPECT_FALSE(plain.error().empty());
  }
}

}  // namespace
}  // namespace gateway::mqtt
