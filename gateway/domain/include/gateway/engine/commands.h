// SPDX-License-Identifier: MIT
// Everything that can be asked of the engine. Commands are plain values and own their memory.
#pragma once

#include <variant>

#include "gateway/catalogue/commands.h"
#include "gateway/clock/commands.h"
#include "gateway/orders/commands.h"
#include "gateway/outbox/commands.h"
#include "gateway/purchasing/commands.h"
#include "gateway/restore/commands.h"
#include "gateway/restore/second_gateway.h"
#include "gateway/rows/outcome.h"
#include "gateway/scanners/commands.h"
#include "gateway/stock/commands.h"
#include "gateway/tasks/commands.h"

namespace gateway {

/// Each is decided by its subject's decide(); one with a `request_id` at most once. One whose
/// cost varies states it as weight(), roughly in rows; any other weighs 1. One with kOwn comes
/// from the gateway itself, which repeats it: when it is dropped, nothing is lost.
using Command =
    std::variant<NodeBatch, PlainSupply, ManualMovement, ManualUndo, ChangeItems, ChangeSuppliers,
                 RemoveItem, SetLocation, RunSweep, ChangePurchase, ReceivePurchase, SettleTask,
                 DismissTask, ChangeOutbox, DeliveryReport, KeepUnreadable, ImportScans, RenameNode,
                 AddNode, SubmitOrder, StepOrders, ExpireOrders, ChangeOrder, NoteClock,
                 ConfirmClock, TellOfLoss, TellOfMove, TellOfNewerSeq, ConfirmRestored,
                 TellOfSecondGateway, TakeOver, DropFailed, ArchiveFailed, BeginImport, StageItems,
                 ApplyImport, DropImport>;

}  // namespace gateway
