// SPDX-License-Identifier: MIT
#include "engine/effects.h"

#include <algorithm>
#include <utility>

#include "orders/orders.h"
#include "outbox/queue.h"
#include "scanners/rows.h"
#include "stock/rows.h"
#include "tasks/rows.h"

namespace gateway {

namespace {

wire::NodeName name_or_none(const std::string& text) {
  return text.empty() ? wire::NodeName{} : wire::NodeName::from(text).value_or(wire::NodeName{});
}

/// An ack that says why nothing is applied.
wire::Ack ack_of(const AckNote& note, wire::Epoch epoch, const Now& now) {
  wire::Ack ack;
  ack.epoch = epoch;
  ack.chain_checksum = wire::checksum_before_first(epoch);
  ack.now_ms = now.wall_trusted ? now.wall_ms : 0;
  ack.owner = name_or_none(note.owner);
  ack.renamed = name_or_none(note.renamed);
  ack.held = note.held;
  return ack;
}

wire::Ack ack_of(const NodeRow& row, wire::Epoch epoch, const Now& now) {
  wire::Ack ack;
  ack.epoch = epoch;
  ack.acked = row.acked;
  ack.chain_checksum = row.chain_checksum;
  ack.now_ms = now.wall_trusted ? now.wall_ms : 0;
  ack.refused_total = row.refused_total;
  ack.refused_count = row.refused_count;
  ack.refused = row.refused;
  ack.doubt_total = row.doubt_total;
  const auto listed = std::min(row.doubt.size(), ack.doubt.size());
  std::copy_n(row.doubt.begin(), listed, ack.doubt.begin());
  ack.doubt_count = static_cast<std::uint8_t>(listed);
  return ack;
}

void add_acks(const BatchContext& context, Effects& effects) {
  for (const auto& [key, note] : context.touched.acks) {
    const auto& [node, epoch] = key;
    const auto row = get_row<NodeRow>(context.store, Table::kNodes, node_key(node, epoch));
    const auto name = wire::NodeName::from(node);
    if (!name) continue;  // impossible: the batch carried it as a NodeName
    if (note.held || !note.owner.empty() || !note.renamed.empty()) {
      effects.acks.push_back({*name, ack_of(note, wire::Epoch{epoch}, context.now)});
      continue;
    }
    const NodeRow unknown{.chain_checksum = wire::checksum_before_first(wire::Epoch{epoch})};
    effects.acks.push_back({*name, ack_of(row.value_or(unknown), wire::Epoch{epoch}, context.now)});
  }
}

void add_stock(const BatchContext& context, Effects& effects) {
  for (const auto& key : context.touched.bins) {
    if (auto bin = get_row<Bin>(context.store, Table::kBins, key)) effects.bins.push_back(*bin);
  }
  for (const auto& [key, rose] : context.touched.lows) {
    const auto position = get_row<Position>(context.store, Table::kPositions, key);
    if (!position) continue;
    effects.lows.push_back(low_alert(context.store, *position, context.settings.default_threshold));
    effects.lows.back().rose = rose && position->low;
  }
}

void add_orders(const BatchContext& context, Effects& effects) {
  for (const auto& [number, changed] : context.touched.purchases) {
    if (auto order = find_purchase(context.store, number)) {
      const bool shown = is_shown(*order, context.counters.purchase);
      effects.purchases.push_back({*std::move(order), shown, changed});
    }
  }
  for (const auto& [number, changed] : context.touched.orders) {
    if (auto order = find_order(context.store, number)) {
      const bool shown = is_shown(context.store, *order);
      effects.orders.push_back({*std::move(order), shown, changed});
    }
  }
}

void add_deliveries(const BatchContext& context, Effects& effects) {
  for (const auto& [id, at_once] : context.touched.outbox) {
    const auto row = find_outbox(context.store, id);
    if (!row || needs_person(*row)) continue;
    effects.deliveries.push_back(delivery_of(context.store, *row));
    effects.deliveries.back().at_once = at_once;
  }
}

/// The rows of a table that got their numbers in this batch.
template <typename Row>
std::vector<Row> new_rows(const Reader& store, Table table, std::uint64_t last_before,
                          std::uint64_t last) {
  std::vector<Row> rows;
  for (std::uint64_t number = last_before + 1; number <= last; ++number) {
    if (auto row = get_row<Row>(store, table, number_key(number))) rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace

Effects effects_of(BatchContext& context, std::vector<Outcome> outcomes,
                   std::vector<Entry> entries) {
  const Counters& before = context.counters_before;
  const Counters& now = context.counters;
  Effects effects;
  effects.outcomes = std::move(outcomes);
  add_acks(context, effects);
  add_stock(context, effects);
  add_orders(context, effects);
  add_deliveries(context, effects);
  effects.notes = std::move(context.touched.notes);
  effects.work.assign(context.touched.stages.begin(), context.touched.stages.end());
  effects.withdrawn = std::move(context.touched.withdrawn);
  effects.entries = std::move(entries);
  effects.tasks = new_rows<Task>(context.store, Table::kExceptions, before.task, now.task);
  effects.incidents =
      new_rows<Incident>(context.store, Table::kIncidents, before.incident, now.incident);
  if (context.touched.clock_noted || context.touched.clock_confirmed) {
    effects.clock = {clock_memory(context.store), context.touched.clock_confirmed};
  }
  effects.outbox = outbox_rows(now);
  effects.documents_wait = now.documents_wait;
  effects.incarnation = {now.incarnation_id(), now.generation};
  effects.claim = now.claim;
  effects.held = now.held;
  effects.seq = now.ledger;
  return effects;
}

DeliveryDue delivery_of(const Reader& store, const OutboxRow& row) {
  DeliveryDue due{.row = row, .purchase = find_purchase(store, row.purchase_order)};
  if (row.notice && row.notice->invoice != 0)
    due.invoice = find_invoice(store, row.notice->invoice);
  return due;
}

}  // namespace gateway
