// SPDX-License-Identifier: MIT
#include "commands/catalogue/grammar.h"

#include <memory>

#include "commands/catalogue/action.h"
#include "commands/catalogue/view.h"
#include "gateway/catalogue/csv.h"
#include "gateway/cli/text.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

constexpr const char* kItemSetExamples =
    "  shelfctl item set BOLT-M8 name=\"Bolt M8\" supplier=ACME threshold=200\n"
    "  shelfctl item set BOLT-M8 low_stock_flag=No\n"
    "  shelfctl item set BOLT-M8 \"barcodes=4006381333931 14006381333938*12\"\n\n";

constexpr const char* kItemImportExamples = "  shelfctl item import catalogue.csv\n\n";

constexpr const char* kSupplierSetExamples =
    "  shelfctl supplier set ACME name=\"Acme Ltd\" email=orders@acme.example\n\n"
    "Keys: name, email, lead_time_days, language (en or de)";

constexpr const char* kSupplierImportExamples =
    "  shelfctl supplier import suppliers.csv\n\n"
    "The file's first line: id,name and any of email, lead_time_days,\n"
    "language. The columns documents and currency are taken and not used yet.";

constexpr const char* kLocationSetExamples =
    "  shelfctl location set MAIN/A-01 forbid   refuse it\n"
    "  shelfctl location set MAIN/A-01 flag     book it, ask for a count (default)\n"
    "  shelfctl location set MAIN/A-01 allow    book it";

/// Splits `key=value`. False: it is not of this form.
bool split_pair(const std::string& text, std::string& key, std::string& value) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) return false;
  key = text.substr(0, equals);
  value = text.substr(equals + 1);
  return true;
}

void add_import(const Grammar& parent, const std::string& kind, const std::string& what,
                const std::string& examples) {
  const auto import = std::make_shared<Import>(Import{.kind = kind, .file = {}});
  const Grammar command = parent.add("import", what, examples);
  command.argument("FILE", import->file, "A CSV file, UTF-8, columns named in its first line");
  command.on_parsed(import_file, import);
}

void add_set(const Grammar& parent, const std::string& kind, const std::string& type,
             const std::string& what, const std::string& examples) {
  const auto change =
      std::make_shared<CatalogueSet>(CatalogueSet{.kind = kind, .name = {}, .columns = {}});
  const auto pairs = std::make_shared<std::vector<std::string>>();
  const Grammar command = parent.add("set", what, examples);
  command.argument(type, change->name, "Which one; a new one needs at least name=...");
  command.arguments("CHANGE", *pairs, "As key=value; an empty value means the default");
  command.on_parsed(set_columns, change, [change, pairs] {
    const char* const example = change->kind == "items" ? "threshold=50" : "lead_time_days=7";
    for (const std::string& pair : *pairs) {
      auto& [key, value] = change->columns.emplace_back();
      if (!split_pair(pair, key, value)) {
        return "'" + pair + "' is not of the form key=value, like " + example;
      }
    }
    return std::string();
  });
}

/// `text`, then the names of an item's columns from the `first` on, in lines for the help.
std::string with_item_columns(std::string text, std::size_t first) {
  constexpr std::size_t kHelpColumns = 80;
  const NamedValues columns = item_columns(Item{});
  for (std::size_t i = first; i < columns.size(); ++i) {
    text += (i > first ? ", " : " ") + columns[i].first;
  }
  std::string lines;
  for (const std::string& line : wrapped(text, kHelpColumns)) {
    lines += (lines.empty() ? "" : "\n") + line;
  }
  return lines;
}

void add_items(const Grammar& root) {
  const Grammar item = root.add("item", "The catalogue of items");
  add_list(item, "items", "All items", items_view);
  add_show(item, "items", "SKU", "Everything known about one item", "  shelfctl item show BOLT-M8");
  add_set(item, "items", "SKU", "Make or change one item",
          kItemSetExamples + with_item_columns("Keys:", 1));
  add_import(
      item, "items", "Make or change many items, all or none",
      kItemImportExamples + with_item_columns("The file's first line: sku,name and any of", 2));
  const auto sku = std::make_shared<std::string>();
  const Grammar remove = item.add("remove", "Phase an item out: no reorders, history stays",
                                  "  shelfctl item remove BOLT-M8");
  remove.argument("SKU", *sku, "Which one");
  remove.on_parsed(remove_item, sku);
}

void add_suppliers(const Grammar& root) {
  const Grammar supplier = root.add("supplier", "The suppliers that purchase orders are mailed to");
  add_list(supplier, "suppliers", "All suppliers", suppliers_view);
  add_show(supplier, "suppliers", "ID", "Everything known about one supplier",
           "  shelfctl supplier show ACME");
  add_set(supplier, "suppliers", "ID", "Make or change one supplier", kSupplierSetExamples);
  add_import(supplier, "suppliers", "Make or change many suppliers, all or none",
             kSupplierImportExamples);
}

void add_locations(const Grammar& root) {
  const Grammar location =
      root.add("location", "Locations, and whether their stock may go below zero");
  add_list(location, "locations", "All locations ever used, with their policy", locations_view);
  const auto change = std::make_shared<LocationSet>();
  const auto policy = std::make_shared<std::string>();
  const Grammar set = location.add("set", "Say what happens when more is taken than the books show",
                                   kLocationSetExamples);
  set.argument("LOCATION", change->location, "Which one");
  set.argument("POLICY", *policy, "forbid, flag or allow");
  set.on_parsed(set_location, change, [change, policy] {
    std::string key = "policy";
    const std::string& value = change->policy;
    if (!split_pair(*policy, key, change->policy)) change->policy = *policy;
    const bool known =
        key == "policy" && (value == "forbid" || value == "flag" || value == "allow");
    return known ? std::string() : "'" + *policy + "' is no policy: say forbid, flag or allow";
  });
}

}  // namespace

void add_catalogue(const Grammar& root) {
  add_items(root);
  add_suppliers(root);
  add_locations(root);
}

}  // namespace gateway::cli
