// SPDX-License-Identifier: MIT
// What is counted: named pieces of work on fixed inputs.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace instructions {

/// One piece of work, over and over. The functions share what they need.
struct Work {
  std::function<void()> prepare;  ///< before each run, not counted
  std::function<void()> run;      ///< counted
  std::function<void()> judge;    ///< after each run, not counted: was it the work that was meant?
};

struct Case {
  std::string_view name;
  /// Not counted. The folder holds a store as fill_store() makes it, for this case alone.
  std::function<Work(const std::filesystem::path& folder)> make;
  int warm_up = 8;  ///< runs that are not counted
  int runs = 40;    ///< a multiple of four, so that each operation comes as often
};

[[nodiscard]] std::vector<Case> gateway_cases();
[[nodiscard]] std::vector<Case> message_cases();
[[nodiscard]] std::vector<Case> order_cases();
[[nodiscard]] std::vector<Case> scanner_cases();

/// A count of work that went wrong is worth nothing.
inline void require(bool promise, const char* what) {
  if (!promise) throw std::runtime_error(what);
}

}  // namespace instructions
