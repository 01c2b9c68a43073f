// SPDX-License-Identifier: MIT
#include "gateway/engine/engine.h"

#include <algorithm>
#include <cassert>

#include "catalogue/changes.h"
#include "clock/changes.h"
#include "engine/deliveries.h"
#include "engine/effects.h"
#include "engine/restored.h"
#include "gateway/limits.h"
#include "orders/changes.h"
#include "orders/orders.h"
#include "orders/reservations.h"
#include "orders/rows.h"
#include "orders/stages.h"
#include "purchasing/changes.h"
#include "purchasing/purchasing.h"
#include "purchasing/reorder.h"
#include "purchasing/rows.h"
#include "restore/changes.h"
#include "rows/batch_context.h"
#include "rows/manual_request.h"
#include "rows/request_log.h"
#include "scanners/names.h"
#include "scanners/node_rules.h"
#include "scanners/task_changes.h"
#include "stock/changes.h"
#include "stock/followers.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

/// Lets the command's subject decide it. A request with an id is decided once: its repeat, known
/// by the subject's request_content(), gets the first answer again. Only requests that were done
/// are remembered: a refused one may be corrected and sent again under its id.
template <typename OneCommand>
Outcome decide_once(BatchContext& context, const OneCommand& command) {
  if constexpr (requires { command.request_id; }) {
    if (command.request_id.empty()) return decide(context, command);
    const auto hash = content_hash(request_content(command));
    if (auto before = find_response(context, kManualSource, command.request_id, hash)) {
      return *before;
    }
    const Outcome outcome = decide(context, command);
    if (outcome.verdict == Verdict::kDone) {
      record_response(context, kManualSource, command.request_id, hash, outcome);
    }
    return outcome;
  } else {
    return decide(context, command);
  }
}

/// One batch: its context, and the wiring from bookings to orders and purchasing.
class Batch final : private Followers {
 public:
  Batch(Store& store, const Settings& settings, const Now& now)
      : context_(store, settings, now, *this) {}

  [[nodiscard]] Effects decide(std::span<const Command> commands) {
    std::vector<Outcome> outcomes;
    outcomes.reserve(commands.size());
    for (const Command& command : commands) {
      outcomes.push_back(
          std::visit([this](const auto& each) { return decide_once(context_, each); }, command));
    }
    context_.finish();
    return effects_of(context_, std::move(outcomes), std::move(entries_));
  }

 private:
  /// Only what is taken from orders is held against them; else a reference is a note.
  std::optional<wire::Doubt> attribute(Entry& entry) override {
    const bool receives = entry.op == wire::Op::kReceive;
    if (!receives && entry.op != wire::Op::kPick) return std::nullopt;
    const auto found =
        receives ? order_of_receipt(context_.store, entry) : order_of_pick(context_.store, entry);
    (receives ? entry.purchase_order : entry.order) = found.order;
    if (found.doubt != wire::Doubt::kUnknownReference) return found.doubt;
    const bool is_other_kind = receives ? names_open_order(context_.store, entry.ref.view())
                                        : names_open_purchase(context_.store, entry.ref.view());
    return is_other_kind ? wire::Doubt::kNotOnOrder : found.doubt;
  }

  void follow_entry(const Entry& entry, PositionChanges& changes) override {
    if (entry.order != 0) credit_pick(context_, entry, changes);
    fill_backorders(context_, entry.sku, changes);
    entries_.push_back(entry);
  }

  void follow_position(Position& position, const PositionChange& change,
                       const Cause& cause) override {
    gateway::follow_position(context_, position, change, cause);
  }

  BatchContext context_;
  std::vector<Entry> entries_;
};

}  // namespace

Engine::Engine(Store& store, Settings settings) : store_(store), settings_(std::move(settings)) {
  assert(wire::is_name(settings_.site));
}

Effects Engine::apply(std::span<const Command> batch, const Now& now) {
  return Batch(store_, settings_, now).decide(batch);
}

std::vector<DeliveryDue> list_deliveries(const Reader& store) {
  std::vector<DeliveryDue> due;
  scan_deliveries(store, [&](const DeliveryDue& each) { due.push_back(each); });
  return due;
}

void scan_deliveries(const Reader& store, const std::function<void(const DeliveryDue&)>& visit) {
  scan_outbox(store, 0, [&](const OutboxRow& row) {
    if (!needs_person(row)) visit(delivery_of(store, row));
    return true;
  });
}

std::optional<DeliveryDue> find_delivery(const Reader& store, std::uint64_t id) {
  const auto row = find_outbox(store, id);
  if (!row || needs_person(*row)) return std::nullopt;
  return delivery_of(store, *row);
}

std::vector<PurchaseOrder> list_shown_purchases(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  std::vector<PurchaseOrder> orders;
  if (!counters) return orders;
  const auto newest = counters->purchase;
  const auto recent = newest < kPurchasesShown ? 0 : newest - kPurchasesShown + 1;
  const auto add = [&](const PurchaseOrder& order) {
    if (is_shown(order, newest)) orders.push_back(order);
    return true;
  };
  scan_prefix<NumberRow>(store, Table::kMeta, open_purchase_prefix(),
                         [&](std::string_view, const NumberRow& row) {
                           if (row.number >= recent) return false;
                           if (const auto order = find_purchase(store, row.number)) add(*order);
                           return true;
                         });
  scan_purchases(store, recent, add);
  return orders;
}

std::vector<Order> list_shown_orders(const Reader& store) {
  std::vector<Order> orders;
  const auto add = [&](std::string_view, const NumberRow& row) {
    if (auto order = find_order(store, row.number)) orders.push_back(*std::move(order));
    return true;
  };
  scan_prefix<NumberRow>(store, Table::kOrderQueues, open_prefix(), add);
  scan_prefix<NumberRow>(store, Table::kOrderQueues, closed_prefix(), add);
  std::sort(orders.begin(), orders.end(),
            [](const Order& a, const Order& b) { return a.number < b.number; });
  return orders;
}

std::optional<PurchaseOrder> find_shown_purchase(const Reader& store, std::uint64_t number) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  auto order = find_purchase(store, number);
  if (!order || !counters || !is_shown(*order, counters->purchase)) return std::nullopt;
  return order;
}

std::optional<Order> find_shown_order(const Reader& store, std::string_view id) {
  auto order = find_order(store, id);
  if (!order || !is_shown(store, *order)) return std::nullopt;
  return order;
}

}  // namespace gateway
