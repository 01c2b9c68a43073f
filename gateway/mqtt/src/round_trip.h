// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::mqtt {

/// Measures how long a small message takes to the broker and back: from its publication
/// until the broker has acknowledged it and its copy has come. The broker sends these as two
/// small packets; one that delays the second until TCP acknowledged the first is slow
/// here. Thread-safe.
class RoundTrip {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Call when a message is published that we also receive, and nothing else is on its way.
  void begin(std::string payload, Time now);
  /// Ends the measurement, because another message goes out.
  void disturb();
  /// Call when a message has come; true if it is the one that is awaited.
  [[nodiscard]] bool arrived(std::string_view payload);
  /// Call when the broker has acknowledged all that went out.
  void acknowledged(Time now);

  [[nodiscard]] bool measuring() const;
  /// Result of the last complete measurement, in microseconds; none yet: nothing.
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
