// SPDX-License-Identifier: MIT
// What one commit changes: the payload of a frame in the redo ring.
//
// A sequence of records, numbers in the machine's byte order:
//   1 byte what (1: put, 2: erase), 1 byte table, 1 byte length of the key, 4 bytes length of
//   the value, the key, the value. Each key is there once.
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

/// False where `payload` holds something unknown: its checksum is right, so a newer program wrote
/// it. The caller must then ignore the changes visited before.
[[nodiscard]] bool read_changes(std::string_view payload, const ChangeVisitor& visit);

}  // namespace gateway::store
