// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/engine/commands.h"
#include "gateway/orders/invoice.h"
#include "gateway/outbox/outbox.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/rows/outcome.h"
#include "gateway/rows/settings.h"
#include "gateway/rows/store.h"
#include "gateway/stock/ledger.h"
#include "gateway/stock/low_alert.h"
#include "gateway/tasks/tasks.h"

namespace gateway {

/// An ack that is due once the batch is on disk.
struct AckDue {
  wire::NodeName node;
  wire::Ack ack;
};

/// Something to hand over, with all a courier needs: it reads no store.
struct DeliveryDue {
  OutboxRow row;
  std::optional<PurchaseOrder> purchase;  ///< of the row's purchase order, if it has one
  std::optional<Invoice> invoice = {};    ///< that goes with the row's notice
};

/// A purchase order for dashboards; `shown` false: take it away.
struct PurchaseShown {
  PurchaseOrder order;
  bool shown = true;
  bool changed = true;  ///< by this batch; false: its place went to a newer one
};

/// The same for a customer's order.
struct OrderShown {
  Order order;
  bool shown = true;
  bool changed = true;
};

/// What a batch did, to be shown to the world after its commit and not before.
/// Each bin and alert is there once, with its value at the end of the batch.
struct Effects {
  std::vector<Outcome> outcomes;         ///< one a command, same order
  std::vector<AckDue> acks;              ///< one a (node, epoch)
  std::vector<Bin> bins;                 ///< touched real bins; virtual locations left out
  std::vector<LowAlert> lows;            ///< alerts that rose, changed or fell
  std::vector<PurchaseShown> purchases;  ///< touched, or too old to be shown now
  std::vector<OrderShown> orders;        ///< touched, or too old to be shown now
  std::vector<OrderNote> notes;          ///< in the order in which it was done
  std::vector<OrderStage> work;          ///< stages whose queues got longer
  std::vector<DeliveryDue> deliveries;   ///< new or to be tried again
  std::vector<std::uint64_t> withdrawn;  ///< outbox rows that must not go out any more
  std::vector<Entry> entries;            ///< new, in their order
  std::vector<Task> tasks;               ///< new
  std::vector<Incident> incidents;       ///< new
  std::uint64_t outbox_rows = 0;         ///< undelivered now; kOutboxRowsMax is the bound
  LedgerSeq seq = 0;                     ///< last entry of the ledger
};

/// The warehouse's rules: decides commands one after the other against the store.
///
/// Pure: time comes in with the batch, randomness not at all; the same commands on
/// the same store give the same store. Not thread-safe; one engine a store. It
/// never commits: the caller does, and shows the effects only if that succeeded.
class Engine {
 public:
  /// The store must outlive the engine.
  Engine(Store& store, Settings settings);

  /// Prepares a new store or checks an old one; call once before apply().
  /// Errors: kVersion (written by a newer program), kCorrupt (also: there are rows and no
  /// counters), kIoError; failure_text() of the store says which row, and what to do.
  [[nodiscard]] wire::Status open();

  /// Decides every command of the batch, in order.
  [[nodiscard]] Effects apply(std::span<const Command> batch, const Now& now);

 private:
  Store& store_;
  Settings settings_;
};

/// Everything not delivered yet, failed ones left out: what couriers take up when
/// they start.
[[nodiscard]] std::vector<DeliveryDue> list_deliveries(const Reader& store);

/// Every purchase order that dashboards are shown now.
[[nodiscard]] std::vector<PurchaseOrder> list_shown_purchases(const Reader& store);

/// Every customer order that dashboards are shown now.
[[nodiscard]] std::vector<Order> list_shown_orders(const Reader& store);

/// Every alert that is up now, as apply() would have reported it: for rebuilding
/// the retained topics.
[[nodiscard]] std::vector<LowAlert> list_low(const Reader& store, std::int64_t default_threshold);

/// Random identity given to the store when it was made; 0 before that.
[[nodiscard]] std::uint64_t store_id(const Reader& store);

}  // namespace gateway
