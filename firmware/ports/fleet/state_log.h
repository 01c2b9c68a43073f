// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "scanner/scan_listener.h"

namespace fleet {

/// File of what each scanner showed, one JSON object per line:
/// `{"node":"fleet-001","epoch":"9f3c01aa","seq":1,"state":"stored"}`, then "safe"
/// or "refused" or "questioned" with "why". For checks that count independently of this program.
class StateLog {
 public:
  /// Appends to `file`. The error is a sentence.
  [[nodiscard]] static tl::expected<std::unique_ptr<StateLog>, std::string> open(
      const std::string& file);

  void write(std::string_view node, wire::Epoch epoch, wire::Sequence seq, scanner::ScanState state,
             scanner::ScanReason why);

  /// Hands what was written to the kernel; it then survives this process.
  void flush();

 private:
  explicit StateLog(std::ofstream out) : out_(std::move(out)) {}

  std::ofstream out_;
  bool dirty_ = false;
};

}  // namespace fleet
