// SPDX-License-Identifier: MIT
// A machine with a store on a simulated ring, its power cuts, and what its owner was
// promised.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gateway/store/ring_store.h"
#include "sim_ring.h"

namespace store_test {

using gateway::Table;
using wire::Status;
using Model = std::map<std::pair<Table, std::string>, std::string>;

/// Of a random test: $SHELFWIRE_STORE_SEEDS wins.
inline unsigned seeds(unsigned otherwise) {
  const char* const wanted = std::getenv("SHELFWIRE_STORE_SEEDS");  // NOLINT(concurrency-mt-unsafe)
  return wanted != nullptr ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)) : otherwise;
}

inline constexpr std::size_t kBlock = SimRing::kBlock;
inline constexpr std::size_t kStartWrites = 1;  ///< among the operations of a start

class RingMachine {
 public:
  explicit RingMachine(std::size_t blocks = 128) : medium(make_medium(blocks * SimRing::kBlock)) {}

  /// Empty: it started. Else why not; what it had done by then is on disk.
  std::string start(std::optional<SimRing::Trouble> trouble = {},
                    std::optional<MarkedMemory::Fault> fault = {}) {
    store.reset();
    auto marked = std::make_unique<MarkedMemory>(disk);
    if (fault) marked->fail_checkpoint(*fault);
    marked->leave_to(&disk);  // of a start that fails
    auto simulated = std::make_unique<SimRing>(medium, trouble);
    behind = marked.get();
    device = simulated.get();
    auto opened = gateway::store::RingStore::recover(std::move(marked), std::move(simulated), id,
                                                     accept ? accepting() : nullptr);
    if (!opened) return opened.error().message;
    behind->leave_to(nullptr);
    store = *std::move(opened);
    return {};
  }

  /// Power cut, without a moment for anything.
  void cut() {
    disk = behind->inner().disk();
    store.reset();
  }

  void put(const std::string& key, const std::string& value) {
    store->put(Table::kBins, key, value);
    now[{Table::kBins, key}] = value;
  }
  void erase(const std::string& key) {
    store->erase(Table::kBins, key);
    now.erase({Table::kBins, key});
  }

  Status commit() {
    const Status status = store->commit();
    if (status == Status::kOk) promised = now;
    return status;
  }

  /// Commits, and lets damage to that be seen.
  Status prove() {
    const Status status = commit();
    return status == Status::kOk ? store->prove() : status;
  }

  Status close() {
    const Status status = store->close();
    if (status == Status::kOk) promised = now;
    return status;
  }

  Status checkpoint() {
    const Status status = store->checkpoint();
    if (store->failure() == Status::kOk) promised = now;
    return status;
  }

  [[nodiscard]] static Model rows_of(const gateway::Reader& reader) {
    Model rows;
    for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
      reader.scan(Table{i}, "", [&](std::string_view key, std::string_view value) {
        if (key != MarkedMemory::kKey) rows[{Table{i}, std::string(key)}] = value;
        return true;
      });
    }
    return rows;
  }
  [[nodiscard]] Model rows() const { return rows_of(*store); }

  static gateway::store::AcceptLoss accepting() {
    return [](gateway::Store&) { return tl::expected<void, std::string>(); };
  }

  Medium medium;
  fakes::MemoryStore::Disk disk;
  std::uint64_t id = 7;
  bool accept = false;             ///< a loss
  MarkedMemory* behind = nullptr;  ///< of `store`, as the next one
  SimRing* device = nullptr;
  std::unique_ptr<gateway::store::RingStore> store;
  Model now;       ///< as put
  Model promised;  ///< as committed
};

}  // namespace store_test
