// SPDX-License-Identifier: MIT
// Goal: what dashboards of protocol v1 read is still written byte for byte.
// Method: the files in tests/golden/wire/v1, each a message as it was released.
// A change that breaks this test breaks dashboards in the field: a new form needs a
// new file beside the old one, never a changed file.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "gateway/live/messages.h"
#include "support/source_tree.h"

namespace gateway::live {
namespace {

constexpr std::int64_t kTimeMs = 1790000000000;
const Topics kGoldenTopics(*wire::Topics::make("shelfwire/v1", "main"));

std::string golden(const std::string& name) {
  std::ifstream file(support::source_tree() / "tests/golden/wire/v1" / name);
  EXPECT_TRUE(file) << "no golden file " << name;
  std::ostringstream text;
  text << file.rdbuf();
  std::string message = text.str();
  if (message.ends_with('\n')) message.pop_back();
  return message;
}

// Of the one message that shows `effects`.
std::string payload(const Effects& effects) {
  const auto messages = retained_messages(kGoldenTopics, effects);
  EXPECT_EQ(messages.size(), 1U);
  return messages.empty() ? "" : messages[0].payload;
}

TEST(Golden, TheGatewaysStateIsWrittenAsReleased) {
  const GatewayState gateway{
      true, *wire::Version::from("0.1.0"), 90211, {0x00C0FFEE, kTimeMs, {0x9F3C01AA, 2}, 1}};
  EXPECT_EQ(state_message(kGoldenTopics, gateway).payload, golden("gateway-state.json"));
}

TEST(Golden, StockIsWrittenAsReleased) {
  const Bin stock{
      *wire::Sku::from("BOLT-8"), *wire::Location::from("MAIN/A-01"), 40, 5, 90211, kTimeMs};
  Effects effects;
  effects.bins.push_back(stock);
  EXPECT_EQ(payload(effects), golden("stock.json"));
}

TEST(Golden, LowStockIsWrittenAsReleased) {
  LowAlert low;
  low.position.sku = *wire::Sku::from("BOLT-8");
  low.position.warehouse = "MAIN";
  low.position.low = true;
  low.position.low_since_ms = kTimeMs;
  low.position.open_lines = {{17, 1}};
  low.available = -12;
  low.threshold = 100;
  Effects effects;
  effects.lows.push_back(low);
  EXPECT_EQ(payload(effects), golden("low.json"));
}

TEST(Golden, PurchaseOrdersAreWrittenAsReleased) {
  PurchaseOrder order;
  order.number = 17;
  order.supplier = "ACME";
  order.warehouse = "MAIN";
  order.stage = PurchaseState::kSent;
  order.at_ms = kTimeMs;
  order.lines.resize(2);
  order.lines[0].sku = *wire::Sku::from("BOLT-8");
  order.lines[0].qty = 30;
  order.lines[0].received = 12;
  order.lines[1].sku = *wire::Sku::from("NUT-8");
  order.lines[1].qty = 60;
  Effects effects;
  effects.purchases.push_back({order});
  EXPECT_EQ(payload(effects), golden("po.json"));
}

TEST(Golden, OrdersOfCustomersAreWrittenAsReleased) {
  Order order;
  order.number = 3;
  order.id = "1007";
  order.reason = "CHAIR not in stock";
  order.at_ms = kTimeMs;
  order.lines.resize(2);
  order.lines[0].sku = *wire::Sku::from("TABLE");
  order.lines[0].qty = 2;
  order.lines[1].sku = *wire::Sku::from("CHAIR");
  order.lines[1].qty = 8;
  order.decided = order.notified = OrderState::kRejected;
  Effects effects;
  effects.orders.push_back({order});
  EXPECT_EQ(payload(effects), golden("order-rejected.json"));
  order.decided = order.notified = OrderState::kPartlyConfirmed;
  order.lines[0].confirmed = 2;
  order.invoice = 12;
  order.total_minor = 47800;
  order.currency = "EUR";
  effects.orders[0].order = order;
  EXPECT_EQ(payload(effects), golden("order.json"));
}

}  // namespace
}  // namespace gateway::live
