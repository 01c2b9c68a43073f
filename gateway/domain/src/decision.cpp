// SPDX-License-Identifier: MIT
#include "decision.h"

namespace gateway {

namespace {

wire::Ack ack_of(const NodeRow& row, wire::Epoch epoch, const Now& now) {
  wire::Ack ack;
  ack.epoch = epoch;
  ack.acked = row.acked;
  ack.check = row.check;
  ack.now_ms = now.wall_trusted ? now.wall_ms : 0;
  ack.refused_total = row.refused_total;
  ack.refused_count = row.refused_count;
  ack.refused = row.refused;
  return ack;
}

}  // namespace

Decision::Decision(Store& the_store, const Settings& the_settings, const Now& the_now,
                   Followers& the_followers)
    : store(the_store),
      settings(the_settings),
      now(the_now),
      followers(the_followers),
      counters(get_row<Counters>(the_store, Table::kMeta, kCountersKey).value_or(Counters{})),
      counters_before_(counters) {}

void Decision::touch_bin(std::string_view sku, std::string_view location) {
  bins_.insert(pair_key(sku, location));
}

void Decision::touch_low(std::string_view sku, std::string_view warehouse) {
  lows_.try_emplace(pair_key(sku, warehouse), false);
}

void Decision::raise_low(std::string_view sku, std::string_view warehouse) {
  lows_[pair_key(sku, warehouse)] = true;
}

void Decision::owe_ack(std::string_view node, std::uint32_t epoch) {
  acks_.emplace(std::string(node), epoch);
}

void Decision::deliver(std::uint64_t outbox_id) {
  outbox_.insert(outbox_id);
}

void Decision::withdraw(std::uint64_t outbox_id) {
  withdrawn_.push_back(outbox_id);
}

void Decision::touch_purchase(std::uint64_t number) {
  purchases_[number] = true;
}

void Decision::hide_purchase(std::uint64_t number) {
  purchases_.try_emplace(number, false);
}

void Decision::touch_order(std::uint64_t number) {
  orders_[number] = true;
}

void Decision::hide_order(std::uint64_t number) {
  orders_[number] = false;
}

Effects Decision::finish(std::vector<Outcome> outcomes) {
  if (counters != counters_before_) put_row(store, Table::kMeta, kCountersKey, counters);
  Effects effects;
  effects.outcomes = std::move(outcomes);
  effects.seq = counters.ledger;
  for (const auto& [node, epoch] : acks_) {
    const auto row = get_row<NodeRow>(store, Table::kNodes, node_key(node, epoch));
    const auto name = wire::NodeName::from(node);
    if (!name) continue;  // cannot be: the batch carried it as a NodeName
    const NodeRow unknown{.check = wire::check_before_first(wire::Epoch{epoch})};
    effects.acks.push_back({*name, ack_of(row.value_or(unknown), wire::Epoch{epoch}, now)});
  }
  for (const auto& key : bins_) {
    if (auto bin = get_row<Bin>(store, Table::kBins, key)) effects.bins.push_back(*bin);
  }
  for (const auto& [key, rose] : lows_) {
    const auto position = get_row<Position>(store, Table::kPositions, key);
    if (!position) continue;
    effects.lows.push_back(low_alert(store, *position, settings.default_threshold));
    effects.lows.back().rose = rose && position->low;
  }
  for (const auto& [number, changed] : purchases_) {
    if (auto order = find_purchase(store, number)) {
      const bool shown = is_shown(*order, counters.purchase);
      effects.purchases.push_back({*std::move(order), shown, changed});
    }
  }
  for (const auto& [number, changed] : orders_) {
    auto order = find_order(store, number);
    if (order) effects.orders.push_back({*std::move(order), changed, changed});
  }
  effects.notes = std::move(notes_);
  effects.work.assign(work_.begin(), work_.end());
  for (const auto id : outbox_) {
    const auto row = find_outbox(store, id);
    if (!row || row->state == DeliveryState::kFailed) continue;
    effects.deliveries.push_back(delivery_of(store, *row));
  }
  effects.withdrawn = std::move(withdrawn_);
  effects.entries = std::move(new_entries_);
  effects.exceptions = std::move(new_exceptions_);
  effects.incidents = std::move(new_incidents_);
  effects.outbox_rows = counters.outbox_rows;
  return effects;
}

DeliveryDue delivery_of(const Reader& store, const OutboxRow& row) {
  DeliveryDue due{row, find_purchase(store, row.purchase_order), std::nullopt};
  if (row.notice && row.notice->invoice != 0)
    due.invoice = find_invoice(store, row.notice->invoice);
  return due;
}

}  // namespace gateway
