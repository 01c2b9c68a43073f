// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "gateway/cli/terminal.h"

namespace gateway::cli {

/// A bar on `err` while something takes long; nothing at all where `err` is no
/// terminal, or with `quiet`. Gone when the object is.
class Progress {
 public:
  Progress(Terminal& terminal, bool quiet, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `total` 0: unknown.
  void show(std::uint64_t done, std::uint64_t total);
  /// Instead of a bar, a word on what goes on.
  void say(const std::string& text);

 private:
  Terminal& terminal_;
  bool on_;
  bool drawn_ = false;
  std::string what_;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace gateway::cli
