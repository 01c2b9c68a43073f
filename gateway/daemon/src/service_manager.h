// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace gateway::daemon {

/// What systemd is told (sd_notify(3)); without systemd nothing happens.
class ServiceManager {
 public:
  ServiceManager();

  void ready() const;
  void stopping() const;
  void status(const std::string& text) const;
  /// Feeds the watchdog; call more often than every watchdog_ms() / 2.
  void alive() const;
  /// Period of the watchdog; 0: none is wanted.
  [[nodiscard]] std::uint32_t watchdog_ms() const { return watchdog_ms_; }

 private:
  std::uint32_t watchdog_ms_ = 0;
};

}  // namespace gateway::daemon
