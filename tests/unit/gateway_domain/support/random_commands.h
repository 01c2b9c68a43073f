// SPDX-License-Identifier: MIT
// Commands of every kind from one seed: likely ones, wrong ones, and scanners that
// repeat, skip, lose, fork and start anew.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "gateway/engine/commands.h"
#include "gateway/engine/engine.h"
#include "scanner.h"

namespace domain_test {

/// splitmix64: the same numbers everywhere. See https://prng.di.unimi.it/.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// 0 .. limit - 1.
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }
  bool chance(std::uint64_t percent) { return below(100) < percent; }
  template <typename T, std::size_t N>
  const T& one_of(const std::array<T, N>& values) {
    return values.at(below(N));
  }

 private:
  std::uint64_t state_;
};

class RandomCommands {
 public:
  explicit RandomCommands(std::uint64_t seed) : random_(seed) {}

  /// Suppliers and items to begin with.
  std::vector<gateway::Command> catalogue();
  std::vector<gateway::Command> batch();
  /// Scanners hear their acks, as they would: sometimes not.
  void hear(const gateway::Effects& effects);
  Random& random() { return random_; }

 private:
  struct Device {
    Scanner scanner;
    std::string name;
    std::uint32_t epoch = 0;
    wire::Sequence acked = 0;  ///< as far as it heard
  };

  gateway::Command command();
  wire::Movement movement(std::uint32_t undoable_below);
  wire::Movement scanned(std::uint32_t undoable_below);
  wire::Movement picked_for_order();
  void date(wire::Movement& movement);
  std::int64_t quantity();
  Device& device();
  Device& forked(Device& device);
  void scan_something(Device& device);
  gateway::NodeBatch up();
  gateway::ImportScans older_export();
  gateway::PlainSupply plain();
  gateway::Command by_hand();
  gateway::ItemChange item_change();
  gateway::ChangeItems item_changes();
  gateway::ChangeSuppliers supplier_changes();
  gateway::Command import_step();
  gateway::DeliveryReport delivery();
  gateway::Command by_buyer();
  gateway::Command at_desk();
  gateway::Command by_customer();
  gateway::Command restored();
  gateway::SubmitOrder order();
  std::string order_id();
  std::string request_id();
  wire::Reference reference();

  Random random_;
  std::vector<Device> devices_;
  std::vector<gateway::PlainSupply> sent_;  ///< may come again
  std::vector<gateway::Command> asked_;     ///< by a person; may come again
  std::vector<gateway::SubmitOrder> ordered_;
  gateway::ClockMemory clock_;  // as it heard
  std::uint64_t ledger_ = 0;    ///< length, as last heard
};

}  // namespace domain_test
