// SPDX-License-Identifier: MIT
// What an engine does with its store before the first batch.
#include <vector>

#include "gateway/engine/engine.h"
#include "orders/rows.h"
#include "outbox/queue.h"
#include "purchasing/rows.h"
#include "rows/rows.h"
#include "scanners/histories.h"

namespace gateway {

namespace {

bool is_empty(const Reader& store) {
  bool empty = true;
  for (std::uint8_t table = 0; table < kTableCount && empty; ++table) {
    store.scan(Table{table}, {}, [&](std::string_view, std::string_view) { return empty = false; });
  }
  return empty;
}

/// A store of version 1 counts its outbox in one sum, and does not list what has failed.
void adopt_older_rows(Store& store) {
  const auto bytes = store.get(Table::kMeta, kCountersKey);
  if (!bytes || bytes->empty() || bytes->front() != 1) return;
  auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  if (!counters) return;
  adopt_outbox(store, *counters);
  put_row(store, Table::kMeta, kCountersKey, *counters);
}

/// Lists the orders that are open, in a store of before there were such lists.
void index_open_orders(Store& store) {
  if (store.get(Table::kMeta, kIndexedKey)) return;
  std::vector<std::uint64_t> orders;
  scan_orders(store, 0, [&](const Order& order) {
    if (order.closed_number == 0) orders.push_back(order.number);
    return true;
  });
  for (const auto number : orders) {
    put_row(store, Table::kOrderQueues, open_key(number), NumberRow{number});
  }
  std::vector<std::uint64_t> purchases;
  scan_purchases(store, 0, [&](const PurchaseOrder& order) {
    if (!order.closed()) purchases.push_back(order.number);
    return true;
  });
  for (const auto number : purchases) {
    put_row(store, Table::kMeta, open_purchase_key(number), NumberRow{number});
  }
  put_row(store, Table::kMeta, kIndexedKey, NumberRow{1});
}

}  // namespace

wire::Status Engine::open(const Now& now) {
  const bool known = get_row<Counters>(store_, Table::kMeta, kCountersKey).has_value();
  if (!known && !is_empty(store_)) refuse_contradiction(store_, Table::kMeta, kCountersKey);
  const auto before = get_row<Place>(store_, Table::kMeta, kPlaceKey);
  if (store_.failure() != wire::Status::kOk) return store_.failure();
  adopt_older_rows(store_);
  index_open_orders(store_);
  if (!known) {
    put_row(store_, Table::kMeta, kCountersKey, Counters{.incarnation = settings_.new_incarnation});
  } else if (before && is_elsewhere(*before, settings_.place)) {
    const Command tell = TellOfMove{};
    static_cast<void>(apply({&tell, 1}, now));
  }
  file_old_histories(store_);
  if (before != settings_.place) put_row(store_, Table::kMeta, kPlaceKey, settings_.place);
  return store_.commit();
}

}  // namespace gateway
