// SPDX-License-Identifier: MIT
// Reads of one LMDB transaction, every value checked against its frame. The
// writer and the snapshots share them.
#pragma once

#include <lmdb.h>

#include <optional>
#include <string_view>

#include "environment.h"
#include "messages.h"

namespace gateway::store {

/// As Reader::get(). What cannot be read is noted in `failure`.
[[nodiscard]] std::optional<std::string_view> read_value(const Environment& environment,
                                                         MDB_txn* transaction, Table table,
                                                         std::string_view key,
                                                         FirstFailure& failure);

/// As Reader::scan(). Stops at the first entry that cannot be read.
void read_range(const Environment& environment, MDB_txn* transaction, Table table,
                std::string_view from, const Reader::Visitor& visit, FirstFailure& failure);

/// LMDB takes keys of 1 to kKeyBytesMax bytes from us; no other can be there.
[[nodiscard]] inline bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= kKeyBytesMax;
}

}  // namespace gateway::store
