// SPDX-License-Identifier: MIT
// A gateway without threads and without a broker: store, engine, and the scanners' messages.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/store/ring_store.h"
#include "wire/topics.h"
#include "wire/up.h"

namespace instructions {

inline constexpr int kItems = 10'000;  ///< each in a bin of its own, far above its threshold
inline constexpr gateway::Now kNow{.wall_ms = 1'790'000'000'000, .wall_trusted = true};

[[nodiscard]] wire::Topics topics();
[[nodiscard]] wire::Sku sku_of(int item);
[[nodiscard]] wire::Code barcode_of(int item);  ///< EAN-13
[[nodiscard]] wire::Location bin_of(int item);

/// Makes a store with all items and their first goods. Slow under valgrind, so it runs
/// without.
void fill_store(const std::filesystem::path& folder);

/// A ring store on real LMDB, its ring in memory: what a device asks for (block size, direct
/// writes) differs from disk to disk, and would show in the count.
class Warehouse {
 public:
  explicit Warehouse(const std::filesystem::path& folder);

  gateway::Effects apply(const std::vector<gateway::Command>& batch) {
    return engine_.apply(batch, kNow);
  }
  gateway::Effects apply_one(gateway::Command command);  ///< and commits; it is done, or throws
  [[nodiscard]] bool commit() { return store_->commit() == wire::Status::kOk; }
  gateway::store::RingStore& store() { return *store_; }

 private:
  std::unique_ptr<gateway::store::RingStore> store_;
  gateway::Engine engine_;
};

/// A commit as large as an import of the whole catalogue.
void commit_much(Warehouse& warehouse);

/// What one scanner sends: picks, and half as many each of receipts and moves.
class Scans {
 public:
  [[nodiscard]] const wire::NodeName& node() const { return node_; }
  /// The next `up` message, of so many movements; valid until the next call.
  [[nodiscard]] std::string_view next(std::size_t movements);

 private:
  [[nodiscard]] wire::Movement movement(wire::Sequence seq) const;

  wire::NodeName node_ = *wire::NodeName::from("hall-1");
  wire::Sequence last_ = 0;
  wire::ChainChecksum check_ = wire::checksum_before_first(kEpoch);
  std::array<char, wire::kBatchBytesMax> out_{};
  static constexpr wire::Epoch kEpoch{0x9f3c01aa};
};

}  // namespace instructions
