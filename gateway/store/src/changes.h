// SPDX-License-Identifier: MIT
// What one commit changes: the payload of a frame in the redo ring.
//
// A sequence of records, numbers in the machine's byte order:
//   1 byte what (1: put, 2: erase), 1 byte table, 1 byte length of the key, 4 bytes length of
//   the value, the key, the value. Each key is there once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/rows/store.h"

namespace gateway::store {

/// What a key became: its value, or none where it was erased.
using Change = std::optional<std::string_view>;

void append_change(std::string& payload, Table table, std::string_view key, Change change);

using ChangeVisitor = std::function<void(Table table, std::string_view key, Change change)>;

/// What a payload is whose checksum is right.
enum class Content : std::uint8_t {
  kWhole,           ///< all of it was understood
  kNewer,           ///< it changes in a way, or in a table, that only a newer program knows
  kDamaged,         ///< no program writes this: it was wrong before its checksum was made
  kDamagedOrNewer,  ///< a key or value longer than ours: nobody can tell
};

/// Unless it is kWhole, the caller must ignore the changes visited before.
[[nodiscard]] Content read_changes(std::string_view payload, const ChangeVisitor& visit);

}  // namespace gateway::store
