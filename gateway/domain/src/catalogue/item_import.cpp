// SPDX-License-Identifier: MIT
#include "gateway/catalogue/item_import.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "catalogue/changes.h"
#include "catalogue/item_rules.h"
#include "catalogue/rows.h"
#include "gateway/limits.h"

namespace gateway {

namespace {

/// A SKU or a barcode. Two that are equal are looked at again; that they differ is certain.
using Print = std::uint64_t;

Print print_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

/// Of so many repeated names the file is read again, to say which they are.
constexpr std::size_t kRepeatsMax = 10 * kRowErrorsMax;

/// The prints of a file's names, and which of them occur more than once.
class Prints {
 public:
  void add(std::string_view text) { all_.push_back(print_of(text)); }

  /// To be called once, when all are there.
  void sort() {
    std::sort(all_.begin(), all_.end());
    sorted_ = true;
    for (auto at = std::adjacent_find(all_.begin(), all_.end());
         at != all_.end() && repeated_.size() < kRepeatsMax;
         at = std::adjacent_find(std::upper_bound(at, all_.end(), *at), all_.end())) {
      repeated_.push_back(*at);
    }
  }

  [[nodiscard]] bool sorted() const { return sorted_; }
  [[nodiscard]] bool contain(std::string_view text) const { return has(all_, text); }
  [[nodiscard]] bool repeat(std::string_view text) const { return has(repeated_, text); }
  [[nodiscard]] bool any_repeated() const { return !repeated_.empty(); }

 private:
  static bool has(const std::vector<Print>& sorted, std::string_view text) {
    return std::binary_search(sorted.begin(), sorted.end(), print_of(text));
  }

  std::vector<Print> all_;
  std::vector<Print> repeated_;
  bool sorted_ = false;
};

/// Judges a file in one pass, or in two where rows contradict each other or take barcodes of items
/// that may not be in the file.
class ItemFile {
 public:
  ItemFile(const Reader& store, const OpenCsv& open) : store_(store), open_(open) {}

  [[nodiscard]] std::vector<Problem> judge() {
    pass([this](std::size_t, const Item& item, const std::string& code) { note(item, code); });
    skus_.sort();
    codes_.sort();
    if (contested_ || skus_.any_repeated() || codes_.any_repeated()) {
      pass([this](std::size_t line, const Item& item, const std::string& code) {
        claim(line, item, code);
      });
    }
    return problems_.take();
  }

 private:
  /// Judges each row by itself, but for one whose SKU is known to have been there, and calls
  /// `on_code(line, item, code)`.
  template <typename OnCode>
  void pass(const OnCode& on_code) {
    const bool first = !skus_.sorted();
    problems_ = Problems();
    ItemCsv csv(open_());
    std::set<std::string> seen;
    while (const auto change = csv.next()) {
      const auto sku = change->sku.view();
      if (first) skus_.add(sku);
      if (!first && skus_.repeat(sku) && !seen.emplace(sku).second) {
        problems_.add(change->line, "sku", std::string(sku) + " is there twice");
        continue;
      }
      const Item item = changed_item(store_, *change, problems_);
      for (const auto& barcode : item.barcodes) on_code(change->line, item, barcode.code);
      if (store_.failure() != wire::Status::kOk) return;
    }
    for (const Problem& each : csv.problems()) problems_.add(each.line, each.field, each.text);
    for (Problem& each : claims_.take()) problems_.add(each.line, each.field, each.text);
  }

  void note(const Item& item, const std::string& code) {
    codes_.add(code);
    const auto now = get_row<Resolved>(store_, Table::kBarcodes, code);
    contested_ = contested_ || (now && now->sku != item.sku);
  }

  void claim(std::size_t line, const Item& item, const std::string& code) {
    if (codes_.repeat(code)) {
      const auto [owner, fresh] = owners_.emplace(code, item.sku.view());
      if (!fresh) return claims_.add(line, "barcodes", code + " belongs to " + owner->second);
    }
    const auto now = get_row<Resolved>(store_, Table::kBarcodes, code);
    // Items of this file give up their old barcodes.
    if (!now || now->sku == item.sku || skus_.contain(now->sku.view())) return;
    claims_.add(line, "barcodes", code + " belongs to " + std::string(now->sku.view()));
  }

  const Reader& store_;
  const OpenCsv& open_;
  Problems problems_;
  Problems claims_;
  Prints skus_;
  Prints codes_;
  bool contested_ = false;
  std::map<std::string, std::string> owners_;  // of codes that repeat
};

std::optional<ImportRow> find_import(const Reader& store) {
  return get_row<ImportRow>(store, Table::kMeta, kImportKey);
}

void put_import(BatchContext& context, const ImportRow& import) {
  put_row(context.store, Table::kMeta, kImportKey, import);
}

Outcome import_refused(std::string why) {
  Outcome outcome;
  outcome.verdict = Verdict::kRefused;
  outcome.stalled = true;
  outcome.problems.push_back({0, "", std::move(why)});
  return outcome;
}

void drop_slices(BatchContext& context, const ImportRow& import) {
  for (std::uint64_t slice = 1; slice <= import.slices; ++slice) {
    context.store.erase(Table::kMeta, import_slice_key(slice));
  }
}

}  // namespace

std::vector<Problem> judge_item_file(const Reader& store, const OpenCsv& open) {
  return ItemFile(store, open).judge();
}

std::vector<Item> ItemSlices::next(const Reader& store, std::size_t rows_max) {
  std::vector<Item> items;
  Problems none;
  while (items.size() < rows_max) {
    const auto change = csv_.next();
    if (!change) break;
    items.push_back(changed_item(store, *change, none));
  }
  return items;
}

ImportLeft import_left(const Reader& store) {
  const auto import = find_import(store);
  if (!import) return ImportLeft::kNone;
  return import->decided ? ImportLeft::kDecided : ImportLeft::kUndecided;
}

std::optional<Outcome> closed_by_import(const Reader& store) {
  if (!store.get(Table::kMeta, kImportKey)) return std::nullopt;
  return import_refused("a long file of items is being imported: repeat this when it is done");
}

Outcome decide(BatchContext& context, const BeginImport&) {
  const auto before = find_import(context.store);
  if (before && before->decided) {
    return import_refused("an earlier import is not finished yet: repeat this when it is done");
  }
  if (before) drop_slices(context, *before);
  put_import(context, ImportRow{});
  return {};
}

Outcome decide(BatchContext& context, const StageItems& staged) {
  auto import = find_import(context.store);
  if (!import || import->decided) return import_refused("no import has begun");
  put_row(context.store, Table::kMeta, import_slice_key(++import->slices),
          ImportSlice{staged.items});
  put_import(context, *import);
  Outcome outcome;
  outcome.changed = staged.items.size();
  return outcome;
}

Outcome decide(BatchContext& context, const ApplyImport&) {
  Outcome outcome;
  auto import = find_import(context.store);
  if (!import) return outcome;
  import->decided = true;
  if (import->applied < import->slices) {
    const auto key = import_slice_key(++import->applied);
    const auto slice = get_row<ImportSlice>(context.store, Table::kMeta, key);
    if (!slice) {
      refuse_contradiction(context.store, Table::kMeta, key);
      return outcome;
    }
    for (const Item& item : slice->items) replace_item(context.store, item);
    context.store.erase(Table::kMeta, key);
    outcome.changed = slice->items.size();
  }
  outcome.more = import->applied < import->slices;
  if (outcome.more) {
    put_import(context, *import);
  } else {
    context.store.erase(Table::kMeta, kImportKey);
  }
  return outcome;
}

Outcome decide(BatchContext& context, const DropImport&) {
  const auto import = find_import(context.store);
  if (!import) return {};
  if (import->decided) return import_refused("the import is decided and goes on");
  drop_slices(context, *import);
  context.store.erase(Table::kMeta, kImportKey);
  return {};
}

}  // namespace gateway
