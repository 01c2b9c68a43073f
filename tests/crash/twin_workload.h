// SPDX-License-Identifier: MIT
// The gateway's engine over a store with a ring, and beside it, the same work over the
// reference store, which commits LMDB each time: after any cut both show the same.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "recording.h"

namespace crash {

/// Promises the number of each commit; a checkpoint now and then.
void run_twin_workload(const std::filesystem::path& folder, Marks& marks);

/// Knows what the reference store shows after each commit.
class TwinChecker {
 public:
  /// Does the work over a reference store.
  TwinChecker();

  /// As crash::Check: the store with its ring shows what the reference showed after the
  /// promised commit or after the next one, all tables, byte for byte; so does the reference
  /// store that goes on in the same folder; and `verify` passes.
  [[nodiscard]] std::string check(const std::filesystem::path& folder,
                                  const std::string& promise) const;

 private:
  std::vector<std::string> contents_;  // after commit 0, 1, 2, ...
};

}  // namespace crash
