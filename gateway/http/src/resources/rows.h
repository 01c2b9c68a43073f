// SPDX-License-Identifier: MIT
// The JSON object of each thing that lists show. The keys are a contract with
// integrators: tests/golden/http/ holds them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gateway/catalogue.h"
#include "gateway/invoice.h"
#include "gateway/ledger.h"
#include "gateway/order.h"
#include "gateway/purchase.h"
#include "gateway/tasks.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// What a stock row says beside its bin.
struct StockExtras {
  std::string name;  ///< of the item
  // Of the SKU in the bin's warehouse.
  wire::Quantity on_order = 0;
  wire::Quantity backordered = 0;  ///< promised to customers out of goods to come
};

void write_item(wire::JsonWriter& json, const Item& item);
void write_supplier(wire::JsonWriter& json, const Supplier& supplier);
void write_location(wire::JsonWriter& json, const LocationRow& location);
void write_stock(wire::JsonWriter& json, const Bin& bin, const StockExtras& extras);
/// `view` knows the customer's order whose goods were picked.
void write_entry(wire::JsonWriter& json, const Entry& entry, const Reader& view);
void write_exception(wire::JsonWriter& json, const Exception& exception);
void write_incident(wire::JsonWriter& json, const Incident& incident);
/// `view` knows what became of the order's mail.
void write_purchase(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);
/// Why each line was ordered, with the ledger entry that crossed the threshold.
void write_purchase_why(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);
void write_outbox(wire::JsonWriter& json, const OutboxRow& row);
/// A customer's order, without what only one order at a time is asked for.
void write_order(wire::JsonWriter& json, const Order& order);
/// With where its goods are, and what was done with it when.
void write_order_in_full(wire::JsonWriter& json, const Order& order,
                         const std::vector<Reservation>& reservations);
void write_invoice(wire::JsonWriter& json, const Invoice& invoice);

/// What the longest write_purchase_why() of this order takes.
[[nodiscard]] std::size_t purchase_why_bytes_max(const PurchaseOrder& order);
/// The same of write_order_in_full().
[[nodiscard]] std::size_t order_bytes_max(const Order& order,
                                          const std::vector<Reservation>& reservations);

}  // namespace gateway::http
