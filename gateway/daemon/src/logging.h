// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/engine/engine.h"

namespace gateway::daemon {

/// Sets up the process's one logger, on stderr. `level` and `format` are those of
/// the configuration ("text" for people, "json" for one object per line).
void start_logging(const std::string& level, const std::string& format);

/// Logs what a stage did with a customer's order: one line; in JSON with `order` and `stage`
/// as members. Any thread.
void log_order(const OrderNote& note);

}  // namespace gateway::daemon
