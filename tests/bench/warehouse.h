// SPDX-License-Identifier: MIT
// A warehouse of any size and scanners that move what is in it: what the benchmarks of the
// store have in common. The same numbers give the same records, byte for byte.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/engine/engine.h"

namespace bench {

/// The time at which everything is filled in.
inline constexpr std::int64_t kStartMs = 1'790'000'000'000;

[[nodiscard]] std::string sku_of(std::size_t number);

/// Anonymous memory of this process: the store's map is not counted.
[[nodiscard]] double resident_kib();

/// So many items with a threshold of 10, and so much of each in one bin, checkpointed. Ends
/// the process where the store fails.
void fill(gateway::Store& store, gateway::Engine& engine, std::size_t items, std::int64_t each);

/// Scanners that take turns. Every movement goes to any item: no shelf is favoured, which is
/// what costs a store most.
class Scanners {
 public:
  /// Names begin with `name`; new ones for each time that a store is opened.
  Scanners(std::string_view name, std::size_t count, std::size_t items);

  /// So many movements, in messages of 16 at most.
  [[nodiscard]] std::vector<gateway::Command> next(std::size_t movements);

  /// When the last of them was scanned: 20 ms each.
  [[nodiscard]] gateway::Now now() const;

 private:
  struct Scanner {
    wire::NodeName name;
    wire::Epoch epoch{};
    wire::Sequence last = 0;
    wire::ChainChecksum chain_checksum{};
  };
  gateway::NodeBatch message(Scanner& scanner, std::size_t movements);
  wire::Movement movement();

  std::vector<Scanner> scanners_;
  std::size_t turn_ = 0;
  std::size_t items_;
  std::uint64_t movements_ = 0;
  std::mt19937 random_{1};
};

}  // namespace bench
