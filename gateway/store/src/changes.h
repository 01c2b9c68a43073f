// SPDX-License-Identifier: MIT
// What one commit changes: the payload of a frame of the redo ring.
//
// A sequence of records, numbers as the machine has them:
//   1 what (1: put, 2: erase), 1 table, 1 bytes of the key, 4 bytes of the value,
//   the key, the value. Each key is there once.
#pragma once

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

/// False where `payload` holds what this program does not know: behind a right checksum that
/// was written by a newer one. What was visited before then counts for nothing.
[[nodiscard]] bool read_changes(std::string_view payload, const ChangeVisitor& visit);

}  // namespace gateway::store
