// SPDX-License-Identifier: MIT
// What several subjects show of the ledger.
#pragma once

#include "gateway/stock/ledger.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// Where something comes from, as members. The hand and the plain topic have no epoch: then it is
/// an empty text.
void write_origin(wire::JsonWriter& json, const Origin& origin);

/// `view` knows the customer's order whose goods were picked.
void write_entry(wire::JsonWriter& json, const Entry& entry, const Reader& view);

}  // namespace gateway::http
