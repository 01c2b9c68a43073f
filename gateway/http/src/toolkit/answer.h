// SPDX-License-Identifier: MIT
// Gives a change to the writer's inbox, and makes an HTTP answer of the outcome.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>

#include "gateway/intake/inbox.h"
#include "toolkit/exchange.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// Submits `command` and waits until it is on disk, at most `timeout_ms`. If
/// there is no outcome, the unexpected value is the answer for the client: the
/// inbox is full, intake is paused, the gateway stops, or the time is over (then it may
/// still be done, and repeating with the same Idempotency-Key is safe).
[[nodiscard]] tl::expected<Outcome, Response> ask_writer(intake::Inbox& inbox, Command command,
                                                         std::uint32_t timeout_ms);

/// The answer to a command that is a movement or an undo: 201 with its ledger
/// entry, 200 for a repeat, 202 when it became a task, else a problem.
[[nodiscard]] Response answer_movement(const Outcome& outcome);

/// The answer to a change of the catalogue, an import or a sweep: 200 with
/// `{"<counted>":n}`, else a problem that lists every bad row.
[[nodiscard]] Response answer_change(const Outcome& outcome, const std::string& counted);

/// The answer where one thing cannot be changed as it is now: an order of either kind, a task.
/// The reasons that it lists need not be mistakes of the request.
[[nodiscard]] Response answer_refusal(const Outcome& outcome);

/// What was done with an order of either kind, and the order as it is now, which
/// `write_order(json)` writes:
/// {"repeated":…,"seq":<last entry booked, else 0>,"entries":<how many>,"order":{…}}.
/// The status is 201 if entries were booked.
[[nodiscard]] Response answer_order(const Outcome& outcome,
                                    const std::function<void(wire::JsonWriter&)>& write_order);
/// The answer when the order cannot be read now.
[[nodiscard]] Response order_not_shown();

}  // namespace gateway::http
