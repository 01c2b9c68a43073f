// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gateway {

/// What a check found wrong, for a person: the first texts, and the count of all.
struct ProblemList {
  static constexpr std::size_t kTextsMax = 100;

  std::vector<std::string> texts;  ///< the first kTextsMax, and remarks on them
  std::uint64_t count = 0;         ///< without remarks
  bool newer_rows = false;         ///< some are rows that only a newer program can read

  void add(std::string text);
  /// Shows `text` among the problems, and counts none.
  void add_remark(std::string text);
  void add(ProblemList others);
  /// Puts `text` first; a full list loses its last text.
  void add_before_all(std::string text);
};

}  // namespace gateway
