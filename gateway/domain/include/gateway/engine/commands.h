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

using Command =
    std::variant<NodeBatch, PlainSupply, ManualMovement, ManualUndo, ChangeItems, ChangeSuppliers,
                 RemoveItem, SetLocation, RunSweep, ChangePurchase, ReceivePurchase,
                 SettleException, DismissException, ChangeOutbox, DeliveryReport, KeepUnreadable,
                 SubmitOrder, StepOrders, ExpireOrders, ChangeOrder>;

}  // namespace gateway
