// SPDX-License-Identifier: MIT
// What a person typed, understood.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gateway::cli {

struct StockQuery {
  std::string sku;       ///< empty: all
  std::string location;  ///< empty: all
};
struct LedgerQuery {
  std::string sku;
  std::string location;
  std::uint64_t since = 1;  ///< first entry wanted
  bool follow = false;
};
struct MoveRequest {
  std::string op;
  std::string sku;
  std::int64_t qty = 0;
  std::string from;
  std::string to;
  std::string ref;
};
struct UndoRequest {
  std::uint64_t seq = 0;
};

using Columns = std::vector<std::pair<std::string, std::string>>;

/// `item set` and `supplier set`: changes what is given, makes what is not there.
struct CatalogueSet {
  std::string kind;  ///< items or suppliers
  std::string name;
  Columns columns;
};
/// `list` of: items, suppliers, locations, exceptions, purchase-orders, outbox, orders,
/// invoices.
struct List {
  std::string kind;
  bool open = false;       ///< only what is not done; of exceptions and purchase-orders
  std::string state = {};  ///< only these; of orders; empty: all
};
/// `show` of one: items, suppliers, purchase-orders, orders.
struct Show {
  std::string kind;
  std::string name;
};
struct ItemRemove {
  std::string sku;
};
struct Import {
  std::string kind;  ///< items or suppliers
  std::string file;
};
struct LocationSet {
  std::string location;
  std::string policy;
};
struct Verify {};
struct Doctor {};
struct ReorderRun {
  std::string sku;  ///< may order again though a person cancelled its line; empty: none
};

/// approve, send, confirm or cancel.
struct PurchaseChange {
  std::string po;
  std::string action;
  std::string why;  ///< of a cancellation
};
struct PurchaseReceipt {
  struct Line {
    std::string sku;
    std::int64_t qty = 0;
  };
  std::string po;
  std::vector<Line> lines;  ///< empty: everything that is open
  std::string to;           ///< empty: the order's warehouse
  std::string by;
};
struct PurchaseWhy {
  std::string po;
};
struct ExceptionSettle {
  std::uint64_t id = 0;
  std::string sku;
  std::string by;
};
struct ExceptionDismiss {
  std::uint64_t id = 0;
  std::string why;
  std::string by;
};
/// retry or drop.
struct OutboxChange {
  std::uint64_t id = 0;
  std::string action;
};

/// A customer's order.
struct OrderNew {
  std::string file;  ///< -: standard input
};
/// cancel or ship.
struct OrderChange {
  std::string id;
  std::string action;
  std::string why;  ///< of a cancellation
  std::string by;   ///< of a shipment
};
struct InvoiceShow {
  std::string id;
  std::string format = "text";  ///< or pdf
  std::string output;           ///< file; empty: standard output
};

using Command = std::variant<StockQuery, LedgerQuery, MoveRequest, UndoRequest, CatalogueSet, List,
                             Show, ItemRemove, Import, LocationSet, Verify, Doctor, ReorderRun,
                             PurchaseChange, PurchaseReceipt, PurchaseWhy, ExceptionSettle,
                             ExceptionDismiss, OutboxChange, OrderNew, OrderChange, InvoiceShow>;

struct Invocation {
  std::string socket;
  bool json = false;
  bool quiet = false;
  Command command = {};
};

/// A command line that was read: an invocation to run, or a text to print and the
/// exit code to end with (0 help was asked for, 2 wrong usage: the text says what
/// would be right).
struct Parsed {
  std::optional<Invocation> invocation;
  int exit_code = 0;
  std::string text;
};

/// Reads the arguments, the program's name first. Pure but for the environment
/// variable SHELFWIRE_HTTP_SOCKET, which stands for --socket.
[[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

}  // namespace gateway::cli
