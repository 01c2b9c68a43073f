// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace fleet {

/// What one person scans: command and item barcodes, scripted or drawn
/// from a seed. The same seed gives the same barcodes.
class Workload {
 public:
  /// Draws without end: receipts, picks, moves, counts, returns, scrap and undos
  /// among `items` at a handful of bins. `items` must outlive the workload.
  Workload(const std::vector<std::string>& items, std::uint32_t seed);

  /// Scans exactly the barcodes of `script`.
  explicit Workload(std::vector<std::string> script);

  /// The next barcode; none when the script is over. The same until pop().
  [[nodiscard]] std::optional<std::string> peek();
  void pop() { planned_.pop_front(); }

 private:
  void plan();
  void plan_move();
  void plan_item(const std::string& mode);
  void enter(const std::string& mode);
  void go_to(const std::string& bin);
  [[nodiscard]] std::string any_bin();
  [[nodiscard]] const std::string& any_item();
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  const std::vector<std::string>* items_ = nullptr;  ///< null: scripted
  std::mt19937 random_;
  std::deque<std::string> planned_;
  std::string mode_;
  std::string bin_;
};

}  // namespace fleet
