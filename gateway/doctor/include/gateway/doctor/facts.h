// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/clock/clock.h"
#include "gateway/outbox/outbox.h"
#include "gateway/restore/restore.h"
#include "gateway/rows/store.h"
#include "gateway/tasks/tasks.h"

namespace gateway::doctor {

/// The rows in the outbox.
struct OutboxFill {
  OutboxRows rows;
  std::uint64_t failed = 0;       ///< they wait for a person
  std::uint64_t in_doubt = 0;     ///< of these: perhaps sent before a restore
  std::uint64_t unsure = 0;       ///< of these: handed over, and each answer was lost
  std::int64_t oldest_age_s = 0;  ///< age of the oldest of the others
};

/// Counts rows, on the thread of `store`; nothing: it cannot be read. `now_ms`: wall time.
[[nodiscard]] std::optional<OutboxFill> outbox_fill(const Reader& store, std::int64_t now_ms);

/// The messages that could not be read.
struct UnreadableMessages {
  std::uint64_t count = 0;           ///< since the store was made, kept or not
  std::optional<Unreadable> newest;  ///< nothing: there was none
  std::int64_t newest_age_s = 0;     ///< below 0 where the clock was set back
};

/// Reads them, on the thread of `store`; nothing: they cannot be read. `now_ms`: wall time.
[[nodiscard]] std::optional<UnreadableMessages> unreadable_messages(const Reader& store,
                                                                    std::int64_t now_ms);

/// What was measured for `shelfctl doctor`. judge() says what the facts mean and what to do
/// about them.
struct Facts {
  struct Disk {
    std::string path;                       ///< the store's folder
    std::uint64_t free_bytes = 0;           ///< for an ordinary user
    std::uint64_t free_bytes_min = 0;       ///< store.free_mb_min: below it intake is paused
    std::optional<std::uint64_t> flush_us;  ///< write of 4 KiB + fdatasync, median of a few
    std::string error;                      ///< why something could not be measured; else empty
  };
  struct Clock {
    ClockTrust trust = ClockTrust::kUnknown;
    bool synchronised = false;     ///< the kernel says that a time server keeps it right
    std::int64_t wall_ms = 0;      ///< what it says
    std::int64_t expected_ms = 0;  ///< of a step: what it should have said; else 0
    std::int64_t built_ms = 0;     ///< of the program: an earlier time cannot be confirmed
  };
  struct Broker {
    std::string url;
    bool connected = false;
    std::string error;                             ///< of the last attempt; else empty
    std::optional<std::uint64_t> round_trip_us;    ///< a small message to the broker and back
    std::optional<std::uint32_t> receive_maximum;  ///< MQTT 5 only
  };
  /// What the broker lets us do, by messages to ourselves.
  struct Rights {
    std::vector<std::string> proved;
    std::vector<std::string> unproved;  ///< needed by nothing that came yet
    std::vector<std::string> failed;
    std::string deaf_or_mute;  ///< why scans are not heard or acks do not arrive, with what to do
  };
  /// What the broker keeps of ours, compared with the store after each connect.
  struct Topics {
    bool comparing = false;                  ///< not finished
    std::vector<std::string> left_out = {};  ///< on which the broker ends the connection
    bool strangers_left = false;             ///< nobody looked for topics of SKUs that we never had
    std::uint64_t rows = 0;                  ///< compared so far
    std::uint64_t rows_all = 0;              ///< that have to be
    std::uint64_t corrected = 0;             ///< missing or outdated, since the start
    std::uint64_t cleared = 0;               ///< should not have been there, since the start
  };
  struct Fill {
    std::uint64_t bytes_used = 0;
    std::uint64_t bytes_max = 0;
    std::string damage = {};  ///< the first that was read since the start; empty: none
  };
  /// A kind of which nothing goes out.
  struct Blocked {
    std::string name;           ///< "mail" or "upstream"
    bool needs_person = false;  ///< false: the server is away, and may come back by itself
    std::string text;           ///< what the server said, or what went wrong
    std::string advice;         ///< what to change; may be empty
    std::int64_t since_s = 0;   ///< for so long
  };
  std::string pause_reason;  ///< why intake is paused, with what to do; empty: it is not
  bool held = false;         ///< because of another gateway: this one stays away from the broker
  Disk disk;
  Clock clock;
  Broker broker;
  Rights rights;
  Topics topics;
  Fill store;
  std::optional<OutboxFill> outbox;              ///< nothing: it could not be read
  std::optional<UnreadableMessages> unreadable;  ///< nothing: they could not be read
  std::vector<Blocked> blocked;
  std::optional<RestoreWait> restore;  ///< nothing: no document waits for a person
  std::string mail_folder;             ///< where mails are written; empty: a mail server gets them
};

}  // namespace gateway::doctor
