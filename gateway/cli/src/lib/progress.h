// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "gateway/cli/terminal.h"

namespace gateway::cli {

/// Shows a bar on `err` while something takes long; nothing if `err` is no
/// terminal, or with `quiet`. The destructor removes it.
class Progress {
 public:
  Progress(Terminal& terminal, bool quiet, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `total` 0: unknown.
  void show(std::uint64_t done, std::uint64_t total);
  /// Shows `text` instead of a bar.
  void say(const std::string& text);

 private:
  Terminal& terminal_;
  bool on_;
  bool drawn_ = false;
  std::string what_;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace gateway::cli
