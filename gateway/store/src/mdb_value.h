// SPDX-License-Identifier: MIT
#pragma once

#include <lmdb.h>

#include <string_view>

namespace gateway::store {

/// LMDB's view type. Its pointer is not const, but LMDB does not write to what we pass.
[[nodiscard]] inline MDB_val to_mdb(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};
}

[[nodiscard]] inline std::string_view from_mdb(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

}  // namespace gateway::store
