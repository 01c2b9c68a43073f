// SPDX-License-Identifier: MIT
// Promise: an order is taken or refused alike, and for the same reason, whether it comes by HTTP
// or over MQTT. Keys that nobody knows are the one exception: MQTT passes over them.
// Method: odd bodies, sent to a real server and read as messages of the topic.

#include <optional>

#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"
#include "orders_fixture.h"

namespace http_fixture {
namespace {

using gateway::kOrderBytesMax;
using gateway::kOrderDepthMax;

/// What becomes of an order at one door.
enum class Fate { kTaken, kRefused, kUnreadable };

struct Verdict {
  Fate fate;
  std::string reason;
};

class OrderDoors : public OrderTest {
 protected:
  Verdict by_http(const std::string& body) const {
    const RawReply reply = submit(body);
    if (reply.status == 200 || reply.status == 201) return {Fate::kTaken, ""};
    EXPECT_TRUE(reply.status == 400 || reply.status == 413 || reply.status == 422) << reply.body;
    const Value problem = parse_json(reply.body);
    const auto& errors = array_of(problem, "errors");
    if (errors.empty()) return {Fate::kUnreadable, text_of(problem, "detail")};
    const std::string reason = text_of(errors[0], "field") + ' ' + text_of(errors[0], "text");
    // An order without a name, or of another version, can be told of here only.
    const bool nameless = text_of(errors[0], "field") == "order" || errors[0] == version_problem();
    return {nameless ? Fate::kUnreadable : Fate::kRefused, reason};
  }
  static Verdict by_mqtt(const std::string& body) {
    const auto order = gateway::mqtt::decode_order(body);
    if (!order) return {Fate::kUnreadable, order.error()};
    return {order->problem.empty() ? Fate::kTaken : Fate::kRefused, order->problem};
  }

 private:
  static Value version_problem() {
    return parse_json(R"({"field":"v","text":"must be 1, or left out"})");
  }
};

std::string with(const std::string& member) {
  return R"({"order":"7","lines":[{"sku":"TABLE"}],)" + member + "}";
}
std::string with_lines(const std::string& lines) {
  return R"({"order":"7","lines":)" + lines + "}";
}
std::string nested(std::size_t depth) {
  return with(R"("customer":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']'));
}
std::string of_bytes(std::size_t bytes) {
  std::string body = with(R"("v":1)");
  return body + std::string(bytes - body.size(), ' ');
}

TEST_F(OrderDoors, AreOneForWhateverTheOrderSays) {
  std::string many = "[";
  for (std::size_t i = 0; i <= gateway::kOrderLinesMax; ++i) {
    many += std::string(i == 0 ? "" : ",") + R"({"sku":"TABLE"})";
  }
  for (const std::string& body : {
           with(R"("v":1)"),
           with(R"("v":null)"),
           with(R"("v":2)"),
           with(R"("v":0)"),
           with(R"("v":"1")"),
           with(R"("v":{})"),
           std::string(R"({"v":2,"order":null,"lines":7})"),
           with(R"("policy":null,"customer":null)"),
           with(R"("policy":"most")"),
           with(R"("policy":7)"),
           with(R"("customer":"Erika")"),
           with(R"("customer":{"name":"a\nb"})"),
           with(R"("customer":{"email":"erika"})"),
           with(R"("customer":{"address":"\u0007"})"),
           with_lines("null"),
           with_lines("{}"),
           with_lines("[]"),
           with_lines(R"(["TABLE"])"),
           with_lines(R"([{"sku":"TABLE","qty":null}])"),
           with_lines(R"([{"sku":"TABLE","qty":0}])"),
           with_lines(R"([{"sku":"TABLE","qty":1000001}])"),
           with_lines(R"([{"sku":"","qty":1}])"),
           with_lines(R"([{"qty":1}])"),
           with_lines(many + "]"),
           std::string("{}"),
           std::string(R"({"order":null,"lines":[{"sku":"TABLE"}]})"),
           std::string(R"({"order":"","lines":[{"sku":"TABLE"}]})"),
           std::string(R"({"order":"new","lines":[{"sku":"TABLE"}]})"),
           std::string(R"({"order":"a/b","lines":[{"sku":"TABLE"}]})"),
           std::string(R"({"order":7,"lines":[{"sku":"TABLE"}]})"),
           nested(5),
           nested(kOrderDepthMax),
           of_bytes(kOrderBytesMax),
       }) {
    const Verdict http = by_http(body);
    const Verdict mqtt = by_mqtt(body);
    EXPECT_EQ(http.fate, mqtt.fate) << body.substr(0, 120);
    EXPECT_EQ(http.reason, mqtt.reason) << body.substr(0, 120);
  }
}

TEST_F(OrderDoors, AreOneForWhatIsNoOrderAtAll) {
  for (const std::string& body : {std::string("table, please"), std::string("[]"), std::string("7"),
                                  std::string("{"), with(R"("order":"8")"), with(R"("weight":1.5)"),
                                  with("\"x\":\"\xFF\""), nested(kOrderDepthMax + 1)}) {
    const Verdict http = by_http(body);
    const Verdict mqtt = by_mqtt(body);
    EXPECT_EQ(http.fate, Fate::kUnreadable) << body;
    EXPECT_EQ(mqtt.fate, Fate::kUnreadable) << body;
    EXPECT_EQ(http.reason, "The order cannot be read: " + mqtt.reason + ".") << body;
  }
  const RawReply large = submit(of_bytes(kOrderBytesMax + 1));
  EXPECT_EQ(large.status, 413) << "not even read";
  EXPECT_EQ(text_of(parse_json(large.body), "detail"),
            "At most 32768 bytes are taken here; nothing was changed. Send it as two: a customer's "
            "order as two orders, a file of rows as two files.");
  for (const std::string& reason : {by_mqtt(of_bytes(kOrderBytesMax + 1)).reason, large.body}) {
    EXPECT_NE(reason.find(std::to_string(kOrderBytesMax) + " bytes"), std::string::npos) << reason;
  }
}

TEST_F(OrderDoors, DifferInKeysThatNobodyKnows) {
  const std::string body = with(R"("rush":true)");
  EXPECT_EQ(by_mqtt(body).fate, Fate::kTaken);
  EXPECT_EQ(by_http(body).fate, Fate::kRefused);
  EXPECT_EQ(by_http(body).reason, "rush is not known here");
}

}  // namespace
}  // namespace http_fixture
