// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::mqtt {

/// How long a small message takes to the broker and back: from its publication
/// until the broker has confirmed it and its copy has come. Two small packets one
/// after the other: where the broker lets the second wait for the network's answer
/// to the first, it shows here. Thread-safe.
class RoundTrip {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A message goes out that we will receive too, and nothing else is on its way.
  void begin(std::string payload, Time now);
  /// Something else goes out: the measurement would say nothing. Ends it.
  void disturb();
  /// A message has come; true if it is the one that is awaited.
  [[nodiscard]] bool arrived(std::string_view payload);
  /// The broker has confirmed all that went out.
  void confirmed(Time now);

  /// Of the last whole measurement.
  [[nodiscard]] std::optional<std::uint64_t> last_us() const;

 private:
  mutable std::mutex mutex_;
  bool measuring_ = false;
  bool came_ = false;
  std::string payload_;
  Time begun_{};
  std::optional<std::uint64_t> last_us_;
};

}  // namespace gateway::mqtt
