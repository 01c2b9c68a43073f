// SPDX-License-Identifier: MIT
// GET: how the gateway is.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// 200 while the process answers at all: for whoever restarts it.
Response healthz(Context& context, const Request& request, std::string_view name);

/// 200 when scans are taken; 503 on hold or without a broker. Says why, and counts.
Response readyz(Context& context, const Request& request, std::string_view name);

/// {"ok":…,"rows":[{"check","state","found","advice"}]}: what `shelfctl doctor`
/// shows; `state` is ok, warning or failed.
Response doctor(Context& context, const Request& request, std::string_view name);

/// {"ok","entries","checked","problems","problem_count"}. To a client that accepts
/// application/x-ndjson first a line {"entries":n,"total":m} now and then.
Response run_verify(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
