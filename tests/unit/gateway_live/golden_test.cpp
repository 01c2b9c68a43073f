// SPDX-License-Identifier: MIT
// Goal: what dashboards of protocol v1 read is still written byte for byte.
// Method: the files in tests/golden/wire/v1, each a message as it was released.
// A change that breaks this test breaks dashboards in the field: a new form needs a
// new file beside the old one, never a changed file.

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>

#include "gateway/live/payloads.h"
#include "support/source_tree.h"

namespace gateway::live {
namespace {

constexpr std::int64_t kTimeMs = 1790000000000;

std::string golden(const std::string& name) {
  std::ifstream file(support::source_tree() / "tests/golden/wire/v1" / name);
  EXPECT_TRUE(file) << "no golden file " << name;
  std::ostringstream text;
  text << file.rdbuf();
  std::string message = text.str();
  if (message.ends_with('\n')) message.pop_back();
  return message;
}

std::string text_or_status(const wire::Result<std::string_view>& text) {
  return text ? std::string(*text) : std::string(to_string(text.error()));
}

TEST(Golden, TheGatewaysStateIsWrittenAsReleased) {
  std::array<char, kLiveBytesMax> buffer{};
  const GatewayState gateway{true, *wire::Version::from("0.1.0"), 90211, kTimeMs, 0x00C0FFEE};
  EXPECT_EQ(text_or_status(write_gateway_state(gateway, buffer)), golden("gateway-state.json"));
}

TEST(Golden, LiveMessagesAreWrittenAsReleased) {
  std::array<char, kLiveBytesMax> buffer{};
  const StockMessage stock{
      *wire::Sku::from("BOLT-8"), *wire::Location::from("MAIN/A-01"), 40, 5, 35, 90211, kTimeMs};
  EXPECT_EQ(text_or_status(write_stock(stock, buffer)), golden("stock.json"));
  LowMessage low{
      *wire::Sku::from("BOLT-8"),         *wire::Location::from("MAIN"), -12, 0, 100, kTimeMs,
      *wire::Reference::from("PO-000017")};
  EXPECT_EQ(text_or_status(write_low(low, buffer)), golden("low.json"));
  const std::array lines{PurchaseLineMessage{*wire::Sku::from("BOLT-8"), 30, 12},
                         PurchaseLineMessage{*wire::Sku::from("NUT-8"), 60, 0}};
  const PurchaseMessage order{*wire::Reference::from("PO-000017"),
                              *wire::Reference::from("ACME"),
                              *wire::Location::from("MAIN"),
                              "partly_received",
                              lines,
                              kTimeMs};
  EXPECT_EQ(text_or_status(write_purchase(order, buffer)), golden("po.json"));
}

TEST(Golden, OrdersOfCustomersAreWrittenAsReleased) {
  std::array<char, kLiveBytesMax> buffer{};
  std::array lines{OrderLineMessage{*wire::Sku::from("TABLE"), 2, 0},
                   OrderLineMessage{*wire::Sku::from("CHAIR"), 8, 0}};
  OrderMessage order;
  order.order = *wire::Reference::from("1007");
  order.state = "rejected";
  order.reason = "CHAIR not in stock";
  order.lines = lines;
  order.at_ms = kTimeMs;
  EXPECT_EQ(text_or_status(write_order(order, buffer)), golden("order-rejected.json"));
  order.state = "partly_confirmed";
  lines[0].reserved = 2;
  order.invoice = *wire::Reference::from("INV-000012");
  order.total_minor = 47800;
  order.currency = "EUR";
  EXPECT_EQ(text_or_status(write_order(order, buffer)), golden("order.json"));
}

}  // namespace
}  // namespace gateway::live
