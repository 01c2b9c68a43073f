// SPDX-License-Identifier: MIT
// Is the data file as long as its contents need? LMDB does not ask: it maps a
// file that was cut short and the process dies when it touches what is missing.
#pragma once

#include <filesystem>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// Succeeds if every page of the newest commit lies inside the file. A file may
/// rightly end early: pages taken and given back within one commit are never
/// written, and then stand in LMDB's list of free pages. Reads the file, never
/// maps or changes it. kCorrupt (cut short, or no readable header), kIoError.
[[nodiscard]] tl::expected<void, Failure> check_length(const std::filesystem::path& data_file);

}  // namespace gateway::store
