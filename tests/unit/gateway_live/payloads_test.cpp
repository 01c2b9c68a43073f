// SPDX-License-Identifier: MIT
// Goal: what dashboards are shown has the form of the protocol, and always fits.
// Method: exact texts, the longest ones, and one byte too little.

#include "gateway/live/payloads.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string>
#include <vector>

namespace gateway::live {
namespace {

template <typename T>
T full() {
  return *T::from(std::string(T::kBytesMax, '\x01'));
}

constexpr std::int64_t kLongest = std::numeric_limits<std::int64_t>::min();

// The message, after proving that one byte less is too little for it.
template <typename Message, typename Write>
std::string written(const Message& message, Write write, std::size_t bytes_max) {
  std::string buffer(bytes_max, '#');
  const auto text = write(message, buffer);
  if (!text) return wire::to_string(text.error());
  const std::string copy(*text);
  std::string small(copy.size() - 1, '#');
  EXPECT_EQ(write(message, small), wire::fail(wire::Status::kTruncated)) << copy;
  return copy;
}

template <typename Message, typename Write>
std::string live_text(const Message& message, Write write) {
  return written(message, write, kLiveBytesMax);
}

std::string order_text(const OrderMessage& message) {
  return written(message, write_order,
                 order_bytes_max(message.lines.size(), message.reason.size()));
}

TEST(Live, ShowsStockAsTheProtocolSays) {
  const StockMessage message{*wire::Sku::from("BOLT-8"),
                             *wire::Location::from("MAIN/A-01"),
                             40,
                             5,
                             35,
                             90211,
                             1790000000000};
  EXPECT_EQ(live_text(message, write_stock),
            R"({"v":1,"sku":"BOLT-8","loc":"MAIN/A-01","on_hand":40,"reserved":5,"available":35,)"
            R"("seq":90211,"at_ms":1790000000000})");
}

TEST(Live, ShowsLowStockAsTheProtocolSays) {
  LowMessage message{
      *wire::Sku::from("BOLT-8"),         *wire::Location::from("MAIN"), 12, 0, 100, 1790000000000,
      *wire::Reference::from("PO-000017")};
  EXPECT_EQ(live_text(message, write_low),
            R"({"v":1,"sku":"BOLT-8","warehouse":"MAIN","available":12,"on_order":0,)"
            R"("threshold":100,"since_ms":1790000000000,"order":"PO-000017"})");
  message.order = {};
  EXPECT_EQ(live_text(message, write_low),
            R"({"v":1,"sku":"BOLT-8","warehouse":"MAIN","available":12,"on_order":0,)"
            R"("threshold":100,"since_ms":1790000000000})");
}

TEST(Live, ShowsAPurchaseOrderAsTheProtocolSays) {
  const std::array lines{PurchaseLineMessage{*wire::Sku::from("BOLT-8"), 30, 0},
                         PurchaseLineMessage{*wire::Sku::from("NUT-8"), 60, 61}};
  PurchaseMessage message{*wire::Reference::from("PO-000017"),
                          *wire::Reference::from("ACME"),
                          *wire::Location::from("MAIN"),
                          "sent",
                          lines,
                          1790000000000};
  EXPECT_EQ(live_text(message, write_purchase),
            R"({"v":1,"po":"PO-000017","supplier":"ACME","warehouse":"MAIN","state":"sent",)"
            R"("lines":[{"sku":"BOLT-8","qty":30,"received":0},)"
            R"({"sku":"NUT-8","qty":60,"received":61}],"at_ms":1790000000000})");
  message.lines = {};
  EXPECT_EQ(live_text(message, write_purchase),
            R"({"v":1,"po":"PO-000017","supplier":"ACME","warehouse":"MAIN","state":"sent",)"
            R"("lines":[],"at_ms":1790000000000})");
}

TEST(Live, APurchaseOrderFitsWhateverItsLines) {
  const std::string name(wire::kNameBytesMax, 'n');
  for (const std::size_t count : {0U, 1U, 200U}) {
    const std::vector<PurchaseLineMessage> lines(count,
                                                 {*wire::Sku::from(name), kLongest, kLongest});
    const PurchaseMessage message{*wire::Reference::from(name),
                                  *wire::Reference::from(name),
                                  *wire::Location::from(std::string(wire::kLocationBytesMax, 'l')),
                                  name,
                                  lines,
                                  kLongest};
    EXPECT_NE(written(message, write_purchase, purchase_bytes_max(count)), "truncated") << count;
  }
}

TEST(Live, ShowsACustomersOrderAsTheProtocolSays) {
  const std::array lines{OrderLineMessage{*wire::Sku::from("TABLE"), 2, 2},
                         OrderLineMessage{*wire::Sku::from("CHAIR"), 8, 0}};
  OrderMessage message;
  message.order = *wire::Reference::from("1007");
  message.state = "received";
  message.lines = lines;
  message.at_ms = 1790000000000;
  EXPECT_EQ(
      order_text(message),
      R"({"v":1,"order":"1007","state":"received","reason":"",)"
      R"("lines":[{"sku":"TABLE","qty":2,"reserved":2},{"sku":"CHAIR","qty":8,"reserved":0}],)"
      R"("at_ms":1790000000000})");
  message.state = "partly_confirmed";
  message.reason = "CHAIR: \"none\"";
  message.lines = {};
  message.total_minor = 478;
  message.currency = "EUR";
  EXPECT_EQ(order_text(message).find("total_minor"), std::string::npos) << "of no invoice";
  message.invoice = *wire::Reference::from("INV-000012");
  EXPECT_EQ(order_text(message),
            R"({"v":1,"order":"1007","state":"partly_confirmed","reason":"CHAIR: \"none\"",)"
            R"("lines":[],"invoice":"INV-000012","total_minor":478,"currency":"EUR",)"
            R"("at_ms":1790000000000})");
  message.currency = {};
  EXPECT_NE(order_text(message).find(R"("total_minor":478,"at_ms")"), std::string::npos);
}

TEST(Live, ACustomersOrderFitsWhateverItsLinesAndReason) {
  const std::string name(wire::kNameBytesMax, 'n');
  for (const std::size_t count : {0U, 1U, 100U}) {
    for (const char worst : {'\x01', '\xFF'}) {
      const std::vector<OrderLineMessage> lines(count,
                                                {*wire::Sku::from(name), kLongest, kLongest});
      const std::string reason(200, worst);
      const OrderMessage message{*wire::Reference::from(name), name,     reason, lines,
                                 *wire::Reference::from(name), kLongest, "EUR",  kLongest};
      EXPECT_NE(order_text(message), "truncated") << count;
      EXPECT_NE(order_text(message), "invalid_argument") << count;
    }
  }
}

TEST(Live, ShowsTheGatewayAndItsLastWill) {
  GatewayState state{true, *wire::Version::from("0.1.0"), 90211, 1790000000000, 0x00C0FFEE};
  EXPECT_EQ(live_text(state, write_gateway_state),
            R"({"v":1,"online":true,"version":"0.1.0","seq":90211,)"
            R"("started_ms":1790000000000,"run":"00c0ffee"})");
  state.online = false;
  EXPECT_TRUE(live_text(state, write_gateway_state).starts_with(R"({"v":1,"online":false,)"));
}

TEST(Live, FitsAtItsLongest) {
  const StockMessage stock{full<wire::Sku>(), full<wire::Location>(),
                           kLongest,          kLongest,
                           kLongest,          std::numeric_limits<std::uint64_t>::max(),
                           kLongest};
  const LowMessage low{
      full<wire::Sku>(), full<wire::Location>(), kLongest, kLongest, kLongest, kLongest, {}};
  const GatewayState gateway{false, full<wire::Version>(),
                             std::numeric_limits<std::uint64_t>::max(), kLongest, 0xFFFFFFFF};
  // Names escape to six times their length only when they are not names at all.
  std::array<char, kLiveBytesMax + 256> buffer{};
  EXPECT_LE(write_stock(stock, buffer)->size(), buffer.size());
  LowMessage real = low;
  real.sku = *wire::Sku::from(std::string(32, 's'));
  real.warehouse = *wire::Location::from(std::string(32, 'w'));
  real.order = *wire::Reference::from(std::string(32, 'o'));
  EXPECT_NE(live_text(real, write_low), "truncated");
  StockMessage bin = stock;
  bin.sku = *wire::Sku::from(std::string(32, 's'));
  bin.loc = *wire::Location::from(std::string(48, 'l'));
  EXPECT_NE(live_text(bin, write_stock), "truncated");
  EXPECT_NE(live_text(gateway, write_gateway_state), "truncated");
}

}  // namespace
}  // namespace gateway::live
