// SPDX-License-Identifier: MIT
// Promises to customers out of stock, in two phases: reserved when an order is checked,
// posted when the goods are picked, or released. A promise is counted in its bin and
// in the position of its warehouse; the rows here are what these figures fold out of.
#pragma once

#include "gateway/orders/order.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "stock/position_changes.h"

namespace gateway {

/// What can be promised of a SKU: everything on hand in real bins less everything
/// reserved there, 0 or more. A bin whose books are below zero counts against it.
[[nodiscard]] wire::Quantity promisable(const Reader& store, const wire::Sku& sku);

/// Promises `qty` more of `line` out of bins with free stock, the first by name first.
/// `qty` is at most promisable(). The caller stores the order.
void reserve(BatchContext& context, const Order& order, OrderLine& line, wire::Quantity qty,
             PositionChanges& changes);

/// `qty` of `line` waits for goods: behind every earlier order. The caller stores the order.
void wait_for_goods(BatchContext& context, const Order& order, OrderLine& line, wire::Quantity qty,
                    PositionChanges& changes);

/// Takes every promise of `order` back, those on goods to come too, and gives what became
/// free to orders that wait. Stores the other orders, not this one.
void release_promises(BatchContext& context, Order& order);

/// The order whose goods `entry` picks: the one its reference names, if that one was
/// promised the SKU and stands; 0: none.
[[nodiscard]] std::uint64_t order_of_pick(const Reader& store, const Entry& entry);

/// `entry` picked goods of its order, or undid that.
void credit_pick(BatchContext& context, const Entry& entry, PositionChanges& changes);

/// Goods of `sku` may have become free: promises them to the orders that wait, first
/// come, first served.
void fill_backorders(BatchContext& context, const wire::Sku& sku, PositionChanges& changes);

}  // namespace gateway
