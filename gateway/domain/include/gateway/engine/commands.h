// SPDX-License-Identifier: MIT
// Everything that can be asked of the engine.
#pragma once

#include <functional>
#include <variant>

#include "gateway/catalogue/commands.h"
#include "gateway/orders/commands.h"
#include "gateway/outbox/commands.h"
#include "gateway/purchasing/commands.h"
#include "gateway/rows/outcome.h"
#include "gateway/scanners/commands.h"
#include "gateway/stock/commands.h"
#include "gateway/tasks/commands.h"

namespace gateway {

/// Each is decided by its subject's decide(), and where it has a `request_id` no more than once.
/// One that is longer than others says its weight(), in rows or so; one with kOwn is the
/// gateway's own wish, which it will have again: nobody misses it.
using Command =
    std::variant<NodeBatch, PlainSupply, ManualMovement, ManualUndo, ChangeItems, ChangeSuppliers,
                 RemoveItem, SetLocation, RunSweep, ChangePurchase, ReceivePurchase,
                 SettleException, DismissException, ChangeOutbox, DeliveryReport, KeepUnreadable,
                 SubmitOrder, StepOrders, ExpireOrders, ChangeOrder>;

/// Where commands enter; the daemon's writer implements it.
class Inbox {
 public:
  virtual ~Inbox() = default;

  /// Queues `command`; any thread; never blocks. `done` (may be empty) is called
  /// once on the writer's thread, after the commit that holds the command, and
  /// must not block. When the gateway holds or stops, `done` is destroyed
  /// uncalled. Errors: kFull (drop the message: a scanner sends it again),
  /// kUnavailable (on hold, or stopping).
  using Done = std::function<void(const Outcome&)>;
  virtual wire::Status submit(Command command, Done done) = 0;
};

}  // namespace gateway
