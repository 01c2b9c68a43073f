// SPDX-License-Identifier: MIT
// What waits for a person, messages that could not be read and rows of the outbox, as JSON objects.
// Integrators rely on the keys, which tests/golden/json/ records.
#pragma once

#include <string>
#include <string_view>

#include "gateway/outbox/outbox.h"
#include "gateway/tasks/tasks.h"
#include "toolkit/context.h"
#include "wire/json_writer.h"

namespace gateway::http {

void write_task(wire::JsonWriter& json, const Task& task);
void write_incident(wire::JsonWriter& json, const Incident& incident);
/// The message is `payload` where it is UTF-8, else `hex`: programs get the bytes as they came.
void write_unreadable(wire::JsonWriter& json, const Unreadable& message);
/// Why nothing of the outbox leaves now; empty: it does.
[[nodiscard]] std::string nothing_leaves(const Context& context);
/// `waits`: why nothing of the outbox leaves now; empty: it does, or the row left the outbox.
void write_outbox(wire::JsonWriter& json, const OutboxRow& row, std::string_view waits);

}  // namespace gateway::http
