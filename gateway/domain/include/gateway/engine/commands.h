// SPDX-License-Identifier: MIT
// Everything that can be asked of the engine.
#pragma once

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
using Command = std::variant<NodeBatch, PlainSupply, ManualMovement, ManualUndo, ChangeItems,
                             ChangeSuppliers, RemoveItem, SetLocation, RunSweep, ChangePurchase,
                             ReceivePurchase, SettleTask, DismissTask, ChangeOutbox, DeliveryReport,
                             KeepUnreadable, SubmitOrder, StepOrders, ExpireOrders, ChangeOrder>;

}  // namespace gateway
