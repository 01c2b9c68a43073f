// SPDX-License-Identifier: MIT
// Checks that LMDB can use the data file. LMDB does not: it maps a file that was cut short or
// damaged, and the process dies when it follows a wrong number.
#pragma once

#include <filesystem>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// Of LMDB, in the store's folder.
inline constexpr const char* kDataFile = "data.mdb";

/// Succeeds if every page of the newest commit lies inside the file, and the trees of pages are
/// as LMDB makes them. Reads all of them once, and never maps or changes the file. Failures:
/// kCorrupt (cut short, a damaged page, or no readable header), kIoError.
[[nodiscard]] tl::expected<void, Failure> check_data_file(const std::filesystem::path& path);

}  // namespace gateway::store
