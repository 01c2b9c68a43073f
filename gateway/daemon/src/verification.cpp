// SPDX-License-Identifier: MIT
#include "gateway/daemon/verification.h"

#include <sys/resource.h>
#include <unistd.h>

#include <thread>

#include "cancellable_reader.h"
#include "gateway/stock/ledger.h"
#include "ledger_reading.h"

namespace gateway::daemon {
namespace {

constexpr int kHelperNice = 10;

/// The second thread, of low priority. Without a snapshot for it the first reads everything.
void help(const Store& store, LedgerReading& reading, const Cancellation& cancellation) {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kHelperNice);
  if (const auto later = store.snapshot()) {
    reading.help(CancellableReader(**later, cancellation));
  }
}

}  // namespace

std::optional<VerifyReport> verify_with_help(const Store& store, const Reader& view,
                                             const std::function<bool(std::uint64_t)>& go_on,
                                             const std::atomic<bool>& stopping) {
  Cancellation cancellation(stopping);
  const CancellableReader watched(view, cancellation);
  LedgerReading reading(LedgerParts(last_ledger_seq(view)));
  const std::jthread helper([&] { help(store, reading, cancellation); });
  const auto tell = [&] {
    if (!go_on(reading.entries())) cancellation.cancel();
  };
  VerifyReport report = verify(
      watched, [&](std::uint64_t) { tell(); },
      [&](LedgerSeq) {
        reading.read(watched, tell);
        return reading.finish();
      });
  if (cancellation.cancelled()) return std::nullopt;
  return report;
}

}  // namespace gateway::daemon
