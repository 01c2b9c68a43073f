// SPDX-License-Identifier: MIT
// Promise: the orders of a run are those of its seed, each of the form that the protocol
// has for order/new; and no id is there twice, in this run or in another one.

#include "order_workload.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/json/parse.h"
#include "wire/ids.h"

namespace order_sender {
namespace {

using gateway::json::Value;

const std::vector<std::string> kSkus{"table", "chair", std::string(32, 'x')};

/// What is ordered, without the id.
std::string content(const NewOrder& order) {
  return order.json.substr(order.json.find("\"lines\""));
}

TEST(OrderWorkload, DrawsOrdersOfTheProtocolsForm) {
  OrderWorkload workload(kSkus, 4'294'967'295U, 0xffffffff);
  std::set<std::size_t> line_counts;
  std::set<std::string> policies;
  for (int i = 0; i < 500; ++i) {
    const NewOrder order = workload.next();
    const auto message = gateway::json::parse(order.json);
    ASSERT_TRUE(message) << order.json;
    EXPECT_EQ(message->find("v")->as_int(), 1);
    EXPECT_EQ(message->find("order")->as_string(), order.id);
    EXPECT_TRUE(wire::is_order_id(order.id)) << order.id;
    const auto* lines = message->find("lines")->as_array();
    ASSERT_NE(lines, nullptr);
    line_counts.insert(lines->size());
    for (const Value& line : *lines) {
      const std::string sku(*line.find("sku")->as_string());
      EXPECT_NE(std::find(kSkus.begin(), kSkus.end(), sku), kSkus.end());
      EXPECT_TRUE(line.find("qty")->as_int(1, wire::kQuantityMax));
    }
    const Value* policy = message->find("policy");
    policies.insert(policy == nullptr ? "" : std::string(*policy->as_string()));
  }
  EXPECT_EQ(line_counts, (std::set<std::size_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(policies, (std::set<std::string>{"", "all_or_nothing", "partial", "backorder"}));
}

TEST(OrderWorkload, DrawsTheSameFromTheSameSeedUnderIdsOfItsOwn) {
  OrderWorkload first(kSkus, 7, 0xabcd);
  OrderWorkload same(kSkus, 7, 0xabce);
  OrderWorkload other(kSkus, 8, 0xabcd);
  std::set<std::string> ids;
  bool differs = false;
  for (int i = 0; i < 50; ++i) {
    const NewOrder a = first.next();
    const NewOrder b = same.next();
    const NewOrder c = other.next();
    EXPECT_EQ(content(a), content(b));
    differs = differs || content(a) != content(c);
    ids.insert({a.id, b.id, c.id});
  }
  EXPECT_TRUE(differs);
  EXPECT_EQ(ids.size(), 150U);
}

}  // namespace
}  // namespace order_sender
