// SPDX-License-Identifier: MIT
// What happened, as events for other systems: CloudEvents 1.0 in JSON, see
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md.
// Published on the topics P/event/<kind>; those of purchase orders and alerts are also posted
// to the upstream server.
#pragma once

#include <string>

#include "gateway/outbox/outbox.h"
#include "gateway/stock/ledger.h"
#include "gateway/stock/low_alert.h"
#include "gateway/tasks/tasks.h"

namespace gateway {

struct Event {
  std::string kind;  ///< last level of its topic; its type is "shelfwire." + kind
  std::string id;    ///< unique in its source; the same whenever it is made again
  std::string json;  ///< the whole CloudEvent
};

/// The `source` of a store's events: urn:shelfwire:<site>:<incarnation>.
[[nodiscard]] std::string event_source(const std::string& site, std::uint32_t incarnation);
/// That of a row to be posted: of the incarnation in which the row was made, so that a repeat
/// has the same.
[[nodiscard]] std::string event_source(const std::string& site, const OutboxRow& row);

// Pure: the same value gives the same text. Each says its kind; its id.

/// `movement`; the number in the ledger.
[[nodiscard]] Event movement_event(const std::string& source, const Entry& entry);
/// `stock_low`; low-<SKU>-<warehouse>-<time it rose>, or the message id of the outbox row, which
/// must hold an alert (asserted).
[[nodiscard]] Event low_event(const std::string& source, const LowAlert& alert);
[[nodiscard]] Event low_event(const std::string& source, const OutboxRow& row);
/// `exception`; exception-<id>.
[[nodiscard]] Event exception_event(const std::string& source, const Task& task);
/// `incident.<kind>`; incident-<id>.
[[nodiscard]] Event incident_event(const std::string& source, const Incident& incident);

}  // namespace gateway
