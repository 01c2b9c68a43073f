// SPDX-License-Identifier: MIT
#include "gateway/engine/engine.h"

#include <cassert>

#include "catalogue/changes.h"
#include "engine/deliveries.h"
#include "engine/effects.h"
#include "gateway/limits.h"
#include "orders/changes.h"
#include "orders/reservations.h"
#include "orders/rows.h"
#include "orders/stages.h"
#include "purchasing/changes.h"
#include "purchasing/purchasing.h"
#include "purchasing/reorder.h"
#include "rows/by_hand.h"
#include "rows/decision.h"
#include "rows/seen.h"
#include "scanners/exception_changes.h"
#include "scanners/node_rules.h"
#include "stock/booking.h"
#include "stock/followers.h"
#include "tasks/exceptions.h"
#include "tasks/rows.h"

namespace gateway {

namespace {

constexpr std::string_view kPlainSource = "@plain";

Outcome outcome_of(const Booking& booking) {
  Outcome outcome;
  if (booking) {
    outcome.ledger_seq = *booking;
    return outcome;
  }
  outcome.verdict = Verdict::kRefused;
  outcome.refused = booking.error();
  return outcome;
}

/// What a plain message says, as a movement. Positive receives, negative issues.
struct PlainMovement {
  wire::Movement movement;
  std::optional<wire::Refusal> refused;
};

PlainMovement movement_of(const Reader& store, const PlainSupply& plain) {
  PlainMovement stated;
  const bool receives = plain.quantity > 0;
  stated.movement.op = receives ? wire::Op::kReceive : wire::Op::kPick;
  if (plain.quantity >= -wire::kQuantityMax && plain.quantity <= wire::kQuantityMax) {
    stated.movement.qty = receives ? plain.quantity : -plain.quantity;
  }  // else 0, which book() refuses as kBadQuantity
  const auto location = wire::Location::from(plain.warehouse_name);
  if (location) (receives ? stated.movement.to : stated.movement.from) = *location;
  if (!location) stated.refused = wire::Refusal::kUnknownLocation;
  const auto sku = wire::Sku::from(plain.product_code);
  if (sku && wire::is_name(sku->view()) && find_item(store, sku->view())) {
    stated.movement.sku = *sku;
  } else if (const auto code = wire::Code::from(plain.product_code)) {
    stated.movement.code = *code;
  } else {
    stated.refused = wire::Refusal::kUnknownSku;
  }
  return stated;
}

std::string content_of(const PlainSupply& plain) {
  return plain.product_code + '\0' + plain.warehouse_name + '\0' + std::to_string(plain.quantity);
}

std::string content_of(const ReceivePurchase& receipt) {
  std::string content = "receive " + std::to_string(receipt.number) + '\0';
  content += receipt.to.view();
  for (const auto& line : receipt.lines) {
    content += '\0' + std::string(line.sku.view()) + '\0' + std::to_string(line.qty);
  }
  return content;
}

/// Decides one command; one overload a kind.
class Dispatch {
 public:
  explicit Dispatch(Decision& decision) : decision_(decision) {}

  Outcome operator()(const NodeBatch& batch) { return receive_batch(decision_, batch); }

  Outcome operator()(const PlainSupply& plain) {
    const auto hash = content_hash(content_of(plain));
    const auto stated = movement_of(decision_.store, plain);
    const Origin origin{std::string(kPlainSource), 0, 0};
    if (!plain.message_id.empty()) {
      auto before = seen_before(decision_, plain.topic, plain.message_id, hash);
      if (before && before->verdict == Verdict::kRepeated) return *before;
      if (before) {
        return store_exception(decision_, wire::Refusal::kKeyReused, stated.movement, origin,
                               "message_id " + plain.message_id + " came before, saying otherwise");
      }
    }
    const Outcome outcome = book_plain(plain, stated, origin);
    if (!plain.message_id.empty()) {
      remember(decision_, plain.topic, plain.message_id, hash, outcome);
    }
    return outcome;
  }

  Outcome operator()(const ManualMovement& manual) {
    const auto& movement = manual.movement;
    // In the fields of version 1, whatever an exception's row has by then: its hash is stored.
    const std::string content = encode(movement);
    return once(manual.request_id, content, [&] {
      if (!movement.by.empty() && !wire::is_name(movement.by.view())) {
        return outcome_of(tl::unexpected(wire::Refusal::kMalformed));
      }
      return outcome_of(book(decision_, movement, manual_origin(), MovementChannel::kManual));
    });
  }

  Outcome operator()(const ManualUndo& undo) {
    wire::Movement movement;
    movement.op = wire::Op::kUndo;
    movement.by = undo.by;
    return once(undo.request_id, "undo " + std::to_string(undo.seq), [&] {
      if (!find_entry(decision_.store, undo.seq)) {
        Outcome missing;
        missing.verdict = Verdict::kNotFound;
        return missing;
      }
      return outcome_of(reverse(decision_, undo.seq, movement, manual_origin()));
    });
  }

  Outcome operator()(const ChangeItems& change) { return change_items(decision_, change); }
  Outcome operator()(const ChangeSuppliers& change) { return change_suppliers(decision_, change); }
  Outcome operator()(const RemoveItem& removal) { return remove_item(decision_, removal); }
  Outcome operator()(const SetLocation& change) { return set_location(decision_, change); }
  Outcome operator()(const RunSweep& request) { return sweep(decision_, request); }
  Outcome operator()(const ChangePurchase& change) {
    const std::string content = "po " + std::to_string(change.number) + " " +
                                std::to_string(static_cast<int>(change.action)) + change.why;
    return once(change.request_id, content, [&] { return change_purchase(decision_, change); });
  }
  Outcome operator()(const ReceivePurchase& receipt) {
    return once(receipt.request_id, content_of(receipt),
                [&] { return receive_purchase(decision_, receipt); });
  }
  Outcome operator()(const SettleException& settlement) {
    return settle_exception(decision_, settlement);
  }
  Outcome operator()(const DismissException& dismissal) {
    return dismiss_exception(decision_, dismissal);
  }
  Outcome operator()(const ChangeOutbox& change) { return change_outbox(decision_, change); }
  Outcome operator()(const DeliveryReport& report) { return note_delivery(decision_, report); }
  Outcome operator()(const SubmitOrder& order) { return submit_order(decision_, order); }
  Outcome operator()(const StepOrders& step) { return step_orders(decision_, step); }
  Outcome operator()(const ExpireOrders& request) { return expire_orders(decision_, request); }
  Outcome operator()(const ChangeOrder& change) {
    const std::string content =
        "order " + change.id + " " + std::to_string(static_cast<int>(change.action)) + change.why;
    return once(change.request_id, content, [&] { return change_order(decision_, change); });
  }
  Outcome operator()(const KeepUnreadable& message) {
    keep_unreadable(decision_, message);
    return {};
  }

 private:
  Outcome book_plain(const PlainSupply& plain, const PlainMovement& stated, const Origin& origin) {
    auto why = stated.refused;
    if (!why) {
      const auto booked = book(decision_, stated.movement, origin, MovementChannel::kPlain);
      if (booked) return outcome_of(booked);
      why = booked.error();
      // A plain message names products, not scans.
      if (why == wire::Refusal::kUnknownCode) why = wire::Refusal::kUnknownSku;
    }
    return store_exception(decision_, *why, stated.movement, origin,
                           "product_code " + plain.product_code + ", warehouse_name " +
                               plain.warehouse_name + ", quantity " +
                               std::to_string(plain.quantity));
  }

  /// Runs a request by hand, or gives the answer of its first run again. Only
  /// what changed something is remembered: a refused request may be corrected
  /// and sent again under its id.
  template <typename Run>
  Outcome once(const std::string& request_id, std::string_view content, const Run& run) {
    if (request_id.empty()) return run();
    const auto hash = content_hash(content);
    if (auto before = seen_before(decision_, kManualSource, request_id, hash)) return *before;
    const Outcome outcome = run();
    if (outcome.verdict == Verdict::kDone) {
      remember(decision_, kManualSource, request_id, hash, outcome);
    }
    return outcome;
  }

  Decision& decision_;
};

bool is_empty(const Reader& store) {
  bool empty = true;
  for (std::uint8_t table = 0; table < kTableCount && empty; ++table) {
    store.scan(Table{table}, {}, [&](std::string_view, std::string_view) { return empty = false; });
  }
  return empty;
}

/// One batch: its decision, and who follows what stock announces in it.
class Batch final : private Followers {
 public:
  Batch(Store& store, const Settings& settings, const Now& now)
      : decision_(store, settings, now, *this) {}

  [[nodiscard]] Effects decide(std::span<const Command> commands) {
    std::vector<Outcome> outcomes;
    outcomes.reserve(commands.size());
    for (const Command& command : commands) {
      outcomes.push_back(std::visit(Dispatch(decision_), command));
    }
    decision_.finish();
    return effects_of(decision_, std::move(outcomes), std::move(entries_));
  }

 private:
  void attribute(Entry& entry) override {
    if (entry.op == wire::Op::kReceive) {
      entry.purchase_order = order_of_receipt(decision_.store, entry);
    }
    if (entry.op == wire::Op::kPick) entry.order = order_of_pick(decision_.store, entry);
  }

  void follow_entry(const Entry& entry, PositionChanges& changes) override {
    if (entry.order != 0) credit_pick(decision_, entry, changes);
    fill_backorders(decision_, entry.sku, changes);
    entries_.push_back(entry);
  }

  void follow_position(Position& position, const PositionChange& change,
                       const Cause& cause) override {
    gateway::follow_position(decision_, position, change, cause);
  }

  Decision decision_;
  std::vector<Entry> entries_;
};

}  // namespace

Engine::Engine(Store& store, Settings settings) : store_(store), settings_(std::move(settings)) {
  assert(wire::is_name(settings_.site));
}

wire::Status Engine::open() {
  const bool known = get_row<Counters>(store_, Table::kMeta, kCountersKey).has_value();
  if (!known && !is_empty(store_)) refuse_contradiction(store_, Table::kMeta, kCountersKey);
  if (known || store_.failure() != wire::Status::kOk) return store_.failure();
  Counters counters;
  counters.store_id = settings_.store_id;
  put_row(store_, Table::kMeta, kCountersKey, counters);
  return store_.commit();
}

Effects Engine::apply(std::span<const Command> batch, const Now& now) {
  return Batch(store_, settings_, now).decide(batch);
}

std::vector<DeliveryDue> list_deliveries(const Reader& store) {
  std::vector<DeliveryDue> due;
  scan_outbox(store, 0, [&](const OutboxRow& row) {
    if (row.state != DeliveryState::kFailed) {
      due.push_back(delivery_of(store, row));
    }
    return true;
  });
  return due;
}

std::vector<PurchaseOrder> list_shown_purchases(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  std::vector<PurchaseOrder> orders;
  scan_purchases(store, 0, [&](const PurchaseOrder& order) {
    if (counters && is_shown(order, counters->purchase)) orders.push_back(order);
    return true;
  });
  return orders;
}

std::vector<Order> list_shown_orders(const Reader& store) {
  std::vector<Order> orders;
  scan_orders(store, 0, [&](const Order& order) {
    const bool shown = order.closed_number == 0 ||
                       store.get(Table::kOrderQueues, closed_key(order.closed_number)).has_value();
    if (shown) orders.push_back(order);
    return true;
  });
  return orders;
}

std::vector<LowAlert> list_low(const Reader& store, std::int64_t default_threshold) {
  std::vector<LowAlert> alerts;
  scan_positions(store, {}, {}, [&](const Position& position) {
    if (position.low) alerts.push_back(low_alert(store, position, default_threshold));
    return true;
  });
  return alerts;
}

std::uint64_t store_id(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  return counters ? counters->store_id : 0;
}

}  // namespace gateway
