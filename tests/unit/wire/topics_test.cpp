// SPDX-License-Identifier: MIT
// Goal: every topic is the one the protocol names, nothing that is not a name can
// get into one, and taking one apart gives back what it was built from.
// Method: exact topics, the longest parts, and a list of near misses.

#include "wire/topics.h"

#include <gtest/gtest.h>

#include <string>

namespace wire {
namespace {

Topics topics() {
  return *Topics::make("shelfwire/v1", "main");
}
NodeName node(std::string_view text) {
  return *NodeName::from(text);
}
Sku sku(std::string_view text) {
  return *Sku::from(text);
}
Reference order(std::string_view text) {
  return *Reference::from(text);
}
Location location(std::string_view text) {
  return *Location::from(text);
}

TEST(Topics, AreThoseOfTheProtocol) {
  EXPECT_EQ(topics().up(node("dock-1"))->view(), "shelfwire/v1/main/node/dock-1/up");
  EXPECT_EQ(topics().ack(node("dock-1"))->view(), "shelfwire/v1/main/node/dock-1/ack");
  EXPECT_EQ(topics().node_state(node("dock-1"))->view(), "shelfwire/v1/main/node/dock-1/state");
  EXPECT_EQ(topics().stock(sku("BOLT-8"), location("MAIN/A-01/03"))->view(),
            "shelfwire/v1/main/stock/BOLT-8/MAIN/A-01/03");
  EXPECT_EQ(topics().low(sku("BOLT-8"), "MAIN")->view(), "shelfwire/v1/main/low/BOLT-8/MAIN");
  EXPECT_EQ(topics().purchase(order("PO-000017"))->view(), "shelfwire/v1/main/po/PO-000017");
  EXPECT_EQ(topics().order(order("1007"))->view(), "shelfwire/v1/main/order/1007");
  EXPECT_EQ(topics().new_order().view(), "shelfwire/v1/main/order/new");
  EXPECT_EQ(topics().event("incident.key_reused")->view(),
            "shelfwire/v1/main/event/incident.key_reused");
  EXPECT_EQ(topics().gateway_state().view(), "shelfwire/v1/main/gateway/state");
  EXPECT_EQ(topics().all_up().view(), "shelfwire/v1/main/node/+/up");
  EXPECT_EQ(topics().all_acks().view(), "shelfwire/v1/main/node/+/ack");
  EXPECT_EQ(topics().all_node_states().view(), "shelfwire/v1/main/node/+/state");
  EXPECT_EQ(topics().all_stock().view(), "shelfwire/v1/main/stock/#");
  EXPECT_EQ(topics().all_low().view(), "shelfwire/v1/main/low/#");
  EXPECT_EQ(topics().all_purchases().view(), "shelfwire/v1/main/po/#");
  EXPECT_EQ(topics().all_orders().view(), "shelfwire/v1/main/order/+");
}

TEST(Topics, ComeApartAsTheyWereBuilt) {
  const Topics t = topics();
  EXPECT_EQ(t.parse_up(t.up(node("n.1"))->view()), node("n.1"));
  EXPECT_EQ(t.parse_order(t.order(order("1007"))->view()), order("1007"));
}

TEST(Topics, FitAtTheirLongest) {
  const std::string prefix = std::string(32, 'p') + "/" + std::string(31, 'q');
  const std::string name(32, 'n');
  const std::string path = std::string(32, 'l') + "/" + std::string(15, 'm');
  const auto longest = Topics::make(prefix, name);
  ASSERT_TRUE(longest);
  const auto stock = longest->stock(sku(name), location(path));
  ASSERT_TRUE(stock);
  EXPECT_EQ(stock->view(), prefix + "/" + name + "/stock/" + name + "/" + path);
  EXPECT_LE(stock->size(), kTopicBytesMax);
  EXPECT_TRUE(longest->node_state(node(name)));
  EXPECT_TRUE(longest->purchase(order(name)));
  EXPECT_EQ(longest->parse_order(longest->order(order(name))->view()), order(name));
  EXPECT_TRUE(longest->event(name));
  EXPECT_FALSE(Topics::make(prefix + "q", name));
  EXPECT_FALSE(Topics::make(prefix, name + "n"));
}

TEST(Topics, RefuseAPrefixOrSiteThatIsNoName) {
  for (const char* bad : {"", "/a", "a/", "a//b", "a/+", "#", "$SYS", "a b", "\xC3\xA4"}) {
    EXPECT_EQ(Topics::make(bad, "main"), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(Topics::make("shelfwire/v1", bad), fail(Status::kInvalidArgument)) << bad;
  }
  EXPECT_FALSE(Topics::make("shelfwire/v1", "a/b"));
  EXPECT_TRUE(Topics::make("one", "main"));
}

TEST(Topics, AreNotBuiltFromWhatIsNoName) {
  for (const char* bad : {"", "+", "#", "a/b", "a b", "@x"}) {
    EXPECT_EQ(topics().up(node(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().ack(node(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().node_state(node(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().stock(sku(bad), location("MAIN")), fail(Status::kInvalidArgument));
    EXPECT_EQ(topics().low(sku(bad), "MAIN"), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().low(sku("X"), bad), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().purchase(order(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().order(order(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().event(bad), fail(Status::kInvalidArgument)) << bad;
  }
  EXPECT_FALSE(topics().order(order("new"))) << "where orders come in";
  EXPECT_FALSE(topics().stock(sku("X"), location("@customer")));
  EXPECT_FALSE(topics().stock(sku("X"), location("")));
}

TEST(Topics, OfOthersAreNotTakenForOurs) {
  const Topics t = topics();
  for (const char* bad :
       {"", "shelfwire/v1/main/node/up", "shelfwire/v1/main/node//up",
        "shelfwire/v1/main/node/a/b/up", "shelfwire/v1/main/node/a/upx", "shelfwire/v1/main/node/a",
        "shelfwire/v1/main/node/a/ack", "shelfwire/v1/main/node/abcd",
        "shelfwire/v1/main/node/a/Up", "shelfwire/v1/mein/node/a/up", "shelfwire/v1/main/node/+/up",
        "shelfwire/v1/main2/node/a/up", "shelfwire/v1/mai/node/a/up",
        "x/shelfwire/v1/main/node/a/up", "shelfwire/v1/main/nodes/a/up",
        "shelfwire/v1/main/node/a/up/", "shelfwire/v1/main/node/up/"}) {
    EXPECT_EQ(t.parse_up(bad), fail(Status::kInvalidArgument)) << bad;
  }
  for (const char* bad :
       {"", "shelfwire/v1/main/order", "shelfwire/v1/main/order/", "shelfwire/v1/main/order/new",
        "shelfwire/v1/main/order/a/b", "shelfwire/v1/main/order/+", "shelfwire/v1/main/po/1007",
        "shelfwire/v1/mein/order/1007"}) {
    EXPECT_EQ(t.parse_order(bad), fail(Status::kInvalidArgument)) << bad;
  }
  EXPECT_FALSE(t.parse_up("shelfwire/v1/main/node/" + std::string(33, 'n') + "/up"));
}

}  // namespace
}  // namespace wire
