// SPDX-License-Identifier: MIT
// What the HTTP server needs from the daemon, beside the store and the inbox.
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

/// The broker's retained topics, compared with the store after each connect.
struct TopicsProgress {
  bool comparing = false;       ///< not finished; scans and orders do not wait for it
  std::uint64_t rows = 0;       ///< of the store that were compared
  std::uint64_t rows_all = 0;   ///< that have to be
  std::uint64_t corrected = 0;  ///< topics that were missing or outdated, since the start
  std::uint64_t cleared = 0;    ///< topics that should not have been there, since the start
};

/// State of the gateway, for a supervisor that asks every few seconds.
struct Health {
  bool intake_paused = false;     ///< the gateway takes nothing and acks nothing
  std::string pause_reason = {};  ///< one sentence with what to do; empty: not paused
  bool broker_connected = false;
  /// Why scans are not heard or acks do not arrive though the broker is connected; empty: they do.
  std::string deaf_or_mute = {};
  TopicsProgress topics = {};
  /// Why no mail and no post leaves now, with what to do; empty: they do.
  std::string nothing_leaves = {};
  /// Counted since the start, in the order in which they are shown; names like
  /// "movements_booked".
  std::vector<std::pair<std::string, std::uint64_t>> counters = {};
};

/// One line of `shelfctl doctor`, for people.
struct Finding {
  std::string check;   ///< the name of what was checked, such as "disk"
  std::string state;   ///< "ok", "warning" or "failed"
  std::string found;   ///< what was measured
  std::string advice;  ///< what to do; empty when ok
};

/// Functions of the daemon that the server calls, each possibly from several threads at once.
/// An empty function means: healthy; nothing measured; snapshots are always current; no
/// documents.
struct Probe {
  /// Must not block.
  std::function<Health()> health;

  /// Measures and rates the gateway; may take up to five seconds.
  std::function<std::vector<Finding>()> doctor;

  /// Blocks until Store::snapshot() sees every change that was acked before the
  /// call. The daemon limits the rate of the checkpoints this causes. Empty if
  /// every commit is a checkpoint. Errors: kUnavailable (stopping, or no room on the disk).
  std::function<wire::Status()> make_visible;

  /// Verifies what `view` shows, which may take minutes. Calls `go_on` now and then with the
  /// number of entries read so far; returns nothing when that returned false or `stopping` was
  /// set. Empty: the server verifies on the calling thread alone.
  using GoOn = std::function<bool(std::uint64_t entries)>;
  std::function<std::optional<VerifyReport>(const Reader& view, const GoOn& go_on,
                                            const std::atomic<bool>& stopping)>
      verify = {};

  /// Bytes that the store can still grow before scans are put on hold: on its disk and in its file.
  /// Must not block. Empty: not known, and any import is begun.
  std::function<std::uint64_t()> room_bytes = {};

  /// Takes an import away that was not decided, as soon as the store takes changes again. Must not
  /// block. Empty: the server repeats it until it is done.
  std::function<void()> drop_import_later = {};

  /// The invoice as plain text, UTF-8. Must be set if the store holds invoices.
  std::function<std::string(const Invoice&)> render_text = {};

  /// The bytes of the invoice as a PDF file, the same each time. Takes about ten milliseconds.
  /// Error: a sentence for people with what to do, such as a font to install.
  std::function<tl::expected<std::string, std::string>(const Invoice&)> render_pdf = {};
};

}  // namespace gateway::http
