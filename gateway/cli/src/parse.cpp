// SPDX-License-Identifier: MIT
// The only place that knows CLI11.
#include <CLI/CLI.hpp>
#include <functional>
#include <sstream>

#include "gateway/cli/invocation.h"
#include "places.h"
#include "version.h"
#include "wire/limits.h"

namespace gateway::cli {
namespace {

constexpr int kExitUsage = 2;
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
  void add_orders();
  void add_checks();
  void add_list(CLI::App& parent, const std::string& kind, const std::string& what);
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
      add(app_, "stock", "What is there: on hand, reserved, available, on order",
          "  shelfctl stock\n"
          "  shelfctl stock BOLT-M8\n"
          "  shelfctl stock --location MAIN/A-01   that place and all below it");
  stock->add_option("SKU", stock_.sku, "Only this item");
  stock->add_option("--location", stock_.location, "Only this place and what is below it")
      ->type_name("PLACE");
  stock->callback([this] { leave(stock_); });
}

void CommandLine::add_move() {
  CLI::App* const move = add(
      app_, "move", "Book a movement by hand",
      "  shelfctl move receive BOLT-M8 100 --to MAIN/A-01 --ref DN-4711\n"
      "  shelfctl move pick BOLT-M8 5 --from MAIN/A-01\n"
      "  shelfctl move move BOLT-M8 20 --from MAIN/A-01 --to MAIN/B-02\n"
      "  shelfctl move count BOLT-M8 73 --to MAIN/A-01    there are 73, whatever the books say\n"
      "  shelfctl move scrap BOLT-M8 2 --from MAIN/A-01");
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
      ->check(without_notes(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 62U)));
  undo->callback([this] { leave(undo_); });
}

void CommandLine::add_ledger() {
  CLI::App* const ledger =
      add(app_, "ledger", "Every movement, in the order it was booked",
          "  shelfctl ledger --sku BOLT-M8\n"
          "  shelfctl ledger --location MAIN/A-01 --since 5000\n"
          "  shelfctl ledger --follow           goes on showing new ones until Ctrl-C\n"
          "  shelfctl ledger --follow --json    one object a line");
  ledger->add_option("--sku", ledger_.sku, "Only this item")->type_name("SKU");
  ledger->add_option("--location", ledger_.location, "Only what leaves or enters this place")
      ->type_name("PLACE");
  ledger->add_option("--since", ledger_.since, "From this entry on")
      ->type_name("SEQ")
      ->check(without_notes(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 62U)));
  ledger->add_flag("--follow", ledger_.follow, "Wait for new ones");
  ledger->callback([this] { leave(ledger_); });
}

void CommandLine::add_list(CLI::App& parent, const std::string& kind, const std::string& what) {
  add(parent, "list", what, "")->callback([this, kind] { leave(List{kind}); });
}

void CommandLine::add_show(CLI::App& parent, const std::string& kind, const std::string& type,
                           const std::string& what, const std::string& examples) {
  CLI::App* const show = add(parent, "show", what, examples);
  show->add_option(type, name_, "Which one")->required();
  show->callback([this, kind] { leave(Show{kind, name_}); });
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
  add_set(item, "items", "SKU", "Make or change one item",
          "  shelfctl item set BOLT-M8 name=\"Bolt M8\" supplier=ACME threshold=200\n"
          "  shelfctl item set BOLT-M8 low_stock_flag=No\n"
          "  shelfctl item set BOLT-M8 \"barcodes=4006381333931 14006381333938*12\"\n\n"
          "Keys: name, unit, supplier, threshold, order_up_to, pack_multiple, moq,\n"
          "lead_time_days, low_stock_flag, price_minor, currency, tax_percent, barcodes");
  add_import(item, "items", "Make or change many items, all or none",
             "  shelfctl item import catalogue.csv\n\n"
             "The file's first line: sku,name and any of unit, supplier, threshold,\n"
             "order_up_to, pack_multiple, moq, lead_time_days, low_stock_flag, price_minor,\n"
             "currency, tax_percent, barcodes");
  CLI::App* const remove = add(item, "remove", "Phase an item out: no reorders, history stays",
                               "  shelfctl item remove BOLT-M8");
  remove->add_option("SKU", name_, "Which one")->required();
  remove->callback([this] { leave(ItemRemove{name_}); });
}

void CommandLine::add_suppliers() {
  CLI::App& supplier = *add(app_, "supplier", "The suppliers that orders are mailed to", "");
  add_list(supplier, "suppliers", "All suppliers");
  add_show(supplier, "suppliers", "ID", "Everything known about one supplier",
           "  shelfctl supplier show ACME");
  add_set(supplier, "suppliers", "ID", "Make or change one supplier",
          "  shelfctl supplier set ACME name=\"Acme Ltd\" email=orders@acme.example\n\n"
          "Keys: name, email, lead_time_days, documents, currency, language (en or de)");
  add_import(supplier, "suppliers", "Make or change many suppliers, all or none",
             "  shelfctl supplier import suppliers.csv\n\n"
             "The file's first line: id,name and any of email, lead_time_days, documents,\n"
             "currency, language");
}

void CommandLine::add_locations() {
  CLI::App& location = *add(app_, "location", "Places, and whether they may go below zero", "");
  add_list(location, "locations", "All places ever used, with their policy");
  CLI::App* const set =
      add(location, "set", "Say what happens when more is taken than the books show",
          "  shelfctl location set MAIN/A-01 policy=forbid   refuse it\n"
          "  shelfctl location set MAIN/A-01 policy=flag     book it, ask for a count (default)\n"
          "  shelfctl location set MAIN/A-01 policy=allow    book it");
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

void CommandLine::add_orders() {
  CLI::App& exceptions = *add(app_, "exceptions", "Scans that could not be booked", "");
  add_list(exceptions, "exceptions", "All that wait for a person, and what came of the others");
  CLI::App& po = *add(app_, "po", "Purchase orders", "");
  add_list(po, "purchase-orders", "All purchase orders");
  add_show(po, "purchase-orders", "PO", "One purchase order with its lines",
           "  shelfctl po show PO-000017");
  CLI::App& reorder = *add(app_, "reorder", "Ordering what runs low", "");
  add(reorder, "run", "Look at all stock now instead of at the next interval", "")
      ->callback([this] { leave(ReorderRun{}); });
  CLI::App& outbox = *add(app_, "outbox", "Mails that are on their way", "");
  add_list(outbox, "outbox", "All that are not delivered yet, with the last error");
}

void CommandLine::add_checks() {
  add(app_, "verify", "Recompute every figure from the ledger and compare", "")->callback([this] {
    leave(Verify{});
  });
  add(app_, "doctor", "Check disk, clock, broker and store, and say what to do", "")
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
  add_orders();
  add_checks();
  // Last: commands take over the footer that is there when they are made.
  app_.footer(
      "\nExamples:\n"
      "  shelfctl stock\n"
      "  shelfctl move receive BOLT-M8 100 --to MAIN/A-01\n"
      "  shelfctl doctor\n\n"
      "`shelfctl COMMAND --help` explains one command. Exit codes: 0 done, 1 failed,\n"
      "2 wrong usage.");
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
