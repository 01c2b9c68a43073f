// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace gateway::mqtt {

/// Counted since the start; for health, metrics and tests. A plain value.
struct Counts {
  std::uint64_t connections = 0;         ///< times a broker accepted us
  std::uint64_t batches = 0;             ///< `up` messages handed to the writer
  std::uint64_t plain = 0;               ///< plain supply messages handed to the writer
  std::uint64_t orders = 0;              ///< orders of customers handed to the writer
  std::uint64_t unreadable = 0;          ///< messages of any kind that could not be decoded
  std::uint64_t dropped_full = 0;        ///< not taken: the inbox was full
  std::uint64_t dropped_paused = 0;      ///< not taken: intake is paused, or the gateway stops
  std::uint64_t dropped_mute = 0;        ///< scans not taken: their acks would not arrive
  std::uint64_t plain_unconfirmed = 0;   ///< plain messages and orders: PUBACK before their commit
  std::uint64_t retained_ignored = 0;    ///< plain messages that were retained: not movements
  std::uint64_t refused_to_confirm = 0;  ///< connections ended to keep a message at the broker
  std::uint64_t acks = 0;                ///< acks handed to the broker
  std::uint64_t acks_dropped = 0;        ///< acks not sent: no connection or room; nodes ask again
  std::uint64_t retained = 0;            ///< retained messages handed to the broker
  std::uint64_t events = 0;              ///< events handed to the broker
  std::uint64_t events_dropped = 0;      ///< events not sent: no connection, or too many waited
  std::uint64_t reconciled = 0;          ///< times the broker's retained topics were corrected

  friend bool operator==(const Counts&, const Counts&) = default;
};

}  // namespace gateway::mqtt
