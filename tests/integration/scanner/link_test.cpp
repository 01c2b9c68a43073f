// SPDX-License-Identifier: MIT
// Promise: a scanner's link connects by itself and comes back by itself, hands over
// what the broker sends on the scanner's own thread only, tells retained messages
// from live ones, and says good-bye.
// Method: the real link and core against a real Mosquitto that is killed and
// frozen; a probe that speaks MQTT without the library plays the gateway.
#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <memory>

#include "../gateway_mqtt/mosquitto.h"
#include "../gateway_mqtt/probe.h"
#include "fakes/recording_listener.h"
#include "fakes/sim_sectors.h"
#include "scanner/host/node.h"
#include "scanner/host/system.h"
#include "support/waiting.h"
#include "wire/ack.h"

namespace {

using scanner::host::monotonic_ms;

constexpr auto kHungMs = static_cast<scanner::TimeMs>(std::chrono::milliseconds(kHung).count());

/// One scanner with its link, driven until something happens.
class Device {
 public:
  Device(const Mosquitto& broker, const std::string& name)
      : node_(make(broker, name, random_)),
        link_(node_.link, random_, wakeup_),
        scanner_(sectors_, link_, random_, listener_, out_, node_.scanner) {
    EXPECT_EQ(scanner_.start(), wire::Status::kOk);
    scanner_.on_barcode("SW:PICK", monotonic_ms());
    scanner_.on_barcode("SW:LOC:MAIN", monotonic_ms());
  }

  template <typename Condition>
  [[nodiscard]] bool drive_until(Condition condition) {
    const auto deadline = monotonic_ms() + kHungMs;
    while (!condition()) {
      if (monotonic_ms() > deadline) return false;
      drive_once(20);
    }
    return true;
  }
  void drive_once(int wait_ms) {
    pollfd waiting{wakeup_.fd(), POLLIN, 0};
    poll(&waiting, 1, wait_ms);
    wakeup_.clear();
    link_.drive(scanner_, monotonic_ms());
    scanner_.poll(monotonic_ms());
  }
  [[nodiscard]] bool drive_until_connected() {
    return drive_until([this] { return scanner_.snapshot().connected; });
  }

  void scan() { scanner_.on_barcode("item", monotonic_ms()); }
  [[nodiscard]] std::uint32_t backlog() const { return scanner_.journal().backlog(); }
  scanner::host::PahoLink& link() { return link_; }
  [[nodiscard]] const scanner::Scanner& scanner() const { return scanner_; }
  [[nodiscard]] std::string topic(const wire::Topic& of) const { return std::string(of.view()); }
  [[nodiscard]] const scanner::ScannerTopics& topics() const { return node_.scanner.topics; }

  /// The ack of a gateway that has everything.
  [[nodiscard]] std::string ack_of_all() const {
    fakes::SimSectors copy = sectors_;
    scanner::Journal reader(copy, 0);
    EXPECT_EQ(reader.mount(), wire::Status::kOk);
    wire::Ack ack;
    ack.epoch = reader.epoch();
    ack.acked = reader.last();
    ack.chain_checksum = *reader.check_at(reader.last());
    std::array<char, wire::kAckBytesMax> json{};
    return std::string(*write_ack(ack, json));
  }

 private:
  static scanner::host::Node make(const Mosquitto& broker, const std::string& name,
                                  scanner::Random& random) {
    scanner::host::NodeOptions options;
    options.node = name;
    options.brokers = {{"127.0.0.1", broker.port(), false}};
    auto node = scanner::host::make_node(options, random);
    EXPECT_TRUE(node) << node.error();
    return *node;
  }

  scanner::host::SystemRandom random_;
  scanner::host::Wakeup wakeup_;
  scanner::host::Node node_;
  fakes::SimSectors sectors_{34};
  fakes::RecordingListener listener_;
  std::array<char, wire::kBatchBytesMax> out_{};
  scanner::host::PahoLink link_;
  scanner::Scanner scanner_;
};

class LinkTest : public testing::Test {
 protected:
  void SetUp() override { mosquitto_.start(); }

  Mosquitto mosquitto_;
};

TEST_F(LinkTest, CarriesScansOutAndAcksIn) {
  Device device(mosquitto_, "desk-1");
  Probe gateway(mosquitto_.port(), "gateway");
  gateway.subscribe("shelfwire/v1/main/node/+/up");
  ASSERT_TRUE(device.drive_until_connected());
  device.scan();
  ASSERT_TRUE(device.drive_until([&] { return device.backlog() == 1; }));
  std::optional<Probe::Received> up;
  ASSERT_TRUE(device.drive_until([&] {
    up = gateway.next("shelfwire", std::chrono::seconds(0));
    return up && up->payload.find(R"("op":"pick")") != std::string::npos;
  }));
  EXPECT_EQ(up->topic, device.topic(device.topics().up));
  gateway.publish(device.topic(device.topics().ack), device.ack_of_all());
  EXPECT_TRUE(device.drive_until([&] { return device.backlog() == 0; }));
  EXPECT_EQ(device.link().trouble(), "");
}

TEST_F(LinkTest, TakesTheRetainedAckBeforeItSendsAnything) {
  Device device(mosquitto_, "desk-1");
  device.scan();
  Probe gateway(mosquitto_.port(), "gateway");
  gateway.subscribe("shelfwire/v1/main/node/+/up");
  gateway.publish(device.topic(device.topics().ack), device.ack_of_all(), 1, true);
  ASSERT_TRUE(device.drive_until([&] { return device.backlog() == 0; }));
  EXPECT_EQ(device.scanner().journal().covered(), 1U);
  device.scan();
  ASSERT_TRUE(device.drive_until([&] {
    const auto up = gateway.next("shelfwire", std::chrono::seconds(0));
    return up && up->payload.find(R"("s":2,)") != std::string::npos;
  })) << "the second scan goes out, the first one never did";
}

TEST_F(LinkTest, ComesBackAfterEveryLossOfTheBroker) {
  Device device(mosquitto_, "desk-1");
  for (int round = 0; round < 2; ++round) {
    ASSERT_TRUE(device.drive_until_connected()) << "round " << round;
    device.scan();
    mosquitto_.kill();
    ASSERT_TRUE(device.drive_until([&] { return !device.scanner().snapshot().connected; }));
    EXPECT_NE(device.link().trouble(), "");
    EXPECT_EQ(device.link().publish("t", "x", scanner::Qos::kAtLeastOnce, false),
              wire::Status::kUnavailable);
    mosquitto_.start();
  }
  ASSERT_TRUE(device.drive_until_connected());
  Probe gateway(mosquitto_.port(), "gateway");
  gateway.publish(device.topic(device.topics().ack), device.ack_of_all());
  EXPECT_TRUE(device.drive_until([&] { return device.backlog() == 0; }));
}

TEST_F(LinkTest, SurvivesABrokerThatDiesWhileItIsWrittenTo) {
  // The library's own memory is at stake here; the address sanitizer watches.
  Device device(mosquitto_, "desk-1");
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(device.drive_until_connected()) << "round " << round;
    mosquitto_.kill();
    // What the core may do before the loss is noticed, and more of it.
    const std::string batch(wire::kBatchBytesMax, 'x');
    for (int i = 0; i < 20; ++i) {
      static_cast<void>(device.link().publish("state", "x", scanner::Qos::kAtLeastOnce, true));
    }
    for (int i = 0; i < 2; ++i) {
      static_cast<void>(device.link().publish("up", batch, scanner::Qos::kAtMostOnce, false));
    }
    ASSERT_TRUE(device.drive_until([&] { return !device.scanner().snapshot().connected; }));
    mosquitto_.start();
  }
}

TEST_F(LinkTest, LeavesItsStateOfflineWhenItCloses) {
  Device device(mosquitto_, "desk-1");
  Probe watcher(mosquitto_.port(), "watcher");
  const std::string state = device.topic(device.topics().state);
  watcher.subscribe(state);
  ASSERT_TRUE(device.drive_until_connected());
  EXPECT_TRUE(watcher.sees(state, R"("online":true)"));
  device.link().close();
  EXPECT_TRUE(watcher.sees(state, R"("online":false)"));
}

TEST_F(LinkTest, SharesAProcessWithManyOthers) {
  std::vector<std::unique_ptr<Device>> devices;
  for (int i = 0; i < 30; ++i) {
    devices.push_back(std::make_unique<Device>(mosquitto_, "desk-" + std::to_string(i)));
    devices.back()->scan();
  }
  Probe gateway(mosquitto_.port(), "gateway");
  for (const auto& device : devices) {
    gateway.publish(device->topic(device->topics().ack), device->ack_of_all(), 0, true);
  }
  const auto deadline = monotonic_ms() + kHungMs;
  const auto waits = [](const auto& device) { return device->backlog() > 0; };
  while (std::any_of(devices.begin(), devices.end(), waits)) {
    ASSERT_LT(monotonic_ms(), deadline);
    for (const auto& device : devices) device->drive_once(1);
  }
}

}  // namespace
