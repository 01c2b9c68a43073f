// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace gateway::daemon {

/// Notifies systemd (sd_notify(3)); without systemd it does nothing.
class ServiceManager {
 public:
  ServiceManager();

  void ready() const;
  void stopping() const;
  void status(const std::string& text) const;
  /// Notifies the watchdog; call more often than every watchdog_ms() / 2.
  void alive() const;
  /// Period of the watchdog; 0: there is none.
  [[nodiscard]] std::uint32_t watchdog_ms() const { return watchdog_ms_; }

 private:
  std::uint32_t watchdog_ms_ = 0;
};

}  // namespace gateway::daemon
