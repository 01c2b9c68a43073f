// SPDX-License-Identifier: MIT
// Purchase orders and the positions that wait for them: lines join, goods arrive,
// orders are cancelled.
#pragma once

#include "gateway/purchasing/purchase.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"

namespace gateway {

/// Stores a changed order, and has it shown.
void store_purchase(BatchContext& context, PurchaseOrder& order);

/// Numbers of the orders that new lines may still join, in no useful order.
[[nodiscard]] std::vector<std::uint64_t> list_proposed(const Reader& store);

/// Adds a line to the proposed order of (supplier, position's warehouse), opening one
/// where there is none or the open one is full, and counts it as on order.
void add_line(BatchContext& context, Position& position, const std::string& supplier,
              const PurchaseLine& line);

/// The order whose line the goods of `entry`, a receipt, close: the one it names, else
/// the one with the oldest open line; 0: none. Goods that come before an order was
/// approved are not its.
[[nodiscard]] std::uint64_t order_of_receipt(const Reader& store, const Entry& entry);

/// `received` of position's SKU came in for order `number`; negative: a receipt was undone.
void credit_receipt(BatchContext& context, Position& position, std::uint64_t number,
                    wire::Quantity received);

/// Nothing more is expected of `order`: its positions count it no longer, and order
/// nothing until their alert has fallen. The caller stores the order.
void release_lines(BatchContext& context, const PurchaseOrder& order);

/// `order` is no longer proposed: no line may join it.
void close_to_lines(BatchContext& context, const PurchaseOrder& order);

}  // namespace gateway
