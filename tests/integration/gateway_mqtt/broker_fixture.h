// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <regex>
#include <string>

#include "fake_gateway.h"
#include "gateway/mqtt/broker.h"
#include "mosquitto.h"
#include "probe.h"
#include "support/waiting.h"

/// A real broker, the gateway's connection to it, and a writer that is not real.
class BrokerTest : public testing::Test {
 protected:
  inline static const std::string kBase = "shelfwire/v1/main/";

  void SetUp() override { mosquitto_.start(); }

  void TearDown() override {
    if (broker_) broker_->stop();
    gateway_.stop();
  }

  void make_broker(const std::string& urls = "") {
    gateway::mqtt::BrokerSettings settings;
    settings.urls = urls.empty() ? mosquitto_.url() : urls;
    settings.version = "0.1.0";
    settings.seq = gateway_.seq();
    settings.who = {0xabcd0001, 1'790'000'000'000, kIncarnation, 0};
    settings.username = username_;
    settings.prove_rights_every_ms = prove_rights_every_;
    settings.on_newer_seq = [this](gateway::LedgerSeq seq, gateway::LedgerSeq) {
      newer_seq_ = seq;
      ++newer_seq_calls_;
    };
    auto made = gateway::mqtt::Broker::make(settings, gateway_, gateway_);
    ASSERT_TRUE(made) << made.error();
    broker_ = *std::move(made);
    gateway_.show_to([this](const gateway::Effects& effects) { broker_->publish(effects); });
    gateway_.start();
  }

  /// Starts the connection and waits until it works.
  void start_broker(const std::string& urls = "") {
    Probe watcher(mosquitto_.port(), "watcher");
    watcher.subscribe(kBase + "gateway/state");
    make_broker(urls);
    broker_->start();
    ASSERT_TRUE(watcher.sees(kBase + "gateway/state", R"("online":true)"));
  }

  /// What a late subscriber is told of stock, alerts and orders.
  [[nodiscard]] std::map<std::string, std::string> retained_stock() const {
    auto found = retained_at(mosquitto_.port(), kBase + "stock/#");
    found.merge(retained_at(mosquitto_.port(), kBase + "low/#"));
    found.merge(retained_at(mosquitto_.port(), kBase + "po/#"));
    found.merge(retained_at(mosquitto_.port(), kBase + "order/#"));
    return found;
  }

  /// Messages on `topic` among `lines` that the gateway acknowledged to the broker, without its own
  /// to itself, which have 30 to 39 bytes, as no other here. The log names a packet's message id
  /// when it leaves and when it is acknowledged.
  static std::size_t acknowledged(const Mosquitto::Lines& lines, const std::string& topic) {
    const std::regex sent(
        R"(Sending PUBLISH to shelfwired-main \(d., q1, r., m(\d+), '(.*)', .* \((\d+) bytes)");
    const std::regex acknowledged(R"(Received PUBACK from shelfwired-main \(Mid: (\d+),)");
    std::map<std::string, bool> ours_by_id;
    std::size_t count = 0;
    for (const std::string& line : lines) {
      std::smatch match;
      if (std::regex_search(line, match, sent)) {
        const int bytes = std::stoi(match[3]);
        ours_by_id[match[1]] = match[2] == topic && (bytes < 30 || bytes > 39);
      } else if (std::regex_search(line, match, acknowledged) && ours_by_id[match[1]]) {
        ++count;
      }
    }
    return count;
  }
  [[nodiscard]] bool wait_acknowledged(const std::string& topic, std::size_t count) const {
    return mosquitto_.wait_log(
        [&](const Mosquitto::Lines& lines) { return acknowledged(lines, topic) >= count; });
  }
  /// Messages of the gateway that the broker got, without those of its own state and those to
  /// itself, which it repeats as time goes by.
  static std::size_t published(const Mosquitto::Lines& lines) {
    const std::regex got(R"(Received PUBLISH from shelfwired-main \(.*, '(.*)', )");
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
          std::smatch match;
          return std::regex_search(line, match, got) && match[1] != kBase + "gateway/state" &&
                 match[1] != kBase + "order/new" && !match[1].str().ends_with("@gateway") &&
                 match[1].str().find("/@gateway/") == std::string::npos;
        }));
  }
  static std::size_t confirmed_plain(const Mosquitto::Lines& lines) {
    return acknowledged(lines, "inventory_updates");
  }
  [[nodiscard]] bool wait_acknowledged_plain(std::size_t count) const {
    return wait_acknowledged("inventory_updates", count);
  }

  /// What happened is seen before it is counted, on another thread: waits until the
  /// counter is there.
  void expect_count(std::uint64_t gateway::mqtt::Counts::*counter, std::uint64_t wanted) const {
    const auto deadline = std::chrono::steady_clock::now() + kHung;
    while (broker_->counts().*counter < wanted && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_EQ(broker_->counts().*counter, wanted);
  }

  /// A batch of one movement: `qty` of `sku` into `location`.
  static std::string up(unsigned seq, const std::string& sku, const std::string& location,
                        int qty) {
    return fmt::format(
        R"({{"v":1,"e":"9f3c01aa","s":{},"b":1,"p":"77c0de01","m":[{{"op":"receive","sku":"{}",)"
        R"("to":"{}","qty":{},"k":"{:08x}"}}]}})",
        seq, sku, location, qty, seq);
  }
  static std::string plain(const std::string& sku, const std::string& location, int qty) {
    return fmt::format(R"({{"product_code":"{}","warehouse_name":"{}","quantity":{}}})", sku,
                       location, qty);
  }

  std::string username_;  // of the gateway at the broker
  std::chrono::milliseconds prove_rights_every_{20'000};
  std::atomic<gateway::LedgerSeq> newer_seq_{0};
  std::atomic<int> newer_seq_calls_{0};
  Mosquitto mosquitto_;
  FakeGateway gateway_;
  std::unique_ptr<gateway::mqtt::Broker> broker_;
};
