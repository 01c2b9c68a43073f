// SPDX-License-Identifier: MIT
// Promise: an order whose id can be read always becomes an order, so that its sender can
// be told: as it stands, or with what could be read and one sentence that names the field
// that could not. Every other message is refused with a reason.
// How: the golden messages, then tables of messages one change away from a good one.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"
#include "support/source_tree.h"

namespace gateway::mqtt {
namespace {

std::string golden(const std::string& name) {
  std::ifstream file(support::source_tree() / "tests/golden/wire/v1" / name);
  EXPECT_TRUE(file) << "no golden file " << name;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string quoted(std::size_t bytes) {
  return '"' + std::string(bytes, 'x') + '"';
}

/// A good order but for `more`.
std::string with(const std::string& more) {
  return R"({"order":"7","lines":[{"sku":"A"}],)" + more + "}";
}
std::string with_lines(const std::string& lines) {
  return R"({"order":"7","lines":)" + lines + "}";
}

/// "sku x qty" of each line.
std::string lines_of(const SubmitOrder& order) {
  std::string text;
  for (const auto& line : order.lines) {
    text +=
        (text.empty() ? "" : " ") + std::string(line.sku.view()) + "x" + std::to_string(line.qty);
  }
  return text;
}

SubmitOrder read(const std::string& payload) {
  const auto order = decode_order(payload);
  EXPECT_TRUE(order) << order.error();
  if (!order) return {};
  EXPECT_FALSE(order->answered);
  return *order;
}

TEST(DecodeOrder, ReadsTheShortestOrderThereIs) {
  const SubmitOrder order = read(golden("order-new-shortest.json"));
  EXPECT_EQ(order.id, "4");
  EXPECT_EQ(lines_of(order), "tablex1");
  EXPECT_EQ(order.customer, Customer{});
  EXPECT_EQ(order.policy, std::nullopt);
  EXPECT_EQ(order.problem, "");
}

TEST(DecodeOrder, ReadsAFullOrder) {
  const SubmitOrder order = read(golden("order-new.json"));
  EXPECT_EQ(order.id, "1007");
  EXPECT_EQ(lines_of(order), "TABLEx2 CHAIRx8");
  EXPECT_EQ(order.customer, (Customer{"Erika Mustermann", "erika@example.org",
                                      "Hauptstra\xC3\x9F"
                                      "e 1\n12345 Musterstadt"}));
  EXPECT_EQ(order.policy, OrderPolicy::kPartial);
  EXPECT_EQ(order.problem, "");
}

TEST(DecodeOrder, TakesEverythingAtItsLimitAndUnknownKeys) {
  std::string lines = "[";
  for (std::size_t i = 0; i < kOrderLinesMax; ++i) {
    lines += std::string(i == 0 ? "" : ",") + R"({"colour":null,"qty":1000000,"sku":)" +
             quoted(32) + "}";
  }
  const std::string label = std::string(63, 'x') + ".";
  const std::string email = "a@" + label + label + label + std::string(60, 'x');
  ASSERT_EQ(email.size(), kAddressBytesMax);
  const SubmitOrder order =
      read(R"({"v":1,"order":)" + quoted(32) + R"(,"lines":)" + lines + R"(],"customer":{"name":)" +
           quoted(kCustomerNameBytesMax) + R"(,"email":")" + email + R"(","address":)" +
           quoted(kPostalAddressBytesMax) + R"(,"phone":[]},"policy":"backorder","x":{"y":[]}})");
  EXPECT_EQ(order.problem, "");
  ASSERT_EQ(order.lines.size(), kOrderLinesMax);
  EXPECT_EQ(order.lines.back().qty, wire::kQuantityMax);
  EXPECT_EQ(order.customer.email, email);
  EXPECT_EQ(order.policy, OrderPolicy::kBackorder);
}

TEST(DecodeOrder, LeavesTheCustomerEmptyWhoSaysNothing) {
  const SubmitOrder order = read(with(R"("customer":{"name":"","email":"","address":""})"));
  EXPECT_EQ(order.problem, "");
  EXPECT_EQ(order.customer, Customer{});
}

TEST(DecodeOrder, RefusesAMessageNobodyCanBeToldOf) {
  const std::vector<std::pair<const char*, std::string>> cases{
      {"empty", ""},
      {"no JSON", "table, please"},
      {"no object", R"(["7"])"},
      {"nothing in it", "{}"},
      {"no order", R"({"lines":[{"sku":"A"}]})"},
      {"order is a number", R"({"order":7,"lines":[{"sku":"A"}]})"},
      {"order is empty", R"({"order":"","lines":[{"sku":"A"}]})"},
      {"order is no name", R"({"order":"a/b","lines":[{"sku":"A"}]})"},
      {"order is a wildcard", R"({"order":"+","lines":[{"sku":"A"}]})"},
      {"order is too long", R"({"order":)" + quoted(33) + R"(,"lines":[{"sku":"A"}]})"},
      {"order is the topic of orders", R"({"order":"new","lines":[{"sku":"A"}]})"},
      {"another version", with(R"("v":2)")},
      {"version is a text", with(R"("v":"1")")},
      {"version is null", with(R"("v":null)")},
      {"order twice", with(R"("order":"8")")},
      {"a fraction", with(R"("weight":1.5)")},
      {"too long", with(R"("x":)" + quoted(kOrderBytesMax))},
      {"not UTF-8", with("\"x\":\"\xFF\"")},
  };
  for (const auto& [what, payload] : cases) {
    SCOPED_TRACE(what);
    const auto order = decode_order(payload);
    ASSERT_FALSE(order);
    EXPECT_FALSE(order.error().empty());
  }
}

struct Case {
  std::string payload;
  std::string problem;  ///< begins with
  std::string lines = "Ax1";
};

TEST(DecodeOrder, NamesTheFieldThatIsWrongAndKeepsTheRest) {
  const std::vector<Case> cases{
      {R"({"order":"7"})", "lines is missing", ""},
      {with_lines("null"), "lines is missing", ""},
      {with_lines("{}"), "lines must be", ""},
      {with_lines("[]"), "lines must be", ""},
      {with_lines(R"(["A",{"sku":"B"}])"), "lines[0] must be", "Bx1"},
      {with_lines(R"([{"sku":"A"},{"qty":2}])"), "lines[1].sku is missing"},
      {with_lines(R"([{"sku":"A"},{"sku":7}])"), "lines[1].sku must be"},
      {with_lines(R"([{"sku":"A"},{"sku":"a b"}])"), "lines[1].sku must be"},
      {with_lines(R"([{"sku":"A"},{"sku":)" + quoted(33) + "}]"), "lines[1].sku must be"},
      {with_lines(R"([{"sku":"B","qty":0},{"sku":"A"}])"), "lines[0].qty must be"},
      {with_lines(R"([{"sku":"B","qty":-1},{"sku":"A"}])"), "lines[0].qty must be"},
      {with_lines(R"([{"sku":"B","qty":1000001},{"sku":"A"}])"), "lines[0].qty must be"},
      {with_lines(R"([{"sku":"B","qty":"1"},{"sku":"A"}])"), "lines[0].qty must be"},
      {with_lines(R"([{"sku":"B","qty":null},{"sku":"A"}])"), "lines[0].qty must not be null"},
      {with(R"("customer":"Erika")"), "customer must be"},
      {with(R"("customer":{"name":7})"), "customer.name must be"},
      {with(R"("customer":{"name":)" + quoted(kCustomerNameBytesMax + 1) + "}"),
       "customer.name is"},
      {with(R"("customer":{"name":"a\nb"})"), "customer.name holds"},
      {with(R"("customer":{"email":"erika"})"), "customer.email is"},
      {with(R"("customer":{"email":"a@b, c@d"})"), "customer.email is"},
      {with(R"("customer":{"email":"a@b\nBcc:c"})"), "customer.email "},
      {with(R"("customer":{"email":"a@)" + std::string(kAddressBytesMax, 'x') + R"("})"),
       "customer.email is"},
      {with(R"("customer":{"address":[]})"), "customer.address must be"},
      {with(R"("customer":{"address":"a\u0007"})"), "customer.address holds"},
      {with(R"("customer":{"address":)" + quoted(kPostalAddressBytesMax + 1) + "}"),
       "customer.address is"},
      {with(R"("policy":"most")"), "policy must be"},
      {with(R"("policy":"most","customer":7)"), "customer must be"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.payload.substr(0, 80));
    const SubmitOrder order = read(each.payload);
    EXPECT_EQ(order.id, "7");
    EXPECT_TRUE(order.problem.starts_with(each.problem)) << order.problem;
    EXPECT_LE(order.problem.size(), kReasonBytesMax);
    EXPECT_EQ(order.problem.find('\n'), std::string::npos) << "one sentence";
    EXPECT_EQ(lines_of(order), each.lines);
    EXPECT_EQ(order.customer, Customer{});
  }
}

TEST(DecodeOrder, TakesNullForNotSaidButNeverForAQuantity) {
  const SubmitOrder order =
      read(with(R"("customer":{"name":null,"email":null,"address":null},"policy":null)"));
  EXPECT_EQ(order.problem, "");
  EXPECT_EQ(order.customer, Customer{});
  EXPECT_EQ(order.policy, std::nullopt);
  EXPECT_EQ(read(with(R"("customer":null)")).problem, "");
}

TEST(DecodeOrder, KeepsTheFirstLinesOfTooMany) {
  std::string lines;
  for (std::size_t i = 0; i <= kOrderLinesMax; ++i) {
    lines += std::string(i == 0 ? "" : ",") + R"({"sku":"S)" + std::to_string(i) + R"("})";
  }
  const SubmitOrder order = read(with_lines("[" + lines + "]"));
  EXPECT_EQ(order.problem, "lines must be a list of 1 to 100 objects");
  ASSERT_EQ(order.lines.size(), kOrderLinesMax);
  EXPECT_EQ(order.lines.back().sku.view(), "S99");
}

TEST(DecodeOrder, KeepsTheCustomerWhoCanBeTold) {
  const SubmitOrder order =
      read(with(R"("customer":{"name":7,"email":"a@b.example","address":"x"},"policy":"partial")"));
  EXPECT_TRUE(order.problem.starts_with("customer.name"));
  EXPECT_EQ(order.customer, (Customer{"", "a@b.example", "x"}));
  EXPECT_EQ(order.policy, OrderPolicy::kPartial);
}

}  // namespace
}  // namespace gateway::mqtt
