// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include "scanner/sectors.h"

namespace fleet {

/// Sectors in memory: for scanners that are not restarted.
class MemorySectors final : public scanner::Sectors {
 public:
  explicit MemorySectors(std::uint32_t count) : sectors_(count) {}

  [[nodiscard]] std::uint32_t count() const override {
    return static_cast<std::uint32_t>(sectors_.size());
  }
  wire::Status read(std::uint32_t index, std::span<std::byte, scanner::kSectorBytes> out) override {
    std::copy(sectors_[index].begin(), sectors_[index].end(), out.begin());
    return wire::Status::kOk;
  }
  wire::Status write(std::uint32_t index,
                     std::span<const std::byte, scanner::kSectorBytes> bytes) override {
    std::copy(bytes.begin(), bytes.end(), sectors_[index].begin());
    return wire::Status::kOk;
  }
  wire::Status flush() override { return wire::Status::kOk; }

 private:
  std::vector<scanner::Sector> sectors_;
};

}  // namespace fleet
