// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "support/waiting.h"

/// A dashboard or scanner of a few lines: MQTT 3.1.1 over a plain socket, without
/// the library that is under test. Connect it before the gateway, so that its
/// socket is not taken for the gateway's. Any call may fail the test.
class Probe {
 public:
  struct Received {
    std::string topic;
    std::string payload;
    bool retained = false;
  };

  explicit Probe(std::uint16_t port, const std::string& client_id = "probe");
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  void subscribe(const std::string& filter);  ///< returns after SUBACK
  /// QoS 1 returns after the broker's PUBACK.
  void publish(const std::string& topic, const std::string& payload, int qos = 0,
               bool retain = false);

  /// Next message whose topic starts with `prefix`; the ones before it are gone.
  [[nodiscard]] std::optional<Received> next(std::string_view prefix,
                                             std::chrono::seconds timeout = kHung);
  /// Waits for a message on `topic` that contains `part`.
  [[nodiscard]] bool sees(const std::string& topic, const std::string& part,
                          std::chrono::seconds timeout = kHung);
  /// Newest payload of each topic seen so far that starts with `prefix`, cleared
  /// ones left out.
  [[nodiscard]] std::map<std::string, std::string> newest(const std::string& prefix) const;
  /// Waits until that is `wanted`.
  [[nodiscard]] bool wait_newest(const std::string& prefix,
                                 const std::map<std::string, std::string>& wanted,
                                 std::chrono::seconds timeout = kHung) const;

 private:
  void send(std::string_view packet);
  void read_packets();
  void take_packet(char head, std::string_view body);
  [[nodiscard]] std::map<std::string, std::string> newest_locked(const std::string& prefix) const;

  int fd_ = -1;
  std::uint16_t last_id_ = 0;
  std::thread reader_;

  mutable std::mutex mutex_;
  mutable std::condition_variable more_;
  std::deque<Received> received_;
  std::map<std::string, std::string> newest_;
  int answers_ = 0;  // CONNACK, SUBACK, PUBACK not yet waited for
  bool closed_ = false;
};

/// What a new subscriber is told at once: the retained messages below `filter`.
std::map<std::string, std::string> retained_at(std::uint16_t port, const std::string& filter);
