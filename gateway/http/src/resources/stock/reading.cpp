// SPDX-License-Identifier: MIT
// GET: bins and ledger entries.
// Each list is read in pages: parameters `limit`, `after` (the `next` of the page before), and
// the filters named.
#include <array>

#include "gateway/catalogue/catalogue.h"
#include "gateway/restore/restore.h"
#include "gateway/stock/ledger.h"
#include "resources/stock/routes.h"
#include "resources/stock/rows.h"
#include "toolkit/entry.h"
#include "toolkit/page.h"

namespace gateway::http {
namespace {

/// Whether `location` is `place` or below it; everything is within an empty place.
bool is_within(std::string_view location, std::string_view place) {
  if (place.empty() || location == place) return true;
  return location.starts_with(place) && location[place.size()] == '/';
}

struct BinKey {
  std::string sku;
  std::string location;
};

/// A stock cursor is `<sku>/<location>`; a SKU has no slash in it.
BinKey read_bin_cursor(Query& query) {
  const std::string text = query.text("after");
  if (text.empty()) return {};
  const std::size_t slash = std::min(text.find('/'), text.size());
  BinKey key{text.substr(0, slash), text.substr(std::min(slash + 1, text.size()))};
  const bool place = wire::is_location(key.location) || wire::is_virtual_location(key.location);
  if (wire::is_name(key.sku) && place) return key;
  query.refuse("after", "must be what the page before gave under next");
  return {};
}

/// What is read once per SKU and not once per bin.
class ExtrasOfSku {
 public:
  explicit ExtrasOfSku(const Reader& view) : view_(view) {}

  const StockExtras& of(const Bin& bin) {
    const std::string_view warehouse = wire::warehouse_of(bin.location.view());
    if (sku_ != bin.sku) {
      const auto item = find_item(view_, bin.sku.view());
      extras_.name = item ? item->name : std::string();
    }
    if (sku_ != bin.sku || warehouse_ != warehouse) {
      const auto position = find_position(view_, bin.sku.view(), warehouse);
      extras_.on_order = position ? position->on_order : 0;
      extras_.backordered = position ? position->backordered : 0;
    }
    sku_ = bin.sku;
    warehouse_ = warehouse;
    return extras_;
  }

 private:
  const Reader& view_;
  wire::Sku sku_;
  std::string warehouse_;
  StockExtras extras_;
};

/// Bins that are not empty, as on the retained stock topics. Filters: `sku`,
/// `location` (and everything below it). Virtual locations are not stock.
Response list_stock(Context& context, const Request& request, std::string_view) {
  Query query(request);
  const std::size_t limit = query.limit();
  const std::string sku = query.text("sku", wire::is_name, "a SKU");
  const std::string place = query.text("location", wire::is_location, "a location like MAIN/A-01");
  const BinKey after = read_bin_cursor(query);
  if (auto wrong = query.problems()) return *std::move(wrong);

  return with_view(context, [&](const Reader& view) {
    Page page(limit);
    ExtrasOfSku extras(view);
    const std::string& from_sku = after.sku.empty() ? sku : after.sku;
    scan_bins(view, from_sku, after.location, [&](const Bin& bin) {
      const std::string_view location = bin.location.view();
      if (!sku.empty() && bin.sku.view() != sku) return false;
      if (bin.sku.view() == after.sku && location == after.location) return true;
      if (page.full()) return false;
      const std::string cursor = std::string(bin.sku.view()) + '/' + std::string(location);
      const bool shown = !wire::is_virtual_location(location) && is_within(location, place) &&
                         (bin.on_hand != 0 || bin.reserved != 0);
      if (shown) {
        page.add(cursor, [&](wire::JsonWriter& json) { write_stock(json, bin, extras.of(bin)); });
      } else {
        page.skip(cursor);
      }
      return true;
    });
    return page.finish();
  });
}

/// Entries in commit order, and the incarnation of the store, in which each has its number.
/// Filters: `sku`, `location` (either side, and below), `since`
/// (the first entry wanted).
Response list_ledger(Context& context, const Request& request, std::string_view) {
  Query query(request);
  const std::size_t limit = query.limit();
  const std::string sku = query.text("sku", wire::is_name, "a SKU");
  const std::string place = query.text(
      "location",
      [](std::string_view text) {
        return wire::is_location(text) || wire::is_virtual_location(text);
      },
      "a location like MAIN/A-01 or @customer");
  constexpr std::uint64_t kSeqMax = 1ULL << 62U;
  const std::uint64_t since = query.number("since", 1, 0, kSeqMax);
  const std::uint64_t after = query.number("after", 0, 0, kSeqMax);
  if (auto wrong = query.problems()) return *std::move(wrong);

  return with_view(context, [&](const Reader& view) {
    Page page(limit);
    page.head([&](wire::JsonWriter& json) { json.key("incarnation").hex32(incarnation(view).id); });
    scan_ledger(view, std::max(since, after + 1), [&](const Entry& entry) {
      if (page.full()) return false;
      const std::string cursor = std::to_string(entry.seq);
      const bool wanted =
          (sku.empty() || entry.sku.view() == sku) &&
          (is_within(entry.from.view(), place) || is_within(entry.to.view(), place));
      if (wanted) {
        page.add(cursor, [&](wire::JsonWriter& json) { write_entry(json, entry, view); });
      } else {
        page.skip(cursor);
      }
      return true;
    });
    return page.finish();
  });
}

constexpr auto kStockReading = std::to_array<Route>({
    {"GET", "/api/v1/stock", 0, list_stock},
    {"GET", "/api/v1/ledger", 0, list_ledger},
});

}  // namespace

std::span<const Route> stock_reading() {
  return kStockReading;
}

}  // namespace gateway::http
