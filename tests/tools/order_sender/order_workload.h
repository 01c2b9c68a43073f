// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace order_sender {

/// An order as it is published on `order/new`.
struct NewOrder {
  std::string id;
  std::string json;
};

/// What customers order: drawn from a seed, without end. Same seed, same lines; the ids
/// are those of one run, for an id is never used again.
class OrderWorkload {
 public:
  /// `skus`: names, not empty. `run`: random.
  OrderWorkload(std::vector<std::string> skus, std::uint32_t seed, std::uint32_t run);

  [[nodiscard]] NewOrder next();

 private:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  std::vector<std::string> skus_;
  std::string tag_;  ///< what all ids begin with
  std::uint64_t drawn_ = 0;
  std::mt19937 random_;
};

}  // namespace order_sender
