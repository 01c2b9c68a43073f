// SPDX-License-Identifier: MIT
// What waits for a person, and rows of the outbox, as JSON objects. Integrators rely on the
// keys, which tests/golden/json/ records.
#pragma once

#include "gateway/outbox/outbox.h"
#include "gateway/tasks/tasks.h"
#include "wire/json_writer.h"

namespace gateway::http {

void write_task(wire::JsonWriter& json, const Task& task);
void write_incident(wire::JsonWriter& json, const Incident& incident);
void write_outbox(wire::JsonWriter& json, const OutboxRow& row);

}  // namespace gateway::http
