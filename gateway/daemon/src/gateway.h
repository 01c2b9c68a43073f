// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/daemon/config.h"

namespace gateway::daemon {

/// Adds the problems that the mail adapter finds in the mail.* keys.
void check_channels(const Config& config, std::vector<ConfigProblem>& problems);

/// The whole daemon: opens the store, starts writer, broker connection, couriers
/// and HTTP server, and runs until a signal. One per process.
class Gateway {
 public:
  /// `config` must outlive the gateway. `reload` is called at SIGHUP, on the thread of run().
  Gateway(const Config& config, std::function<void()> reload)
      : config_(config), reload_(std::move(reload)) {}

  /// Blocks until SIGTERM, SIGINT or the end of `run_for_s` seconds (0: no end).
  /// Returns the exit code; what went wrong is in the log.
  /// `accept_loss_after`: as of accept_loss_after(), gateway/daemon/loss.h.
  [[nodiscard]] int run(std::uint32_t run_for_s,
                        std::optional<std::uint64_t> accept_loss_after = {});

 private:
  const Config& config_;
  std::function<void()> reload_;
};

}  // namespace gateway::daemon
