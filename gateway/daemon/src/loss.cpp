// SPDX-License-Identifier: MIT
#include "gateway/daemon/loss.h"

#include <spdlog/spdlog.h>

#include <string>

#include "gateway/engine/engine.h"
#include "gateway/stock/ledger.h"

namespace gateway::daemon {

namespace {

std::string refusal(LedgerSeq last, const Reader& left, std::optional<std::uint64_t> accepted) {
  std::string text = "Without it, everything that was acked after " + describe_entry(left, last) +
                     " is lost but for what scanners still hold. To start nevertheless, start it "
                     "once with --accept-loss-after " +
                     std::to_string(last);
  if (accepted) text += " (not " + std::to_string(*accepted) + ')';
  return text + " beside its other options";
}

}  // namespace

store::AcceptLoss accept_loss_after(std::optional<std::uint64_t> accepted, const Settings& settings,
                                    std::int64_t now_ms) {
  return [=](Store& left) -> tl::expected<void, std::string> {
    const LedgerSeq last = last_ledger_seq(left);
    if (accepted != last) return tl::unexpected(refusal(last, left, accepted));
    if (incarnation(left).id == 0) return {};  // nothing was ever committed
    const Command tell = TellOfLoss{last};
    static_cast<void>(Engine(left, settings).apply({&tell, 1}, Now{.wall_ms = now_ms}));
    spdlog::warn("started without what was acked after ledger entry {}, as asked for", last);
    return {};
  };
}

}  // namespace gateway::daemon
