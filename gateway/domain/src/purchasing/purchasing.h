// SPDX-License-Identifier: MIT
// Purchase orders and the positions that wait for them: lines are added, goods arrive,
// orders are cancelled.
#pragma once

#include "gateway/purchasing/purchase.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "stock/followers.h"

namespace gateway {

/// Stores a changed order, and has it shown.
void store_purchase(BatchContext& context, PurchaseOrder& order);

/// Numbers of the proposed orders, by supplier and warehouse.
[[nodiscard]] std::vector<std::uint64_t> list_proposed(const Reader& store);

/// Adds a line to the newest proposed order of (supplier, position's warehouse), or to a new
/// one where there is none or it is full, and counts it as on order. The caller stores the
/// position.
void add_line(BatchContext& context, Position& position, const std::string& supplier,
              const PurchaseLine& line);

/// The order for which the goods of `entry`, a receipt, are counted: the one that its reference
/// names, else the one with the oldest open line. Never one that is not approved yet. In doubt
/// where the reference names no order that takes goods, or that does not hold the SKU for this
/// warehouse, or not that many more.
[[nodiscard]] Attribution order_of_receipt(const Reader& store, const Entry& entry);

/// Whether `ref` names an order that is not closed.
[[nodiscard]] bool names_open_purchase(const Reader& store, std::string_view ref);

/// Counts `received` of the position's SKU for order `number`; negative: a receipt was undone.
/// Stores the order, not the position.
void credit_receipt(BatchContext& context, Position& position, std::uint64_t number,
                    wire::Quantity received);

/// Takes the open lines of `order`, which is cancelled, out of their positions, which then order
/// nothing until their alert has fallen. The caller stores the order.
void release_lines(BatchContext& context, const PurchaseOrder& order);

/// `order` is no longer proposed: no line can be added to it.
void close_to_lines(BatchContext& context, const PurchaseOrder& order);

}  // namespace gateway
