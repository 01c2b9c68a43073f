// SPDX-License-Identifier: MIT
#include "store_under_test.h"

#include <stdexcept>

#include "fakes/memory_store.h"
#include "gateway/store/open.h"
#include "support/temp_folder.h"

namespace contract {
namespace {

using gateway::store::Durability;
using gateway::store::kRingBytesDefault;
using gateway::store::kRingBytesMin;

class MemoryUnderTest final : public StoreUnderTest {
 public:
  gateway::Store& store() override { return store_; }
  void restart() override { store_.crash(); }

 private:
  fakes::MemoryStore store_;
};

class DiskUnderTest final : public StoreUnderTest {
 public:
  DiskUnderTest(Durability durability, std::uint64_t ring_bytes)
      : durability_(durability), ring_bytes_(ring_bytes) {
    open();
  }
  gateway::Store& store() override { return *store_; }
  void restart() override {
    store_.reset();
    open();
  }

 private:
  void open() {
    auto opened = gateway::store::open_store(folder_.path() / "store", durability_,
                                             {.map_bytes = 256 << 20, .ring_bytes = ring_bytes_});
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = std::move(*opened);
  }

  const Durability durability_;
  const std::uint64_t ring_bytes_;
  support::TempFolder folder_;
  std::unique_ptr<gateway::Store> store_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_memory_store() {
  return std::make_unique<MemoryUnderTest>();
}

std::unique_ptr<StoreUnderTest> make_lmdb_store() {
  return std::make_unique<DiskUnderTest>(Durability::kCheckpoint, kRingBytesDefault);
}

std::unique_ptr<StoreUnderTest> make_ring_store() {
  return std::make_unique<DiskUnderTest>(Durability::kRing, kRingBytesDefault);
}

std::unique_ptr<StoreUnderTest> make_small_ring_store() {
  return std::make_unique<DiskUnderTest>(Durability::kRing, kRingBytesMin);
}

}  // namespace contract
