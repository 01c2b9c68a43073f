// SPDX-License-Identifier: MIT
#include "service_manager.h"

#include <systemd/sd-daemon.h>

namespace gateway::daemon {

ServiceManager::ServiceManager() {
  std::uint64_t period_us = 0;
  if (sd_watchdog_enabled(0, &period_us) > 0) {
    watchdog_ms_ = static_cast<std::uint32_t>(period_us / 1000);
  }
}

void ServiceManager::ready() const {
  sd_notify(0, "READY=1");
}
void ServiceManager::stopping() const {
  sd_notify(0, "STOPPING=1");
}
void ServiceManager::status(const std::string& text) const {
  sd_notify(0, ("STATUS=" + text).c_str());
}
void ServiceManager::alive() const {
  sd_notify(0, "WATCHDOG=1");
}

}  // namespace gateway::daemon
