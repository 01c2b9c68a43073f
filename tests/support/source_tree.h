// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace support {

/// The checkout that this test was built from: $SHELFWIRE_SOURCE, which ctest sets,
/// else the nearest folder above the program that has golden files.
/// A path compiled in would make each clone compile the test anew.
/// @throws std::runtime_error where there is neither.
inline std::filesystem::path source_tree() {
  if (const char* const path = std::getenv("SHELFWIRE_SOURCE")) return path;
  for (auto folder = std::filesystem::read_symlink("/proc/self/exe"); folder.has_relative_path();) {
    folder = folder.parent_path();
    if (std::filesystem::exists(folder / "tests" / "golden")) return folder;
  }
  throw std::runtime_error("set SHELFWIRE_SOURCE to the source tree");
}

}  // namespace support
