// SPDX-License-Identifier: MIT
// The two stores as the contract test sees them: a store, and a power cut.
#pragma once

#include <memory>
#include <string>

#include "gateway/store.h"

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

}  // namespace contract
