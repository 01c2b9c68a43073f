// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "wire/limits.h"

namespace scanner {

/// Cuts the bytes that a scan engine sends into codes. A code ends at CR or LF; empty ones
/// are left out. One that is too long is cut to kCodeBytesMax + 1 bytes, so that ScanFlow
/// sees that it is too long. Not thread-safe.
class Framer {
 public:
  /// Takes the next byte; returns the code that it completes, if any: a view that is valid
  /// until the next call.
  [[nodiscard]] std::optional<std::string_view> push(char byte);

  /// The bytes since the last end of a code, for a source that ends without CR or LF.
  [[nodiscard]] std::optional<std::string_view> finish();

 private:
  std::array<char, wire::kCodeBytesMax + 1> code_{};
  std::size_t size_ = 0;
};

}  // namespace scanner
