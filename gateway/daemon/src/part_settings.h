// SPDX-License-Identifier: MIT
// What each part is told of the configuration.
#pragma once

#include <cstdint>

#include "gateway/daemon/config.h"
#include "gateway/http/server.h"
#include "gateway/mail/mailer.h"
#include "gateway/mqtt/broker.h"
#include "gateway/stock/ledger.h"
#include "gateway/store/open.h"
#include "gateway/upstream/poster.h"

namespace gateway::daemon {

[[nodiscard]] mail::Settings mail_settings(const Config& config);
[[nodiscard]] upstream::Settings upstream_settings(const Config& config);
[[nodiscard]] store::Durability durability(const Config& config);
[[nodiscard]] http::Settings http_settings(const Config& config);

/// `seq`: last entry of the ledger. Takes a random number and the time.
[[nodiscard]] mqtt::BrokerSettings broker_settings(const Config& config, LedgerSeq seq,
                                                   std::uint64_t store_id);

}  // namespace gateway::daemon
