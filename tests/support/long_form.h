// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

/// Whether sweeps take their long form: every place, or more images at each. The nightly stage
/// `long` sets SHELFWIRE_LONG.
inline bool long_form() {
  return std::getenv("SHELFWIRE_LONG") != nullptr;
}
