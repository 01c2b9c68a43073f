// SPDX-License-Identifier: MIT
// An import of many items as it is described: laid down, decided by its first step, applied slice
// by slice.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/catalogue/catalogue.h"
#include "gateway/rows/outcome.h"

namespace domain_test {

struct ModelItem {
  std::optional<std::int64_t> threshold, order_up_to;
  std::int64_t pack_multiple = 1, moq = 1;
  bool watched = true;  ///< low_stock_flag
  bool active = true;
  std::string supplier;
  std::map<std::string, std::int64_t> barcodes;  ///< code to pack
  std::optional<std::int64_t> price;             ///< minor units
  std::string currency;
  std::int64_t tax_percent = 0;
};

class ModelImport {
 public:
  using Items = std::map<std::string, ModelItem>;

  [[nodiscard]] bool closes_catalogue() const { return state_ != State::kNone; }
  gateway::Outcome begin();
  gateway::Outcome stage(const std::vector<gateway::Item>& staged);
  gateway::Outcome apply(Items& items);
  gateway::Outcome drop();

  /// Of a command that has to wait.
  static gateway::Outcome not_now();

 private:
  enum class State { kNone, kUndecided, kDecided };
  State state_ = State::kNone;
  std::deque<std::vector<gateway::Item>> slices_;
};

}  // namespace domain_test
