// SPDX-License-Identifier: MIT
// The stores as the contract test sees them: a store, and a power cut.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "gateway/rows/store.h"

namespace contract {

class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;

  [[nodiscard]] virtual gateway::Store& store() = 0;

  /// Ends the store without commit and opens what is left. Snapshots must be gone.
  virtual void restart() = 0;
};

using MakeStore = std::unique_ptr<StoreUnderTest> (*)();

[[nodiscard]] std::unique_ptr<StoreUnderTest> make_memory_store();
[[nodiscard]] std::unique_ptr<StoreUnderTest> make_lmdb_store();
[[nodiscard]] std::unique_ptr<StoreUnderTest> make_ring_store();
/// Its ring is so small that it goes round and round.
[[nodiscard]] std::unique_ptr<StoreUnderTest> make_small_ring_store();

inline constexpr std::array kStores{MakeStore{make_memory_store}, MakeStore{make_lmdb_store},
                                    MakeStore{make_ring_store}, MakeStore{make_small_ring_store}};
inline constexpr std::array kStoreNames{"Memory", "Lmdb", "Ring", "SmallRing"};

}  // namespace contract
