// SPDX-License-Identifier: MIT
// Promises to customers: reserved when an order is checked, ended when the goods are picked
// or the order is cancelled. The rows of reservations and backorders are the truth; `reserved`
// of bins and positions, and `backordered` of positions, are their sums.
#pragma once

#include "gateway/orders/order.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "stock/followers.h"
#include "stock/position_changes.h"

namespace gateway {

/// What can be promised of a SKU: everything on hand in real bins less everything
/// reserved there, 0 or more. A bin below zero reduces it.
[[nodiscard]] wire::Quantity promisable(const Reader& store, const wire::Sku& sku);

/// Reserves `qty` more for `line` in bins with free stock, in the order of their names. `qty` is
/// at most promisable(). The caller stores the order.
void reserve(BatchContext& context, const Order& order, OrderLine& line, wire::Quantity qty,
             PositionChanges& changes);

/// Lets `qty` of `line` wait for goods, behind every earlier order. The caller stores the order.
void wait_for_goods(BatchContext& context, const Order& order, OrderLine& line, wire::Quantity qty,
                    PositionChanges& changes);

/// Takes back every reservation and backorder of `order`, and gives what became free to orders
/// that wait. Stores those orders, not this one.
void release_promises(BatchContext& context, Order& order);

/// The order whose goods `entry` picks: the one that its reference names, if it has a line of
/// the SKU and is confirmed, even partly, or backordered. In doubt where no order of that name can
/// be picked, or it does not hold the SKU, or not that many more.
[[nodiscard]] Attribution order_of_pick(const Reader& store, const Entry& entry);

/// Whether `ref` names an order that is not closed.
[[nodiscard]] bool names_open_order(const Reader& store, std::string_view ref);

/// Counts the goods that `entry` picked for its order, or that its undo brought back.
void credit_pick(BatchContext& context, const Entry& entry, PositionChanges& changes);

/// Reserves goods of `sku` that became free for the orders that wait, in the order of their
/// arrival.
void fill_backorders(BatchContext& context, const wire::Sku& sku, PositionChanges& changes);

}  // namespace gateway
