// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "wire/limits.h"

namespace scanner {

/// Cuts what a scan engine sends into codes. A code ends at CR or LF; empty ones
/// are left out. One that is too long comes out cut to kCodeBytesMax + 1 bytes, so
/// that whoever reads it sees that it is too long.
class Framer {
 public:
  /// Takes the next byte. The code it completes, if any: a view that stays good
  /// until the next call.
  [[nodiscard]] std::optional<std::string_view> push(char byte);

  /// What has come since the last end, for a source that ends without one.
  [[nodiscard]] std::optional<std::string_view> finish();

 private:
  std::array<char, wire::kCodeBytesMax + 1> code_{};
  std::size_t size_ = 0;
};

}  // namespace scanner
