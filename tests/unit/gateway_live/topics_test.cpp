// SPDX-License-Identifier: MIT
// Goal: every topic is the one the protocol names, nothing that is not a name can
// get into one, and an order's gives back the order.
// Method: exact topics, the longest parts, and a list of near misses.

#include "gateway/live/topics.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gateway::live {
namespace {

using wire::fail;
using wire::Status;

Topics topics() {
  return Topics(*wire::Topics::make("shelfwire/v1", "main"));
}
wire::Sku sku(std::string_view text) {
  return *wire::Sku::from(text);
}
wire::Reference order(std::string_view text) {
  return *wire::Reference::from(text);
}
wire::Location location(std::string_view text) {
  return *wire::Location::from(text);
}

TEST(Topics, AreThoseOfTheProtocol) {
  EXPECT_EQ(topics().stock(sku("BOLT-8"), location("MAIN/A-01/03"))->view(),
            "shelfwire/v1/main/stock/BOLT-8/MAIN/A-01/03");
  EXPECT_EQ(topics().low(sku("BOLT-8"), "MAIN")->view(), "shelfwire/v1/main/low/BOLT-8/MAIN");
  EXPECT_EQ(topics().purchase("PO-000017")->view(), "shelfwire/v1/main/po/PO-000017");
  EXPECT_EQ(topics().order("1007")->view(), "shelfwire/v1/main/order/1007");
  EXPECT_EQ(topics().new_order().view(), "shelfwire/v1/main/order/new");
  EXPECT_EQ(topics().event("incident.key_reused")->view(),
            "shelfwire/v1/main/event/incident.key_reused");
  EXPECT_EQ(topics().gateway_state().view(), "shelfwire/v1/main/gateway/state");
  EXPECT_EQ(topics().all_orders().view(), "shelfwire/v1/main/order/+");
  EXPECT_EQ(topics().all_purchases().view(), "shelfwire/v1/main/po/#");
  EXPECT_EQ(topics().all_low().view(), "shelfwire/v1/main/low/#");
  EXPECT_EQ(topics().all_stock().view(), "shelfwire/v1/main/stock/#");
  EXPECT_EQ(topics().stock_of(*wire::Sku::from("A"))->view(), "shelfwire/v1/main/stock/A/#");
  EXPECT_EQ(topics().low_of(*wire::Sku::from("A"))->view(), "shelfwire/v1/main/low/A/#");
  EXPECT_FALSE(topics().stock_of(*wire::Sku::from("+")));
  EXPECT_FALSE(topics().low_of(wire::Sku{}));
}

TEST(Topics, FitAtTheirLongest) {
  const std::string prefix = std::string(32, 'p') + "/" + std::string(31, 'q');
  const std::string name(32, 'n');
  const std::string path = std::string(32, 'l') + "/" + std::string(15, 'm');
  const auto site = wire::Topics::make(prefix, name);
  ASSERT_TRUE(site);
  const Topics longest(*site);
  const auto stock = longest.stock(sku(name), location(path));
  ASSERT_TRUE(stock);
  EXPECT_EQ(stock->view(), prefix + "/" + name + "/stock/" + name + "/" + path);
  EXPECT_LE(stock->size(), wire::kTopicBytesMax);
  EXPECT_TRUE(longest.purchase(name));
  EXPECT_EQ(longest.parse_order(longest.order(name)->view()), order(name));
  EXPECT_TRUE(longest.event(name));
}

TEST(Topics, AreNotBuiltFromWhatIsNoName) {
  for (const char* bad : {"", "+", "#", "a/b", "a b", "@x"}) {
    EXPECT_EQ(topics().stock(sku(bad), location("MAIN")), fail(Status::kInvalidArgument));
    EXPECT_EQ(topics().low(sku(bad), "MAIN"), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().low(sku("X"), bad), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().purchase(bad), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().order(bad), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().event(bad), fail(Status::kInvalidArgument)) << bad;
  }
  EXPECT_FALSE(topics().order("new")) << "where orders come in";
  EXPECT_FALSE(topics().stock(sku("X"), location("@customer")));
  EXPECT_FALSE(topics().stock(sku("X"), location("")));
}

TEST(Topics, OfOthersAreNotTakenForAnOrders) {
  EXPECT_EQ(topics().parse_order(topics().order("1007")->view()), order("1007"));
  for (const char* bad :
       {"", "shelfwire/v1/main/order", "shelfwire/v1/main/order/", "shelfwire/v1/main/order/new",
        "shelfwire/v1/main/order/a/b", "shelfwire/v1/main/order/+", "shelfwire/v1/main/po/1007",
        "shelfwire/v1/mein/order/1007"}) {
    EXPECT_EQ(topics().parse_order(bad), fail(Status::kInvalidArgument)) << bad;
  }
}

}  // namespace
}  // namespace gateway::live
