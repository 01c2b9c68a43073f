// SPDX-License-Identifier: MIT
#include "commands/invoices/grammar.h"

#include <memory>

#include "commands/invoices/action.h"
#include "commands/invoices/view.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

constexpr const char* kInvoiceShowExamples =
    "  shelfctl invoice show INV-000012\n"
    "  shelfctl invoice show INV-000012 --format pdf --output invoice.pdf";

}  // namespace

void add_invoices(const Grammar& root) {
  const Grammar invoice = root.add("invoice", "What customers are charged");
  add_list(invoice, "invoices", "All invoices", invoices_view);
  const auto show = std::make_shared<InvoiceShow>();
  const Grammar command =
      invoice.add("show", "One invoice, as the customer gets it", kInvoiceShowExamples);
  command.argument("INVOICE", show->id, "Which one");
  command.choice_option("--format", "FORMAT", show->format, {"text", "pdf"},
                        "text (default) or pdf");
  command.option("--output", "FILE", show->output, "Write it to this file");
  command.on_parsed(show_invoice, show);
}

}  // namespace gateway::cli
