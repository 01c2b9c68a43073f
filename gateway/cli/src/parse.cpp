// SPDX-License-Identifier: MIT
// The only place that knows CLI11.
#include <CLI/CLI.hpp>
#include <functional>
#include <sstream>

#include "arguments.h"
#include "examples.h"
#include "gateway/cli/invocation.h"
#include "version.h"
#include "wire/limits.h"

namespace gateway::cli {
namespace {

constexpr int kExitUsage = 2;
constexpr std::uint64_t kNumberMax = std::uint64_t{1} << 62U;
constexpr const char* kSocketDefault = "/run/shelfwire/api.sock";

/// Builds the command line. Every leaf leaves its command in `command_`.
class CommandLine {
 public:
  CommandLine();
  Parsed parse(const std::vector<std::string>& arguments);

 private:
  void leave(Command command);
  CLI::App* add(CLI::App& parent, const std::string& name, const std::string& what,
                const std::string& examples);
  void add_stock();
  void add_move();
  void add_ledger();
  void add_items();
  void add_suppliers();
  void add_locations();
  void add_exceptions();
  void add_purchases();
  void add_purchase_change(CLI::App& po, const std::string& action, const std::string& what,
                           const std::string& examples);
  void add_receipt(CLI::App& po);
  void add_outbox();
  void add_checks();
  void add_list(CLI::App& parent, const std::string& kind, const std::string& what,
                const std::string& only_open = "");
  CLI::App* add_named(CLI::App& parent, const std::string& name, const std::string& type,
                      const std::string& what, const std::string& examples);
  CLI::App* add_numbered(CLI::App& parent, const std::string& name, const std::string& what,
                         const std::string& examples);
  void add_show(CLI::App& parent, const std::string& kind, const std::string& type,
                const std::string& what, const std::string& examples);
  void add_import(CLI::App& parent, const std::string& kind, const std::string& what,
                  const std::string& examples);
  void add_set(CLI::App& parent, const std::string& kind, const std::string& type,
               const std::string& what, const std::string& examples);

  CLI::App app_{
      "shelfctl shows and changes what the Shelfwire gateway keeps: stock, the ledger\n"
      "of all movements, the catalogue, and purchase orders.\n",
      "shelfctl"};
  Invocation invocation_{.socket = kSocketDefault};
  bool complete_ = false;  // a command was named to its end
  // Where options and positionals are kept until a leaf makes its command of them.
  StockQuery stock_;
  LedgerQuery ledger_;
  MoveRequest move_;
  UndoRequest undo_;
  LocationSet location_;
  ReorderRun reorder_;
  PurchaseReceipt receipt_;
  std::uint64_t id_ = 0;
  std::string why_;
  std::string by_;
  std::string sku_;
  bool open_ = false;
  std::string name_;
  std::string file_;
  std::vector<std::string> pairs_;
};

/// The help in words for people: no types and bounds, they are in the texts.
void say_it_plainly(CLI::FormatterBase& formatter) {
  for (const char* type : {"REQUIRED", "TEXT", "INT", "UINT"}) formatter.label(type, "");
  formatter.label("Positionals", "Arguments");
  formatter.label("SUBCOMMAND", "COMMAND");
}

CLI::Validator without_notes(CLI::Validator validator) {
  return validator.description("");
}

/// `key=value`; throws the library's usage error otherwise.
std::pair<std::string, std::string> split_pair(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    throw CLI::ValidationError("'" + text + "' is not of the form key=value, like threshold=50");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

CLI::App* CommandLine::add(CLI::App& parent, const std::string& name, const std::string& what,
                           const std::string& examples) {
  CLI::App* const command = parent.add_subcommand(name, what)->group("Commands");
  if (!examples.empty()) command->footer("\nExamples:\n" + examples);
  return command;
}

void CommandLine::leave(Command command) {
  invocation_.command = std::move(command);
  complete_ = true;
}

void CommandLine::add_stock() {
  CLI::App* const stock =
      add(app_, "stock", "What is there: on hand, reserved, available, on order", kStockExamples);
  stock->add_option("SKU", stock_.sku, "Only this item");
  stock->add_option("--location", stock_.location, "Only this place and what is below it")
      ->type_name("PLACE");
  stock->callback([this] { leave(stock_); });
}

void CommandLine::add_move() {
  CLI::App* const move = add(app_, "move", "Book a movement by hand", kMoveExamples);
  move->add_option("OPERATION", move_.op,
                   "receive (from a supplier), pick (for a customer),\n"
                   "move, count (sets a bin), return (from a customer)\n"
                   "or scrap")
      ->required()
      ->check(
          without_notes(CLI::IsMember({"receive", "pick", "move", "count", "return", "scrap"})));
  move->add_option("SKU", move_.sku, "The item")->required();
  move->add_option("QTY", move_.qty, "How many of its base unit")
      ->required()
      ->check(without_notes(CLI::Range(std::int64_t{0}, wire::kQuantityMax)));
  move->add_option("--from", move_.from, "Where it leaves")->type_name("PLACE");
  move->add_option("--to", move_.to, "Where it goes")->type_name("PLACE");
  move->add_option("--ref", move_.ref, "Order or delivery note")->type_name("NUMBER");
  move->callback([this] {
    const std::string problem = check_places(move_);
    if (!problem.empty()) throw CLI::ValidationError(problem);
    leave(move_);
  });

  CLI::App* const undo = add(app_, "undo", "Reverse one ledger entry by a new one",
                             "  shelfctl undo 1042    (the number that `shelfctl ledger` shows)");
  undo->add_option("SEQ", undo_.seq, "Number of the ledger entry")
      ->required()
      ->check(without_notes(CLI::Range(std::uint64_t{1}, kNumberMax)));
  undo->callback([this] { leave(undo_); });
}

void CommandLine::add_ledger() {
  CLI::App* const ledger =
      add(app_, "ledger", "Every movement, in the order it was booked", kLedgerExamples);
  ledger->add_option("--sku", ledger_.sku, "Only this item")->type_name("SKU");
  ledger->add_option("--location", ledger_.location, "Only what leaves or enters this place")
      ->type_name("PLACE");
  ledger->add_option("--since", ledger_.since, "From this entry on")
      ->type_name("SEQ")
      ->check(without_notes(CLI::Range(std::uint64_t{0}, kNumberMax)));
  ledger->add_flag("--follow", ledger_.follow, "Wait for new ones");
  ledger->callback([this] { leave(ledger_); });
}

void CommandLine::add_list(CLI::App& parent, const std::string& kind, const std::string& what,
                           const std::string& only_open) {
  CLI::App* const list = add(parent, "list", what, "");
  if (!only_open.empty()) list->add_flag("--open", open_, only_open);
  list->callback([this, kind] { leave(List{kind, open_}); });
}

CLI::App* CommandLine::add_named(CLI::App& parent, const std::string& name, const std::string& type,
                                 const std::string& what, const std::string& examples) {
  CLI::App* const command = add(parent, name, what, examples);
  command->add_option(type, name_, "Which one")->required();
  return command;
}

CLI::App* CommandLine::add_numbered(CLI::App& parent, const std::string& name,
                                    const std::string& what, const std::string& examples) {
  CLI::App* const command = add(parent, name, what, examples);
  command->add_option("ID", id_, "Its number in the list")
      ->required()
      ->check(without_notes(CLI::Range(std::uint64_t{1}, kNumberMax)));
  return command;
}

void CommandLine::add_show(CLI::App& parent, const std::string& kind, const std::string& type,
                           const std::string& what, const std::string& examples) {
  add_named(parent, "show", type, what, examples)->callback([this, kind] {
    leave(Show{kind, name_});
  });
}

void CommandLine::add_import(CLI::App& parent, const std::string& kind, const std::string& what,
                             const std::string& examples) {
  CLI::App* const import = add(parent, "import", what, examples);
  import->add_option("FILE", file_, "A CSV file, UTF-8, columns named in its first line")
      ->required();
  import->callback([this, kind] { leave(Import{kind, file_}); });
}

void CommandLine::add_set(CLI::App& parent, const std::string& kind, const std::string& type,
                          const std::string& what, const std::string& examples) {
  CLI::App* const set = add(parent, "set", what, examples);
  set->add_option(type, name_, "Which one; a new one needs at least name=...")->required();
  set->add_option("KEY=VALUE", pairs_, "What to change; an empty value means the default")
      ->required();
  set->callback([this, kind] {
    CatalogueSet command{.kind = kind, .name = name_, .columns = {}};
    for (const std::string& pair : pairs_) command.columns.push_back(split_pair(pair));
    leave(std::move(command));
  });
}

void CommandLine::add_items() {
  CLI::App& item = *add(app_, "item", "The catalogue of items", "");
  add_list(item, "items", "All items");
  add_show(item, "items", "SKU", "Everything known about one item", "  shelfctl item show BOLT-M8");
  add_set(item, "items", "SKU", "Make or change one item", kItemSetExamples);
  add_import(item, "items", "Make or change many items, all or none", kItemImportExamples);
  add_named(item, "remove", "SKU", "Phase an item out: no reorders, history stays",
            "  shelfctl item remove BOLT-M8")
      ->callback([this] { leave(ItemRemove{name_}); });
}

void CommandLine::add_suppliers() {
  CLI::App& supplier = *add(app_, "supplier", "The suppliers that orders are mailed to", "");
  add_list(supplier, "suppliers", "All suppliers");
  add_show(supplier, "suppliers", "ID", "Everything known about one supplier",
           "  shelfctl supplier show ACME");
  add_set(supplier, "suppliers", "ID", "Make or change one supplier", kSupplierSetExamples);
  add_import(supplier, "suppliers", "Make or change many suppliers, all or none",
             kSupplierImportExamples);
}

void CommandLine::add_locations() {
  CLI::App& location = *add(app_, "location", "Places, and whether they may go below zero", "");
  add_list(location, "locations", "All places ever used, with their policy");
  CLI::App* const set =
      add(location, "set", "Say what happens when more is taken than the books show",
          kLocationSetExamples);
  set->add_option("PLACE", location_.location, "Which one")->required();
  set->add_option("POLICY", pairs_, "policy=forbid, policy=flag or policy=allow")
      ->required()
      ->expected(1);
  set->callback([this] {
    const auto [key, value] = split_pair(pairs_.front());
    if (key != "policy" || (value != "forbid" && value != "flag" && value != "allow")) {
      throw CLI::ValidationError("say policy=forbid, policy=flag or policy=allow");
    }
    location_.policy = value;
    leave(location_);
  });
}

void CommandLine::add_exceptions() {
  CLI::App& exceptions = *add(app_, "exceptions", "Scans that could not be booked", "");
  add_list(exceptions, "exceptions", "All that wait for a person, and what came of the others",
           "Only those that wait");
  CLI::App* const settle = add_numbered(
      exceptions, "settle", "Book what it holds under the item that was meant", kSettleExamples);
  settle->add_option("--sku", sku_, "The item that was meant")->type_name("SKU")->required();
  settle->add_option("--by", by_, "Who says so")->type_name("NAME");
  settle->callback([this] { leave(ExceptionSettle{id_, sku_, by_}); });
  CLI::App* const dismiss =
      add_numbered(exceptions, "dismiss", "Close it: there is nothing to book",
                   "  shelfctl exceptions dismiss 12 --why \"scanned by mistake\"");
  dismiss->add_option("--why", why_, "The reason, for whoever asks later")
      ->type_name("TEXT")
      ->required();
  dismiss->add_option("--by", by_, "Who says so")->type_name("NAME");
  dismiss->callback([this] { leave(ExceptionDismiss{id_, why_, by_}); });
}

void CommandLine::add_purchase_change(CLI::App& po, const std::string& action,
                                      const std::string& what, const std::string& examples) {
  CLI::App* const command = add_named(po, action, "PO", what, examples);
  if (action == "cancel") {
    command->add_option("--why", why_, "The reason, for whoever asks later")->type_name("TEXT");
  }
  command->callback([this, action] { leave(PurchaseChange{name_, action, why_}); });
}

void CommandLine::add_receipt(CLI::App& po) {
  CLI::App* const receive =
      add_named(po, "receive", "PO", "Book what came of it into stock", kReceiveExamples);
  receive->add_option("SKU QTY", pairs_, "What came, in pairs; without them all that is open");
  receive->add_option("--to", receipt_.to, "Where it goes; else the order's warehouse")
      ->type_name("PLACE");
  receive->add_option("--by", receipt_.by, "Who took it in")->type_name("NAME");
  receive->callback([this] {
    receipt_.po = name_;
    const std::string problem = read_receipt_lines(pairs_, receipt_);
    if (!problem.empty()) throw CLI::ValidationError(problem);
    leave(receipt_);
  });
}

void CommandLine::add_purchases() {
  CLI::App& po = *add(app_, "po", "Purchase orders", "");
  add_list(po, "purchase-orders", "All purchase orders", "Only those not received or cancelled");
  add_show(po, "purchase-orders", "PO", "One purchase order with its lines",
           "  shelfctl po show PO-000017");
  add_named(po, "why", "PO", "Why each line was ordered: the figures and the movement behind it",
            "  shelfctl po why PO-000017")
      ->callback([this] { leave(PurchaseWhy{name_}); });
  add_purchase_change(po, "approve", "Let a proposed order go out",
                      "  shelfctl po approve PO-000017");
  add_purchase_change(po, "send", "Mail it now, or once more", "  shelfctl po send PO-000017");
  add_purchase_change(po, "confirm", "The supplier has it and has promised it",
                      "  shelfctl po confirm PO-000017");
  add_receipt(po);
  add_purchase_change(po, "cancel", "Expect nothing more of it", kCancelExamples);
  CLI::App& reorder = *add(app_, "reorder", "Ordering what runs low", "");
  CLI::App* const run =
      add(reorder, "run", "Look at all stock now instead of at the next interval",
          "  shelfctl reorder run\n"
          "  shelfctl reorder run BOLT-M8   order it again though its line was cancelled");
  run->add_option("SKU", reorder_.sku, "Order this item again though its line was cancelled");
  run->callback([this] { leave(reorder_); });
}

void CommandLine::add_outbox() {
  CLI::App& outbox = *add(app_, "outbox", "Mails and posts that are on their way", "");
  add_list(outbox, "outbox", "All that are not delivered yet, with the last error");
  for (const auto& [action, what] : {std::pair{"retry", "Try one again at once"},
                                     std::pair{"drop", "Give one up: it is never sent"}}) {
    const std::string name = action;
    add_numbered(outbox, name, what, "  shelfctl outbox " + name + " 12")->callback([this, name] {
      leave(OutboxChange{id_, name});
    });
  }
}

void CommandLine::add_checks() {
  add(app_, "verify", "Recompute every figure from the ledger and compare", "")->callback([this] {
    leave(Verify{});
  });
  add(app_, "doctor", "Check disk, clock, broker, store and outbox, and say what to do", "")
      ->callback([this] { leave(Doctor{}); });
}

CommandLine::CommandLine() {
  say_it_plainly(*app_.get_formatter());
  app_.fallthrough();  // options of shelfctl may stand behind the command as well
  app_.set_version_flag("--version", std::string("shelfctl ") + kVersion);
  app_.add_option("--socket", invocation_.socket, "Where the gateway listens")
      ->type_name("PATH")
      ->envname("SHELFWIRE_HTTP_SOCKET")
      ->take_last()
      ->capture_default_str();
  app_.add_flag("--json", invocation_.json, "Print JSON for programs instead of tables");
  app_.add_flag("--quiet", invocation_.quiet, "Say nothing when all went well");
  add_stock();
  add_move();
  add_ledger();
  add_items();
  add_suppliers();
  add_locations();
  add_exceptions();
  add_purchases();
  add_outbox();
  add_checks();
  // Last: commands take over the footer that is there when they are made.
  app_.footer(kFooter);
}

Parsed CommandLine::parse(const std::vector<std::string>& arguments) {
  std::vector<const char*> words;
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  Parsed parsed;
  try {
    app_.parse(static_cast<int>(words.size()), words.data());
    if (complete_) {
      parsed.invocation = std::move(invocation_);
    } else {
      parsed.exit_code = kExitUsage;
      parsed.text = app_.help() /* of the innermost command named */;
    }
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    parsed.exit_code = app_.exit(error, out, err) == 0 ? 0 : kExitUsage;
    parsed.text = parsed.exit_code == 0 ? out.str() : "shelfctl: " + err.str();
  }
  return parsed;
}

}  // namespace

Parsed parse(const std::vector<std::string>& arguments) {
  return CommandLine().parse(arguments);
}

}  // namespace gateway::cli
