// SPDX-License-Identifier: MIT
// Lists of numbered rows, and one thing by its name.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/limits.h"
#include "toolkit/context.h"
#include "toolkit/exchange.h"
#include "toolkit/json_text.h"
#include "toolkit/page.h"
#include "toolkit/problem.h"

namespace gateway::http {

/// Whether a row is wanted; empty: every row is.
template <typename Row>
using Wanted = std::function<bool(const Row&)>;

/// A list without a filter.
template <typename Row>
Wanted<Row> every_row(Query& /*query*/) {
  return {};
}

/// The filter `open=true`: rows for which `is_open` is true.
template <typename Row, bool (*is_open)(const Row&)>
Wanted<Row> only_open(Query& query) {
  const std::string open = query.text(
      "open", [](std::string_view text) { return text == "true"; }, "true");
  return open.empty() ? Wanted<Row>() : Wanted<Row>(is_open);
}

/// A page of numbered rows: `read_filter(query)` selects them, `scan(view, from, visit)`
/// visits them, `write(json, row, view)` writes one; `head` as Page::head(), empty: nothing.
template <typename Row, typename Scan, typename Write>
Response numbered_page(Context& context, const Request& request, Wanted<Row> (*read_filter)(Query&),
                       Scan&& scan, Write&& write,
                       const std::function<void(wire::JsonWriter&)>& head = {}) {
  Query query(request);
  const std::size_t limit = query.limit();
  const Wanted<Row> wanted = read_filter(query);
  const std::uint64_t after = query.number("after", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    Page page(limit);
    if (head) page.head(head);
    scan(view, after + 1, [&](std::uint64_t id, const Row& row) {
      if (page.full()) return false;
      if (wanted && !wanted(row)) {
        page.skip(std::to_string(id));
      } else {
        page.add(std::to_string(id), [&](wire::JsonWriter& json) { write(json, row, view); });
      }
      return true;
    });
    return page.finish();
  });
}

/// Adapts a `write` that needs only the row.
template <typename Row>
auto without_view(void (*write)(wire::JsonWriter&, const Row&)) {
  return [write](wire::JsonWriter& json, const Row& row, const Reader&) { write(json, row); };
}

}  // namespace gateway::http
