// SPDX-License-Identifier: MIT
// The parts of the ledger that several subjects show.
#pragma once

#include "gateway/stock/ledger.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// Writes the origin of something as members. A movement by a person or from the plain topic has
/// no epoch: then it is an empty text.
void write_origin(wire::JsonWriter& json, const Origin& origin);

/// Reads from `view` the customer's order whose goods were picked.
void write_entry(wire::JsonWriter& json, const Entry& entry, const Reader& view);

}  // namespace gateway::http
