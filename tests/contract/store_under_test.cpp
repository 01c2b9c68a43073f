// SPDX-License-Identifier: MIT
#include "store_under_test.h"

#include <stdexcept>

#include "fakes/memory_store.h"
#include "gateway/store/lmdb_store.h"
#include "support/temp_folder.h"

namespace contract {
namespace {

class MemoryUnderTest final : public StoreUnderTest {
 public:
  gateway::Store& store() override { return store_; }
  void restart() override { store_.crash(); }

 private:
  fakes::MemoryStore store_;
};

class LmdbUnderTest final : public StoreUnderTest {
 public:
  LmdbUnderTest() { open(); }
  gateway::Store& store() override { return *store_; }
  void restart() override {
    store_.reset();
    open();
  }

 private:
  void open() {
    auto opened =
        gateway::store::LmdbStore::open(folder_.path() / "store", {.map_bytes = 256 << 20});
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = std::move(*opened);
  }

  support::TempFolder folder_;
  std::unique_ptr<gateway::store::LmdbStore> store_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_memory_store() {
  return std::make_unique<MemoryUnderTest>();
}

std::unique_ptr<StoreUnderTest> make_lmdb_store() {
  return std::make_unique<LmdbUnderTest>();
}

}  // namespace contract
