// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <string>
#include <thread>

/// Stands before a broker and, like some brokers, ends the connection of whoever publishes on a
/// topic that it does not like. It can also swallow subscriptions, as a slow broker leaves them
/// unanswered. Ends with the object.
class PickyProxy {
 public:
  PickyProxy(std::uint16_t broker_port, std::string disliked);
  ~PickyProxy();
  PickyProxy(const PickyProxy&) = delete;
  PickyProxy& operator=(const PickyProxy&) = delete;

  [[nodiscard]] std::string url() const;
  [[nodiscard]] int hang_ups() const { return hang_ups_; }
  void swallow_subscriptions() { swallows_subscriptions_ = true; }

 private:
  struct Pair {
    int client = -1;
    int broker = -1;
    std::thread up;
    std::thread down;
  };
  void accept_all();
  void pass_up(const Pair& pair);
  static void pass_down(const Pair& pair);

  const std::uint16_t broker_port_;
  const std::string disliked_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> hang_ups_{0};
  std::atomic<bool> swallows_subscriptions_{false};
  std::list<Pair> pairs_;
  std::thread accepting_;
};
