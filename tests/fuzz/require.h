// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

/// Ends the fuzz run with the input kept when a promise is broken.
inline void require(bool promise) {
  if (!promise) std::abort();
}
