// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "gateway/rows/store.h"
#include "gateway/verify/verify.h"

namespace gateway::daemon {

/// Verifies what `view`, a snapshot of `store`, shows. A second thread of low priority reads
/// parts of the ledger at the same time; it has ended when the call returns.
///
/// `go_on` is called now and then on the calling thread, with the number of entries read so
/// far. When it returns false, or `stopping` is set, the reading ends and there is no
/// report. Any thread; blocks until the whole store is read.
[[nodiscard]] std::optional<VerifyReport> verify_with_help(
    const Store& store, const Reader& view, const std::function<bool(std::uint64_t)>& go_on,
    const std::atomic<bool>& stopping);

}  // namespace gateway::daemon
