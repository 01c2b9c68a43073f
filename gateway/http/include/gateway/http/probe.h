// SPDX-License-Identifier: MIT
// What the HTTP door asks of the daemon beside the store and the inbox.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "wire/status.h"

namespace gateway {
struct Invoice;
}

namespace gateway::http {

/// How the gateway is, for a supervisor that asks every few seconds.
struct Health {
  bool holding = false;          ///< takes nothing, acks nothing
  std::string hold_reason = {};  ///< one sentence with what to do; empty when not holding
  bool broker_connected = false;
  /// Counted since the start, in the order to show them; names like
  /// "movements_booked".
  std::vector<std::pair<std::string, std::uint64_t>> counters = {};
};

/// What was measured for `shelfctl doctor`. Facts only: what they mean, and what to
/// do about them, is decided behind this door.
struct DoctorFacts {
  struct Disk {
    std::string path;                       ///< the store's folder
    std::uint64_t free_bytes = 0;           ///< for an ordinary user
    std::uint64_t free_bytes_min = 0;       ///< store.free_mb_min: below it the gateway holds
    std::optional<std::uint64_t> flush_us;  ///< write of 4 KiB + fdatasync, median of a few
    std::string error;                      ///< why something could not be measured; else empty
  };
  struct Clock {
    bool synchronised = false;  ///< the kernel says that NTP keeps it
  };
  struct Broker {
    std::string url;
    bool connected = false;
    std::string error;                             ///< of the last attempt; else empty
    std::optional<std::uint64_t> round_trip_us;    ///< a small message to the broker and back
    std::optional<std::uint32_t> receive_maximum;  ///< MQTT 5 only
  };
  struct Fill {
    std::uint64_t bytes_used = 0;
    std::uint64_t bytes_max = 0;
  };
  Disk disk;
  Clock clock;
  Broker broker;
  Fill store;
};

/// Questions to the daemon. Each may be called from several threads at once. An
/// empty function means: nothing to say (healthy; nothing measured; snapshots are
/// always current; no documents).
struct Probe {
  /// Must not block.
  std::function<Health()> health;

  /// Measures; may take up to five seconds.
  std::function<DoctorFacts()> doctor;

  /// Returns once Store::snapshot() sees every change that was acked before the
  /// call. The daemon limits the rate of the checkpoints this causes. Empty where
  /// every commit is a checkpoint. Errors: kUnavailable (stopping), kIoError.
  std::function<wire::Status()> make_visible;

  /// The invoice as plain text, UTF-8. Never empty where there are invoices.
  std::function<std::string(const Invoice&)> render_text = {};

  /// The invoice as a PDF file: its bytes, the same each time. Takes some ten milliseconds.
  /// Error: a sentence for people with what to do, such as a font to install.
  std::function<tl::expected<std::string, std::string>(const Invoice&)> render_pdf = {};
};

}  // namespace gateway::http
