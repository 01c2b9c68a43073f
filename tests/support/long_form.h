// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

/// Whether a sweep tries every place, where otherwise each third tells enough: the nightly run
/// sets SHELFWIRE_LONG.
inline bool long_form() {
  return std::getenv("SHELFWIRE_LONG") != nullptr;
}
