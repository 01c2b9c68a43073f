// SPDX-License-Identifier: MIT
// Purchase orders: lines join, goods arrive, the mail goes out.
#pragma once

#include "decision.h"

namespace gateway {

/// Adds a line to the proposed order of (supplier, warehouse), opening one where
/// there is none or the open one is full. Returns the order's number.
std::uint64_t add_line(Decision& decision, const std::string& supplier,
                       const std::string& warehouse, const PurchaseLine& line);

/// Goods of position's SKU arrived: closes its open line as far as they go. An
/// order that was not approved yet is left alone: these goods are not its.
void receive_line(Decision& decision, Position& position, wire::Quantity received);

/// Approves every proposed order and puts its mail into the outbox. An order to a
/// supplier without an address stays proposed and becomes an exception, once; the
/// exception is withdrawn when an address lets the order go. Returns how many
/// orders changed.
std::uint64_t approve_proposed(Decision& decision);

/// The mail of order `number` was handed over.
void mark_sent(Decision& decision, std::uint64_t number);

}  // namespace gateway
