// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace support {

/// The checkout from which this test was built: $SHELFWIRE_SOURCE, which ctest sets,
/// else the nearest folder above the program that has the build presets.
/// With a compiled-in path each clone would have to compile the test again.
/// @throws std::runtime_error if there is neither.
inline std::filesystem::path source_tree() {
  if (const char* const path = std::getenv("SHELFWIRE_SOURCE")) return path;
  for (auto folder = std::filesystem::read_symlink("/proc/self/exe"); folder.has_relative_path();) {
    folder = folder.parent_path();
    if (std::filesystem::exists(folder / "CMakePresets.json")) return folder;
  }
  throw std::runtime_error("set SHELFWIRE_SOURCE to the source tree");
}

}  // namespace support
