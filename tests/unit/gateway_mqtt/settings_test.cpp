// SPDX-License-Identifier: MIT
// Promise: a setting that cannot work is refused before anything is started, by
// the name of its key.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "fakes/no_retained.h"
#include "gateway/mqtt/broker.h"

namespace gateway::mqtt {
namespace {

class NoInbox final : public intake::Inbox {
 public:
  wire::Status submit(Command /*command*/, intake::PendingReply /*reply*/) override {
    return wire::Status::kUnavailable;
  }
};

std::string complaint(const std::function<void(BrokerSettings&)>& change) {
  BrokerSettings settings;
  change(settings);
  NoInbox inbox;
  NoRetained retained;
  const auto made = Broker::make(settings, inbox, retained);
  return made ? "" : made.error();
}

TEST(BrokerSettings, TheDefaultsWork) {
  EXPECT_EQ(complaint([](BrokerSettings&) {}), "");
  EXPECT_EQ(complaint([](BrokerSettings& s) { s.plain_topic = ""; }), "");
  EXPECT_EQ(complaint([](BrokerSettings& s) { s.urls = "mqtt://a,mqtts://b:8884"; }), "");
}

TEST(BrokerSettings, WhatCannotWorkIsNamed) {
  const std::vector<std::pair<std::string, std::function<void(BrokerSettings&)>>> cases{
      {"mqtt.url", [](BrokerSettings& s) { s.urls = "http://a"; }},
      {"mqtt.url", [](BrokerSettings& s) { s.urls = "mqtt://a,"; }},
      {"site.name", [](BrokerSettings& s) { s.site = "a b"; }},
      {"site.prefix", [](BrokerSettings& s) { s.site_prefix = "a/#"; }},
      {"mqtt.inventory_updates_topic", [](BrokerSettings& s) { s.plain_topic = "a/+"; }},
      {"mqtt.inventory_updates_topic", [](BrokerSettings& s) { s.plain_topic = "#"; }},
      {"mqtt.inventory_updates_topic", [](BrokerSettings& s) { s.plain_topic = "$SYS/a"; }},
      {"version", [](BrokerSettings& s) { s.version = std::string(33, '1'); }},
  };
  for (const auto& [key, change] : cases) {
    EXPECT_NE(complaint(change).find(key), std::string::npos) << key << ": " << complaint(change);
  }
}

}  // namespace
}  // namespace gateway::mqtt
