// SPDX-License-Identifier: MIT
// Opening a store as the configuration wants it.
#pragma once

#include <filesystem>
#include <memory>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// How a commit becomes durable.
enum class Durability : std::uint8_t {
  kRing,        ///< a frame in the redo ring: RingStore
  kCheckpoint,  ///< a full commit of LMDB, each time: LmdbStore
};

/// Either opens what the other left: with kCheckpoint, what a ring still holds is put into
/// the store first. Failures: as RingStore::open() and LmdbStore::open().
[[nodiscard]] tl::expected<std::unique_ptr<Store>, Failure> open_store(
    const std::filesystem::path& folder, Durability durability, const Options& options = {});

}  // namespace gateway::store
