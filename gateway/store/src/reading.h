// SPDX-License-Identifier: MIT
// Reads in one LMDB transaction, for the writer and for snapshots. Checks the frame of
// each value.
#pragma once

#include <lmdb.h>

#include <optional>
#include <string_view>

#include "environment.h"
#include "messages.h"

namespace gateway::store {

/// As Reader::get(). Notes in `failure` what cannot be read.
[[nodiscard]] std::optional<std::string_view> read_value(const Environment& environment,
                                                         MDB_txn* transaction, Table table,
                                                         std::string_view key,
                                                         FirstFailure& failure);

/// As Reader::scan(). Stops at the first entry that cannot be read.
void read_range(const Environment& environment, MDB_txn* transaction, Table table,
                std::string_view from, const Reader::Visitor& visit, FirstFailure& failure);

/// Whether a key can be in the store: only 1 to kKeyBytesMax bytes are ever put.
[[nodiscard]] inline bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= kKeyBytesMax;
}

}  // namespace gateway::store
