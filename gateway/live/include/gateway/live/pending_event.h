// SPDX-License-Identifier: MIT
// Events of what a commit did, for the topics P/event/<kind>. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/live/messages.h"

namespace gateway::live {

/// The row behind one event, copied when it was committed. The publisher makes the event's text
/// from it, so that the writer pays only for the copy.
using PendingEvent = std::variant<Entry, PurchaseOrder, LowAlert, Order, Task, Incident>;

/// In the order in which they are published: entries first, then what followed from them.
[[nodiscard]] std::vector<PendingEvent> pending_events(const Effects& effects);

/// Lines of a purchase or customer's order, else 0: they make an event large.
[[nodiscard]] std::size_t lines_of(const PendingEvent& event);

/// The event as a message on P/event/<kind>. `source`: see event_source().
[[nodiscard]] Message event_message(const Topics& topics, const std::string& source,
                                    const PendingEvent& event);

}  // namespace gateway::live
