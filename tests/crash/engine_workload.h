// SPDX-License-Identifier: MIT
// The gateway's engine over the store on disk: batches of scanners' movements,
// each committed and then acked, with alerts, orders, mails and posts that follow, and
// a buyer who approves, confirms, cancels and receives at the orders.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "gateway/rows/store.h"
#include "recording.h"

namespace crash {

inline constexpr int kEngineCommits = 60;

/// The work itself, on any store that is empty; each time the same. `decided` is called before
/// each commit, `committed` after it, both with what the acks say; `committed` also when the
/// engine has opened, before any ack. Throws where a commit fails.
using Told = std::function<void(const std::string& acks)>;
void run_engine(gateway::Store& store, const Told& decided, const Told& committed);

/// Promises, after each commit, what the acks say: "node:sequence" of every node, and
/// "orders:number" of the last one shown.
void run_engine_workload(const std::filesystem::path& folder, Marks& marks);

/// The same with a fault planted: acks before the commit.
void run_engine_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks);

/// As crash::Check: the store opens, `verify` passes, and every movement that was
/// acked is in the ledger, and every order that was shown there.
[[nodiscard]] std::string check_engine_store(const std::filesystem::path& folder,
                                             const std::string& promise);

}  // namespace crash
