// SPDX-License-Identifier: MIT
// Promise: the highest entry that a gateway of our name has shown is known, and what anybody
// else wrote there proves nothing.

#include "seen_seq.h"

#include <gtest/gtest.h>

#include <string>

namespace gateway::mqtt {
namespace {

class SeenSeqTest : public testing::Test {
 protected:
  void arrive(const std::string& topic, const std::string& payload, bool retained = true) {
    seen_.arrived({base_ + topic, payload, false, retained});
  }
  static std::string bin(const std::string& sku, const std::string& loc, const std::string& seq) {
    return R"({"v":1,"sku":")" + sku + R"(","loc":")" + loc +
           R"(","on_hand":1,"reserved":0,"available":1,"seq":)" + seq + R"(,"at_ms":7})";
  }
  const std::string base_ = "shelfwire/v1/main/";
  SeenSeq seen_{live::Topics(*wire::Topics::make("shelfwire/v1", "main"))};
};

TEST_F(SeenSeqTest, IsTheHighestOfStockAndState) {
  EXPECT_FALSE(seen_.highest());
  arrive("stock/A/MAIN/A-01", bin("A", "MAIN/A-01", "41"));
  EXPECT_EQ(seen_.highest(), 41U);
  arrive("gateway/state", R"({"v":1,"online":false,"seq":90,"started_ms":7})");
  arrive("stock/B/MAIN", bin("B", "MAIN", "7"));
  EXPECT_EQ(seen_.highest(), 90U);
  arrive("stock/B/MAIN", bin("B", "MAIN", "91"));
  EXPECT_EQ(seen_.highest(), 91U);
  seen_.begin();
  EXPECT_FALSE(seen_.highest());
}

TEST_F(SeenSeqTest, IgnoresWhatIsNoMessageOfOurs) {
  arrive("stock/A/MAIN", bin("A", "MAIN", "5"), false);         // just published, not kept
  arrive("stock/A/MAIN", bin("B", "MAIN", "5"));                // of another bin
  arrive("stock/A/MAIN", bin("A", "MAIN/A", "5"));              // of another bin
  arrive("stock/A/MAIN", bin("A", "MAIN", "-5"));               // no such entry
  arrive("stock/A/MAIN", bin("A", "MAIN", "\"5\""));            // no number
  arrive("stock/A/MAIN", R"({"v":1,"seq":5})");                 // names no bin
  arrive("stock/A/MAIN", "seq 5");                              // no JSON
  arrive("low/A/MAIN", bin("A", "MAIN", "5"));                  // another kind
  arrive("gateway/state", R"({"v":2,"online":true,"seq":5})");  // another version
  arrive("gateway/state", R"({"v":1,"online":true})");
  EXPECT_FALSE(seen_.highest());
}

}  // namespace
}  // namespace gateway::mqtt
