// SPDX-License-Identifier: MIT
// Promise: a broker's address is read as people write it, and a wrong one is
// refused with a sentence that helps.
// Method: tables of right and wrong addresses.
#include "paho/broker.h"

#include <gtest/gtest.h>

namespace {

using paho::Broker;

TEST(Broker, ReadsWhatPeopleWrite) {
  EXPECT_EQ(paho::parse_broker("mqtt://127.0.0.1:1883"), (Broker{"127.0.0.1", 1883, false}));
  EXPECT_EQ(paho::parse_broker("mqtt://broker.example"), (Broker{"broker.example", 1883, false}));
  EXPECT_EQ(paho::parse_broker("mqtts://broker.example"), (Broker{"broker.example", 8883, true}));
  EXPECT_EQ(paho::parse_broker("mqtts://b:9000/"), (Broker{"b", 9000, true}));
  EXPECT_EQ(paho::parse_broker("mqtt://[::1]:1884"), (Broker{"::1", 1884, false}));
  EXPECT_EQ(paho::parse_broker("mqtt://[::1]"), (Broker{"::1", 1883, false}));
}

TEST(Broker, RefusesWithTheAddressAndAReason) {
  for (const char* url :
       {"", "127.0.0.1", "tcp://h:1", "mqtt://", "mqtt://:1883", "mqtt://h:", "mqtt://h:0",
        "mqtt://h:65536", "mqtt://h:18x", "mqtt://h:1:2", "mqtt://[::1", "mqtt://[::1]x",
        "mqtt://a b", "mqtt://h/path", "mqtt://h?x"}) {
    const auto broker = paho::parse_broker(url);
    ASSERT_FALSE(broker) << url;
    EXPECT_NE(broker.error().find(url), std::string::npos) << broker.error();
    EXPECT_GT(broker.error().size(), std::string(url).size() + 30) << "says too little";
  }
}

TEST(Broker, RepeatsNoPassword) {
  for (const char* url : {"mqtt://user:s3cret@h", "tcp://user:s3cret@h", "user:s3cret@h",
                          "mqtt://user:s3c@ret@h:0", "mqtt://s3cret@://h"}) {
    const auto broker = paho::parse_broker(url);
    ASSERT_FALSE(broker) << url;
    EXPECT_EQ(broker.error().find("s3c"), std::string::npos) << broker.error();
    EXPECT_EQ(broker.error().find("user"), broker.error().find("user name")) << broker.error();
  }
  EXPECT_NE(paho::parse_broker("mqtt://user:pw@h").error().find("'mqtt://...@h'"),
            std::string::npos);
}

TEST(Broker, ReadsSeveral) {
  const auto brokers = paho::parse_brokers("mqtt://a, mqtts://b:1");
  ASSERT_TRUE(brokers);
  EXPECT_EQ(*brokers, (std::vector{Broker{"a", 1883, false}, Broker{"b", 1, true}}));
  EXPECT_FALSE(paho::parse_brokers("mqtt://a,"));
  EXPECT_FALSE(paho::parse_brokers(""));
}

TEST(Broker, IsSpelledForPaho) {
  EXPECT_EQ((Broker{"h", 1883, false}).paho_uri(), "tcp://h:1883");
  EXPECT_EQ((Broker{"::1", 8883, true}).paho_uri(), "ssl://[::1]:8883");
}

TEST(Broker, IsSpelledForPeopleAsTheyWriteIt) {
  for (const char* url : {"mqtt://h:1883", "mqtts://[::1]:8883", "mqtt://10.0.0.7:1"}) {
    const auto broker = paho::parse_broker(url);
    ASSERT_TRUE(broker) << url;
    EXPECT_EQ(broker->url(), url);
  }
}

}  // namespace
