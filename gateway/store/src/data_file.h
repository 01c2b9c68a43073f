// SPDX-License-Identifier: MIT
// Checks that the data file is as long as its contents need. LMDB does not: it maps a
// file that was cut short, and the process dies when it touches the missing part.
#pragma once

#include <filesystem>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// Of LMDB, in the store's folder.
inline constexpr const char* kDataFile = "data.mdb";

/// Succeeds if every page of the newest commit lies inside the file. A sound file may
/// end early: pages that one commit takes and gives back are never written, but are in
/// LMDB's list of free pages. Reads the file, never maps or changes it. Failures:
/// kCorrupt (cut short, or no readable header), kIoError.
[[nodiscard]] tl::expected<void, Failure> check_length(const std::filesystem::path& data_file);

}  // namespace gateway::store
