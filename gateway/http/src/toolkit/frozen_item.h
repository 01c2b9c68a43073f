// SPDX-License-Identifier: MIT
// The copy of its item that a line of a customer's order or an invoice keeps.
#pragma once

#include "gateway/outbox/notice.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// Writes it as members of the line.
inline void write_frozen_item(wire::JsonWriter& json, const FrozenItem& item) {
  json.key("name").string_lossy(item.name);
  json.key("unit").string_lossy(item.unit);
}

}  // namespace gateway::http
