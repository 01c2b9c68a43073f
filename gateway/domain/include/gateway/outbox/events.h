// SPDX-License-Identifier: MIT
// What happened, for other systems: CloudEvents 1.0 in JSON, see
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md.
// The same text goes to the topics P/event/<kind> and to the upstream server.
#pragma once

#include <string>

#include "gateway/outbox/outbox.h"
#include "gateway/stock/ledger.h"
#include "gateway/stock/low_alert.h"
#include "gateway/tasks/tasks.h"

namespace gateway {

struct Event {
  std::string kind;  ///< last part of its topic; its type is "shelfwire." + kind
  std::string id;    ///< with the source unique, the same whenever it is made again
  std::string json;  ///< the whole CloudEvent
};

/// The `source` of a store's events: urn:shelfwire:<site>:<store id>.
[[nodiscard]] std::string event_source(const std::string& site, std::uint64_t store_id);

// Kinds and ids. Pure: the same value gives the same text.
/// `movement`; the ledger's number.
[[nodiscard]] Event movement_event(const std::string& source, const Entry& entry);
/// `stock_low`; SKU, warehouse and the time it rose, or that of the outbox row.
[[nodiscard]] Event low_event(const std::string& source, const LowAlert& alert);
[[nodiscard]] Event low_event(const std::string& source, const OutboxRow& row);
/// `task`; task-<id>.
[[nodiscard]] Event exception_event(const std::string& source, const Task& task);
/// `incident.<kind>`; incident-<id>.
[[nodiscard]] Event incident_event(const std::string& source, const Incident& incident);

}  // namespace gateway
