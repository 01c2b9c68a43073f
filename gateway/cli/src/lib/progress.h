// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "lib/session.h"

namespace gateway::cli {

/// Shows a bar on `err` while something takes long; nothing if `err` or `out` is no terminal, with
/// --quiet or with --json. The destructor removes it.
class Progress {
 public:
  Progress(const Session& session, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `total` 0: unknown.
  void show(std::uint64_t done, std::uint64_t total);
  /// Shows `text` instead of a bar, and since when it is shown: "stores it, 12 s". To be called
  /// again and again.
  void wait(const std::string& text);

 private:
  void say(const std::string& text);

  Terminal& terminal_;
  bool on_;
  bool drawn_ = false;
  std::string what_;
  std::chrono::steady_clock::time_point next_{};
  std::optional<std::chrono::steady_clock::time_point> waits_since_;
};

}  // namespace gateway::cli
