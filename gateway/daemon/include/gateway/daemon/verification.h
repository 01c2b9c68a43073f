// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "gateway/rows/store.h"
#include "gateway/verify/verify.h"

namespace gateway::daemon {

/// Verifies what `view`, a snapshot of `store`, shows. A second thread reads the ledger
/// beside this one, as far as scans leave it the processor; it has gone when the call
/// returns.
///
/// `go_on` is asked now and then with the entries read so far, on the calling thread.
/// Once it says false, or `stopping` is set, nothing is read any more and there is no
/// report. Any thread.
[[nodiscard]] std::optional<VerifyReport> verify_with_help(
    const Store& store, const Reader& view, const std::function<bool(std::uint64_t)>& go_on,
    const std::atomic<bool>& stopping);

}  // namespace gateway::daemon
