// SPDX-License-Identifier: MIT
// Decides batches of commands. For list_…() see Reader in gateway/rows/store.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/clock/clock.h"
#include "gateway/engine/commands.h"
#include "gateway/orders/invoice.h"
#include "gateway/outbox/outbox.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/restore/restore.h"
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

/// A row of the outbox with everything a courier needs, so that it need not read the store.
struct DeliveryDue {
  OutboxRow row;
  std::optional<PurchaseOrder> purchase = {};  ///< the row's, if it has one
  std::optional<Invoice> invoice = {};         ///< the one that goes with the row's notice
  bool at_once = false;  ///< a person wants it tried now, even where everything waits
};

/// A purchase order for dashboards; `shown` false: remove it from them.
struct PurchaseShown {
  PurchaseOrder order;
  bool shown = true;
  bool changed = true;  ///< by this batch; false: a newer one takes its place
};

/// The same for a customer's order. One that is changed, or asked for again, and not shown is told
/// once and not kept.
struct OrderShown {
  Order order;
  bool shown = true;
  bool changed = true;
};

/// What the store remembers of the clock now.
struct ClockStored {
  ClockMemory memory;
  bool confirmed = false;  ///< a person has said that the clock is right
};

/// What a batch did: copies, to be published and handed out after its commit and not before.
/// Each bin, alert and order is there once, with its value at the end of the batch.
struct Effects {
  std::vector<Outcome> outcomes;         ///< one per command, in the same order
  std::vector<AckDue> acks;              ///< one per (node, epoch)
  std::vector<Bin> bins;                 ///< touched, virtual locations left out
  std::vector<LowAlert> lows;            ///< alerts that rose, changed or fell
  std::vector<PurchaseShown> purchases;  ///< touched, or too old to be shown now
  std::vector<OrderShown> orders;        ///< touched, or too old to be shown now
  std::vector<OrderNote> notes;          ///< for the log, in the order of the steps
  std::vector<OrderStage> work;          ///< stages whose queues got longer
  std::vector<DeliveryDue> deliveries;   ///< new, or to be tried again
  std::vector<std::uint64_t> withdrawn;  ///< outbox rows that must not go out any more
  std::vector<Entry> entries;            ///< new, in ledger order
  std::vector<Task> tasks;               ///< new
  std::vector<Incident> incidents;       ///< new
  std::optional<ClockStored> clock;      ///< what the store remembers of the clock has changed
  OutboxRows outbox;                     ///< undelivered now
  bool documents_wait = false;           ///< nothing of the outbox may leave: see RestoreWait
  Incarnation incarnation;               ///< of the store now
  std::uint32_t claim = 0;               ///< GatewayIdentity::claim now
  bool held = false;                     ///< another gateway goes on in place of this one
  LedgerSeq seq = 0;                     ///< last entry of the ledger
};

/// The warehouse's rules: decides commands one after the other against the store.
///
/// Pure: time comes in with the batch, randomness not at all; the same commands on
/// the same store give the same store. One engine per store, on the store's thread. apply()
/// does not commit: the caller does, and shows the effects only if that succeeded. Where the
/// store fails meanwhile, effects and outcomes mean nothing, and the commit fails.
class Engine {
 public:
  /// The store must outlive the engine. `settings.site` is a name (asserted).
  Engine(Store& store, Settings settings);

  /// Writes and commits the counters of a new store, or reads those of an old one; call once
  /// before apply(). A store that is found at another place than where it was last opened is a
  /// copy, or was restored: it begins a new incarnation (gateway/restore/restore.h), and a task,
  /// dated `now`, tells of it. Errors:
  /// those of the store, such as kVersion (written by a newer program), kCorrupt (also: rows
  /// without counters) and kIoError; its failure_text() says what to do.
  [[nodiscard]] wire::Status open(const Now& now = {});

  /// Decides every command of the batch, in order.
  [[nodiscard]] Effects apply(std::span<const Command> batch, const Now& now);

 private:
  Store& store_;
  Settings settings_;
};

/// Every row of the outbox that waits for no person: what couriers begin with when they start.
[[nodiscard]] std::vector<DeliveryDue> list_deliveries(const Reader& store);
/// The same, one by one: there may be a hundred thousand.
void scan_deliveries(const Reader& store, const std::function<void(const DeliveryDue&)>& visit);
/// One of them; none: it is not there, or waits for a person.
[[nodiscard]] std::optional<DeliveryDue> find_delivery(const Reader& store, std::uint64_t id);

/// Every purchase order that dashboards show now.
[[nodiscard]] std::vector<PurchaseOrder> list_shown_purchases(const Reader& store);

/// Every customer order that dashboards show now.
[[nodiscard]] std::vector<Order> list_shown_orders(const Reader& store);

/// The same of one order: nothing if there is none, or if dashboards do not show it.
[[nodiscard]] std::optional<PurchaseOrder> find_shown_purchase(const Reader& store,
                                                               std::uint64_t number);
[[nodiscard]] std::optional<Order> find_shown_order(const Reader& store, std::string_view id);

}  // namespace gateway
