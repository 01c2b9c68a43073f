// SPDX-License-Identifier: MIT
// What lines of customers' orders and of invoices keep of their item.
#pragma once

#include "gateway/outbox/notice.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// As members of the line.
inline void write_frozen_item(wire::JsonWriter& json, const FrozenItem& item) {
  json.key("name").string_lossy(item.name);
  json.key("unit").string_lossy(item.unit);
}

}  // namespace gateway::http
