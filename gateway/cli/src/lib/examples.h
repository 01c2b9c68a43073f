// SPDX-License-Identifier: MIT
// What the help of each command shows below its options.
#pragma once

namespace gateway::cli {

inline constexpr const char* kStockExamples =
    "  shelfctl stock\n"
    "  shelfctl stock BOLT-M8\n"
    "  shelfctl stock --location MAIN/A-01   that place and all below it";

inline constexpr const char* kMoveExamples =
    "  shelfctl move receive BOLT-M8 100 --to MAIN/A-01 --ref DN-4711\n"
    "  shelfctl move pick BOLT-M8 5 --from MAIN/A-01\n"
    "  shelfctl move move BOLT-M8 20 --from MAIN/A-01 --to MAIN/B-02\n"
    "  shelfctl move count BOLT-M8 73 --to MAIN/A-01    there are 73, whatever the books say\n"
    "  shelfctl move scrap BOLT-M8 2 --from MAIN/A-01";

inline constexpr const char* kLedgerExamples =
    "  shelfctl ledger --sku BOLT-M8\n"
    "  shelfctl ledger --location MAIN/A-01 --since 5000\n"
    "  shelfctl ledger --follow           goes on showing new ones until Ctrl-C\n"
    "  shelfctl ledger --follow --json    one object a line";

inline constexpr const char* kItemSetExamples =
    "  shelfctl item set BOLT-M8 name=\"Bolt M8\" supplier=ACME threshold=200\n"
    "  shelfctl item set BOLT-M8 low_stock_flag=No\n"
    "  shelfctl item set BOLT-M8 \"barcodes=4006381333931 14006381333938*12\"\n\n"
    "Keys: name, unit, supplier, threshold, order_up_to, pack_multiple, moq,\n"
    "lead_time_days, low_stock_flag, price_minor, currency, tax_percent, barcodes";

inline constexpr const char* kItemImportExamples =
    "  shelfctl item import catalogue.csv\n\n"
    "The file's first line: sku,name and any of unit, supplier, threshold,\n"
    "order_up_to, pack_multiple, moq, lead_time_days, low_stock_flag, price_minor,\n"
    "currency, tax_percent, barcodes";

inline constexpr const char* kSupplierSetExamples =
    "  shelfctl supplier set ACME name=\"Acme Ltd\" email=orders@acme.example\n\n"
    "Keys: name, email, lead_time_days, language (en or de)";

inline constexpr const char* kSupplierImportExamples =
    "  shelfctl supplier import suppliers.csv\n\n"
    "The file's first line: id,name and any of email, lead_time_days,\n"
    "language. The columns documents and currency are taken and not used yet.";

inline constexpr const char* kLocationSetExamples =
    "  shelfctl location set MAIN/A-01 policy=forbid   refuse it\n"
    "  shelfctl location set MAIN/A-01 policy=flag     book it, ask for a count (default)\n"
    "  shelfctl location set MAIN/A-01 policy=allow    book it";

inline constexpr const char* kReceiveExamples =
    "  shelfctl po receive PO-000017                       all that is open is in\n"
    "  shelfctl po receive PO-000017 BOLT-M8 30 NUT-M8 200 --to MAIN/A-01 --by JANE";

inline constexpr const char* kCancelExamples =
    "  shelfctl po cancel PO-000017 --why \"wrong size\"\n\n"
    "What was cancelled is not ordered again while stock stays low, unless with\n"
    "`shelfctl reorder run SKU`.";

inline constexpr const char* kOrderNewExamples =
    "  shelfctl order new order.json\n"
    "  echo '{\"order\":\"1007\",\"lines\":[{\"sku\":\"TABLE\"}]}' | shelfctl order new -\n\n"
    "Keys: order (the customer's number; handing it in again does no harm), lines\n"
    "(each sku, and qty if it is not 1), and if wanted customer (name, email,\n"
    "address) and policy (all_or_nothing, partial or backorder).";

inline constexpr const char* kOrderListExamples =
    "  shelfctl order list\n"
    "  shelfctl order list --state backordered";

inline constexpr const char* kOrderCancelExamples =
    "  shelfctl order cancel 1007 --why \"ordered twice\"";

inline constexpr const char* kOrderShipExamples =
    "  shelfctl order ship 1007 --by JANE\n\n"
    "Scanners do the same bin by bin: picks that name the order.";

inline constexpr const char* kInvoiceShowExamples =
    "  shelfctl invoice show INV-000012\n"
    "  shelfctl invoice show INV-000012 --format pdf --output invoice.pdf";

inline constexpr const char* kSettleExamples =
    "  shelfctl exceptions settle 12 --sku BOLT-M8 --by JANE\n\n"
    "Booked with the time and the scanner of the scan itself.";

inline constexpr const char* kFooter =
    "\nExamples:\n"
    "  shelfctl stock\n"
    "  shelfctl move receive BOLT-M8 100 --to MAIN/A-01\n"
    "  shelfctl doctor\n\n"
    "`shelfctl COMMAND --help` explains one command. Exit codes: 0 done, 1 failed,\n"
    "2 wrong usage.";

}  // namespace gateway::cli
