// SPDX-License-Identifier: MIT
// Opens a store as the configuration says.
#pragma once

#include <filesystem>
#include <memory>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"
#include "gateway/store/loss.h"

namespace gateway::store {

/// How a commit becomes durable.
enum class Durability : std::uint8_t {
  kRing,        ///< as a frame in the redo ring: RingStore
  kCheckpoint,  ///< as a full commit of LMDB: LmdbStore
};

/// A store may be opened with the other durability than before: with kCheckpoint, what a ring
/// still holds is put into LMDB first. Failures and `accept`: as RingStore::open() and
/// LmdbStore::open().
/// Threads as Store.
[[nodiscard]] tl::expected<std::unique_ptr<Store>, Failure> open_store(
    const std::filesystem::path& folder, Durability durability, const Options& options = {},
    const AcceptLoss& accept = {});

}  // namespace gateway::store
