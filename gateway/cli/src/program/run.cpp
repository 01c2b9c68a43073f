// SPDX-License-Identifier: MIT
#include "gateway/cli/run.h"

#include "commands/catalogue/action.h"
#include "commands/checks/action.h"
#include "commands/invoices/action.h"
#include "commands/orders/action.h"
#include "commands/purchases/action.h"
#include "commands/stock/action.h"
#include "commands/tasks/action.h"
#include "program/lists.h"

namespace gateway::cli {
namespace {

/// One overload a command.
struct Dispatch {
  const Session& session;

  int operator()(const StockQuery& query) const { return show_stock(session, query); }
  int operator()(const LedgerQuery& query) const { return show_ledger(session, query); }
  int operator()(const List& list) const { return show_list(session, list); }
  int operator()(const Show& show) const { return show_one(session, show); }
  int operator()(const MoveRequest& move) const { return book(session, move); }
  int operator()(const UndoRequest& request) const { return undo(session, request); }
  int operator()(const CatalogueSet& change) const { return set_columns(session, change); }
  int operator()(const ItemRemove& removal) const { return remove_item(session, removal); }
  int operator()(const Import& import) const { return import_file(session, import); }
  int operator()(const LocationSet& change) const { return set_location(session, change); }
  int operator()(const Verify&) const { return run_verify(session); }
  int operator()(const Doctor&) const { return run_doctor(session); }
  int operator()(const ReorderRun& run) const { return run_reorder(session, run); }
  int operator()(const PurchaseChange& change) const { return change_purchase(session, change); }
  int operator()(const PurchaseReceipt& goods) const { return receive_purchase(session, goods); }
  int operator()(const PurchaseWhy& question) const { return show_why(session, question); }
  int operator()(const ExceptionSettle& task) const { return settle_exception(session, task); }
  int operator()(const ExceptionDismiss& task) const { return dismiss_exception(session, task); }
  int operator()(const OutboxChange& change) const { return change_outbox(session, change); }
  int operator()(const OrderNew& request) const { return new_order(session, request); }
  int operator()(const OrderChange& change) const { return change_order(session, change); }
  int operator()(const InvoiceShow& show) const { return show_invoice(session, show); }
};

}  // namespace

int run(const Invocation& invocation, Terminal& terminal) {
  Api api(invocation.socket);
  const Session session{.options = invocation, .terminal = terminal, .api = api};
  const int code = std::visit(Dispatch{session}, invocation.command);
  terminal.out.flush();
  if (terminal.out) return code;
  terminal.err << "shelfctl: the output could not be written: is the disk full?\n";
  return 1;
}

}  // namespace gateway::cli
