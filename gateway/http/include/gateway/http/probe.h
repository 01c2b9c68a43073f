// SPDX-License-Identifier: MIT
// What the HTTP door asks of the daemon beside the store and the inbox.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/rows/store.h"
#include "gateway/verify/verify.h"
#include "wire/status.h"

namespace gateway {
struct Invoice;
}

namespace gateway::http {

/// How the gateway is, for a supervisor that asks every few seconds.
struct Health {
  bool intake_paused = false;     ///< takes nothing, acks nothing
  std::string pause_reason = {};  ///< one sentence with what to do; empty when not holding
  bool broker_connected = false;
  /// Counted since the start, in the order to show them; names like
  /// "movements_booked".
  std::vector<std::pair<std::string, std::uint64_t>> counters = {};
};

/// One line of `shelfctl doctor`, for people.
struct Finding {
  std::string check;   ///< the name of what was looked at, e.g. "disk"
  std::string state;   ///< "ok", "warning" or "failed"
  std::string found;   ///< what was measured
  std::string advice;  ///< what to do; empty when ok
};

/// Questions to the daemon. Each may be called from several threads at once. An
/// empty function means: nothing to say (healthy; nothing measured; snapshots are
/// always current; no documents).
struct Probe {
  /// Must not block.
  std::function<Health()> health;

  /// Measures and judges; may take up to five seconds.
  std::function<std::vector<Finding>()> doctor;

  /// Returns once Store::snapshot() sees every change that was acked before the
  /// call. The daemon limits the rate of the checkpoints this causes. Empty where
  /// every commit is a checkpoint. Errors: kUnavailable (stopping), kIoError.
  std::function<wire::Status()> make_visible;

  /// Verifies what `view` shows, which takes minutes. Asks `go_on` now and then with the
  /// entries read so far; nothing once that says false or `stopping` is set. Empty: the
  /// asking thread does it alone.
  using GoOn = std::function<bool(std::uint64_t entries)>;
  std::function<std::optional<VerifyReport>(const Reader& view, const GoOn& go_on,
                                            const std::atomic<bool>& stopping)>
      verify = {};

  /// The invoice as plain text, UTF-8. Never empty where there are invoices.
  std::function<std::string(const Invoice&)> render_text = {};

  /// The invoice as a PDF file: its bytes, the same each time. Takes some ten milliseconds.
  /// Error: a sentence for people with what to do, such as a font to install.
  std::function<tl::expected<std::string, std::string>(const Invoice&)> render_pdf = {};
};

}  // namespace gateway::http
