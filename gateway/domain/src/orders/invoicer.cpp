// SPDX-License-Identifier: MIT
// Invoicer: one invoice for what was confirmed, with the next number.
#include "gateway/orders/invoice.h"
#include "orders/orders.h"
#include "orders/rows.h"
#include "orders/stages.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

/// An item without a price is billed at 0, which is seldom meant: opens a task.
void ask_for_price(BatchContext& context, const Invoice& invoice, const std::string& skus) {
  if (skus.empty()) return;
  Task task;
  task.why = "no_price";
  task.at_ms = context.now.wall_ms;
  task.detail = invoice_id(invoice.number) + " of order " + invoice.order +
                " was made without a price for " + skus + ": set price_minor";
  store_task(context, std::move(task));
}

}  // namespace

void skip_invoices(BatchContext& context, std::uint64_t last) {
  while (context.counters.invoice < last) {
    Invoice invoice;
    invoice.number = ++context.counters.invoice;
    invoice.restored_ms = context.now.wall_ms;
    put_row(context.store, Table::kInvoices, number_key(invoice.number), invoice);
  }
}

void invoice_order(BatchContext& context, Order& order) {
  Invoice invoice;
  invoice.number = ++context.counters.invoice;
  invoice.order = order.id;
  invoice.company = context.settings.company;
  invoice.customer = order.customer;
  invoice.currency = order.currency;
  invoice.issued_ms = context.now.wall_ms;
  std::string without_price;
  for (const OrderLine& line : order.lines) {
    if (line.confirmed == 0) continue;
    invoice.lines.push_back(invoice_line(line, line.confirmed));
    if (line.price_minor) continue;
    without_price += (without_price.empty() ? "" : ", ") + std::string(line.sku.view());
  }
  put_row(context.store, Table::kInvoices, number_key(invoice.number), invoice);
  ask_for_price(context, invoice, without_price);
  order.invoice = invoice.number;
  order.total_minor = invoice.total_minor();
  note_step(context, order, to_string(OrderStage::kInvoice),
            invoice_id(invoice.number) + ": " + format_money(order.total_minor, order.currency));
  queue_order(context, order, OrderStage::kNotify);
}

}  // namespace gateway
