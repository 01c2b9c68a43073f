// SPDX-License-Identifier: MIT
#include "resources/invoices/rows.h"

#include <string_view>

#include "toolkit/frozen_item.h"

namespace gateway::http {
namespace {

using wire::JsonWriter;

void write_line(JsonWriter& json, const InvoiceLine& line) {
  json.begin_object();
  json.key("sku").string_lossy(line.sku.view());
  write_frozen_item(json, line);
  json.key("qty").number(line.qty);
  json.key("price_minor").number(line.price_minor);
  json.key("tax_percent").number(line.tax_percent);
  json.key("net_minor").number(line.net_minor);
  json.key("tax_minor").number(line.tax_minor);
  json.end_object();
}

void write_parties(JsonWriter& json, const Invoice& invoice) {
  json.key("company").begin_object();
  json.key("name").string_lossy(invoice.company.name);
  json.key("address").string_lossy(invoice.company.address);
  json.key("tax_id").string_lossy(invoice.company.tax_id);
  json.end_object();
  json.key("customer").begin_object();
  json.key("name").string_lossy(invoice.customer.name);
  json.key("email").string_lossy(invoice.customer.email);
  json.key("address").string_lossy(invoice.customer.address);
  json.end_object();
}

void write_sums(JsonWriter& json, const Invoice& invoice) {
  json.key("net_minor").number(invoice.net_minor());
  json.key("tax_minor").number(invoice.tax_minor());
  json.key("total_minor").number(invoice.total_minor());
  json.key("tax_sums").begin_array();
  for (const TaxSum& sum : tax_sums(invoice)) {
    json.begin_object().key("tax_percent").number(sum.percent);
    json.key("net_minor").number(sum.net_minor);
    json.key("tax_minor").number(sum.tax_minor).end_object();
  }
  json.end_array();
}

}  // namespace

void write_invoice(JsonWriter& json, const Invoice& invoice) {
  json.begin_object().key("invoice").string(invoice_id(invoice.number));
  json.key("order").string_lossy(invoice.order);
  write_parties(json, invoice);
  json.key("lines").begin_array();
  for (const InvoiceLine& line : invoice.lines) write_line(json, line);
  json.end_array();
  write_sums(json, invoice);
  json.key("currency").string_lossy(invoice.currency);
  json.key("issued_ms").number(invoice.issued_ms);
  json.key("cancelled_ms").number(invoice.cancelled_ms);
  json.key("restored_ms").number(invoice.restored_ms);
  json.end_object();
}

}  // namespace gateway::http
