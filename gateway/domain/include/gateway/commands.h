// SPDX-License-Identifier: MIT
// Everything that can be asked of the engine, and what it answers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/catalogue.h"
#include "gateway/ledger.h"
#include "gateway/order.h"
#include "gateway/purchase.h"
#include "wire/ack.h"
#include "wire/movement.h"

namespace gateway {

/// One movement of a node's batch. Where its fields could not be read, `refused`
/// says why and `raw` keeps the text: it becomes an exception, is acked and is
/// never thrown away.
struct BatchMovement {
  wire::Movement movement;
  wire::Check check{};
  std::optional<wire::Refusal> refused;
  std::string raw;  ///< at most kRawExcerptBytesMax bytes; only with `refused`
};

/// An `up` message. An empty `movements` is a hello. Whoever reads one checks its
/// ranges, which the engine asserts.
struct NodeBatch {
  wire::NodeName node;
  wire::Epoch epoch{};
  /// `s`, 1 or more; the last movement's sequence is wire::kSequenceMax at most.
  wire::Sequence first = 1;
  wire::Sequence oldest = 1;             ///< `b`, 1 .. first
  wire::Check before{};                  ///< `p`
  std::vector<BatchMovement> movements;  ///< wire::kBatchMovementsMax at most
};

/// A plain supply message: positive receives, negative issues.
struct PlainSupply {
  std::string topic;  ///< at most kSourceBytesMax bytes
  std::string product_code;
  std::string warehouse_name;
  std::int64_t quantity = 0;
  std::string message_id;  ///< at most kMessageIdBytesMax bytes; empty: at least once
};

/// A movement by hand; `movement.sku` is set. `request_id` makes a repeat
/// harmless, at most kMessageIdBytesMax bytes; empty: none.
struct ManualMovement {
  wire::Movement movement;
  std::string request_id;
};

/// Reverses any ledger entry by hand.
struct ManualUndo {
  LedgerSeq seq = 0;
  wire::Operator by;
  std::string request_id;
};

/// One problem of an input row or field, for a person.
struct Problem {
  std::size_t line = 0;  ///< 1-based line of the file; 0: no file
  std::string field;
  std::string text;

  friend bool operator==(const Problem&, const Problem&) = default;
};

/// A change of one item: only the columns given, by the names of the item CSV.
struct ItemChange {
  std::size_t line = 0;
  wire::Sku sku;
  std::vector<std::pair<std::string, std::string>> columns;
};
/// A change of one supplier, by the names of the supplier CSV.
struct SupplierChange {
  std::size_t line = 0;
  std::string id;
  std::vector<std::pair<std::string, std::string>> columns;
};

/// All or nothing: one bad row and nothing is changed. `problems` are those found
/// before (see csv.h): with one, the rows are judged only to list what else is wrong.
struct ChangeItems {
  std::vector<ItemChange> rows;
  std::vector<Problem> problems = {};
};
struct ChangeSuppliers {
  std::vector<SupplierChange> rows;
  std::vector<Problem> problems = {};
};
struct RemoveItem {
  wire::Sku sku;
};
struct SetLocation {
  wire::Location location;
  NegativeStock policy = NegativeStock::kFlag;
};

/// The periodic look at every position; also on demand. With a SKU, positions of it
/// whose line a person had cancelled may order again.
/// A large warehouse is swept in slices, so that scans are booked between them.
struct RunSweep {
  std::optional<wire::Sku> resume;
  std::string from = {};  ///< `next` of the slice before; empty: from the start
  std::size_t positions_max = ~std::size_t{0};  ///< looked at in this slice
};

enum class PurchaseAction : std::uint8_t {
  kApprove = 1,  ///< a proposed order goes out
  kSend = 2,     ///< its mail goes out now, or once more
  kConfirm = 3,  ///< the supplier has promised it
  kCancel = 4,   ///< nothing more is expected of it
};
struct ChangePurchase {
  std::uint64_t number = 0;
  PurchaseAction action = PurchaseAction::kApprove;
  std::string why;  ///< of a cancellation, at most kReasonBytesMax bytes
  std::string request_id;
};

/// Goods of an order arrived: movements by hand that name it.
struct ReceivePurchase {
  struct Line {
    wire::Sku sku;
    wire::Quantity qty = 0;
  };
  std::uint64_t number = 0;
  std::vector<Line> lines;  ///< empty: everything that is open
  wire::Location to;        ///< empty: the order's warehouse
  wire::Operator by;
  std::string request_id;
};

/// Books what an exception holds under the right SKU, with its own time and author.
struct SettleException {
  std::uint64_t id = 0;
  wire::Sku sku;
  wire::Operator by;
};
struct DismissException {
  std::uint64_t id = 0;
  std::string why;  ///< 1 to kReasonBytesMax bytes
  wire::Operator by;
};

enum class OutboxAction : std::uint8_t {
  kRetry = 1,  ///< at once, a dead letter too
  kDrop = 2,   ///< never
};
struct ChangeOutbox {
  std::uint64_t id = 0;
  OutboxAction action = OutboxAction::kRetry;
};

/// What became of one attempt to deliver an outbox row.
struct DeliveryReport {
  std::uint64_t outbox_id = 0;
  DeliveryState state = DeliveryState::kQueued;  ///< kQueued: to be tried again
  std::int64_t next_ms = 0;                      ///< earliest next attempt
  std::string error;
};

/// An order of a customer; whoever reads one checks its ranges. Same id and content:
/// repeated; same id, other content: refused, or an exception where nobody waits for
/// an answer.
struct SubmitOrder {
  struct Line {
    wire::Sku sku;
    wire::Quantity qty = 1;  ///< 1 .. wire::kQuantityMax
  };
  std::string id;  ///< a name
  Customer customer;
  std::vector<Line> lines = {};            ///< kOrderLinesMax at most
  std::optional<OrderPolicy> policy = {};  ///< none: the gateway's
  std::string problem = {};  ///< why it cannot be filled, if that is known; else empty
  bool answered = true;      ///< false: the door has no way to answer
};

/// Lets a stage take orders from its queue. A stage that can do nothing now (the outbox is
/// full) leaves them there: `stalled` in the outcome.
struct StepOrders {
  OrderStage stage = OrderStage::kReceive;
  std::size_t orders_max = 64;
};
/// Cancels orders whose reservations are too old.
struct ExpireOrders {
  std::size_t orders_max = 64;
};

enum class OrderAction : std::uint8_t {
  kShip = 1,    ///< everything reserved is picked, where it is reserved
  kCancel = 2,  ///< nothing is promised any more
};
struct ChangeOrder {
  std::string id;
  OrderAction action = OrderAction::kShip;
  std::string why;  ///< of a cancellation, at most kReasonBytesMax bytes
  wire::Operator by;
  std::string request_id;
};

/// A message whose form nobody could read: counted and kept.
struct KeepUnreadable {
  std::string topic;
  std::string payload;
  std::string why;
};

using Command =
    std::variant<NodeBatch, PlainSupply, ManualMovement, ManualUndo, ChangeItems, ChangeSuppliers,
                 RemoveItem, SetLocation, RunSweep, ChangePurchase, ReceivePurchase,
                 SettleException, DismissException, ChangeOutbox, DeliveryReport, KeepUnreadable,
                 SubmitOrder, StepOrders, ExpireOrders, ChangeOrder>;

enum class Verdict : std::uint8_t {
  kDone = 1,       ///< applied; `ledger_seq` where one entry was made
  kRepeated = 2,   ///< same request seen before: nothing changed, the first answer again
  kException = 3,  ///< stored for a person as `exception_id`, because of `refused`
  kRefused = 4,    ///< not stored: `refused` or `problems` say why
  kNotFound = 5,   ///< what the command names does not exist
};

/// What became of one command.
struct Outcome {
  Verdict verdict = Verdict::kDone;
  LedgerSeq ledger_seq = 0;
  std::uint64_t exception_id = 0;
  std::optional<wire::Refusal> refused;
  std::vector<Problem> problems;
  std::uint64_t changed = 0;  ///< rows written by an import; what a sweep did; entries booked
  std::string next;           ///< of a sweep: where its next slice begins; empty: it is done
  bool more = false;          ///< of a stage: its queue is not empty
  bool stalled = false;       ///< of a stage: it can do nothing now, and is to be tried later
};

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
