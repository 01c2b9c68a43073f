// SPDX-License-Identifier: MIT
// What a commit did that others are told of, once.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/live/messages.h"

namespace gateway::live {

/// The fact behind one event, as it was committed. The event is made of it when it
/// goes out: text costs more than the copy, and the writer pays for the copy alone.
using PendingEvent = std::variant<Entry, PurchaseOrder, LowAlert, Order, Task, Incident>;

/// In the order of their events: entries first, then what came of them.
[[nodiscard]] std::vector<PendingEvent> pending_events(const Effects& effects);

/// Lines of the order of either kind, if it is one: what makes it large.
[[nodiscard]] std::size_t lines_of(const PendingEvent& event);

/// The event on its topic, P/event/<kind>. `source`: see event_source().
[[nodiscard]] Message event_message(const Topics& topics, const std::string& source,
                                    const PendingEvent& event);

}  // namespace gateway::live
