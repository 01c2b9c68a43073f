// SPDX-License-Identifier: MIT
// The warehouse as the design describes it, in plain containers and without the
// engine's rows, keys and indexes: figures are summed up whenever they are asked
// for. It says what the engine must have done.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/commands.h"
#include "gateway/engine.h"
#include "gateway/tasks.h"

namespace domain_test {

struct ModelEntry {
  wire::Op op{};
  std::string sku, from, to;
  std::int64_t qty = 0;
  std::uint64_t undoes = 0;
  bool undone = false;
  std::string source;
  std::uint32_t epoch = 0, seq = 0;
  std::string ref;
  std::uint64_t purchase = 0;  ///< whose line it closed, or opened again; 0: none
};

struct ModelException {
  std::string why;
  gateway::TaskState state = gateway::TaskState::kOpen;
  std::string source;  ///< empty: of an order
  std::uint32_t epoch = 0, seq = 0;
  wire::Movement movement;  ///< as stated
  std::uint64_t entry = 0;  ///< that settled it
};

struct ModelItem {
  std::optional<std::int64_t> threshold, order_up_to;
  std::int64_t pack_multiple = 1, moq = 1;
  bool watched = true;  ///< low_stock_flag
  bool active = true;
  std::string supplier;
  std::map<std::string, std::int64_t> barcodes;  ///< code to pack
};

struct ModelLine {
  std::string sku;
  std::int64_t qty = 0, received = 0;
  std::uint32_t cycle = 0;
  [[nodiscard]] bool open() const { return received < qty; }
};

struct ModelPurchase {
  std::string supplier, warehouse;
  std::vector<ModelLine> lines;
  gateway::PurchaseState stage = gateway::PurchaseState::kProposed;
  std::size_t exception = 0;         ///< 1-based; told a person that it cannot go
  std::uint64_t mail = 0, post = 0;  ///< outbox rows that wait; 0: none
  std::uint32_t mails = 0;
  [[nodiscard]] gateway::PurchaseState state() const;
  [[nodiscard]] bool closed() const;
  [[nodiscard]] bool proposed() const { return stage == gateway::PurchaseState::kProposed; }
  /// Goods may close its lines.
  [[nodiscard]] bool out() const;
};

struct ModelAlert {
  bool low = false, held = false, told = false;
  std::uint32_t cycle = 0;
};

struct ModelRow {
  gateway::OutboxKind kind{};
  std::uint64_t purchase = 0;
  bool failed = false;
  friend bool operator==(const ModelRow&, const ModelRow&) = default;
};

/// What the gateway holds of one (node, epoch).
struct ModelNode {
  std::uint32_t acked = 0;
  wire::Check check{};
  std::vector<wire::RefusedMovement> refused;
  bool key_reused = false;
  std::map<std::uint32_t, std::size_t> entry_of;      ///< sequence to ledger entry
  std::map<std::uint32_t, std::size_t> exception_of;  ///< sequence to exception
};

class Model {
 public:
  explicit Model(gateway::Settings settings) : settings_(std::move(settings)) {}

  /// As after a restart with another configuration.
  void configure(gateway::Settings settings) { settings_ = std::move(settings); }

  /// A new batch begins: what it touches is collected anew.
  void begin();
  /// Verdict, reason, entry and exception that the engine must answer.
  gateway::Outcome apply(const gateway::Command& command);

  [[nodiscard]] std::int64_t on_hand(const std::string& sku, const std::string& location) const;
  [[nodiscard]] std::int64_t on_hand_in(const std::string& sku, const std::string& warehouse) const;
  [[nodiscard]] std::int64_t on_order(const std::string& sku, const std::string& warehouse) const;
  /// Orders with an open line, the oldest line first.
  [[nodiscard]] std::vector<std::uint64_t> open_purchases(const std::string& sku,
                                                          const std::string& warehouse) const;

  using Pair = std::pair<std::string, std::string>;
  using NodeKey = std::pair<std::string, std::uint32_t>;
  std::vector<ModelEntry> ledger;
  std::vector<ModelException> exceptions;
  std::vector<gateway::IncidentKind> incidents;
  std::vector<ModelPurchase> purchases;
  std::map<std::uint64_t, ModelRow> outbox;  ///< by id, what is undelivered
  std::map<Pair, ModelAlert> alerts;         ///< (SKU, warehouse) ever moved
  std::map<NodeKey, ModelNode> nodes;
  std::map<std::string, ModelItem> items;
  std::uint64_t unreadable = 0;
  // Touched by the batch:
  std::set<Pair> bins_touched;
  std::set<Pair> lows_touched;
  std::set<NodeKey> acks_due;
  std::set<std::uint64_t> rows_touched;
  std::vector<std::uint64_t> withdrawn;

 private:
  struct Origin {
    std::string source;
    std::uint32_t epoch = 0, seq = 0;
  };
  /// A ledger entry's number, or why there is none.
  struct Booking {
    std::uint64_t entry = 0;
    std::optional<wire::Refusal> why;
  };
  struct Meaning {
    std::string sku;
    std::int64_t pack = 1;
  };
  struct Seen {
    std::string content;
    gateway::Outcome outcome;
  };

  gateway::Outcome on(const gateway::NodeBatch& batch);
  gateway::Outcome on(const gateway::PlainSupply& plain);
  gateway::Outcome on(const gateway::ManualMovement& manual);
  gateway::Outcome on(const gateway::ManualUndo& undo);
  gateway::Outcome on(const gateway::ChangeItems& change);
  gateway::Outcome on(const gateway::ChangeSuppliers& change);
  gateway::Outcome on(const gateway::RemoveItem& removal);
  gateway::Outcome on(const gateway::SetLocation& change);
  gateway::Outcome on(const gateway::RunSweep& sweep);
  gateway::Outcome on(const gateway::DeliveryReport& report);
  gateway::Outcome on(const gateway::KeepUnreadable& message);
  gateway::Outcome on(const gateway::ChangePurchase& change);
  gateway::Outcome on(const gateway::ReceivePurchase& receipt);
  gateway::Outcome on(const gateway::SettleException& settlement);
  gateway::Outcome on(const gateway::DismissException& dismissal);
  gateway::Outcome on(const gateway::ChangeOutbox& change);
  gateway::Outcome on(const gateway::SubmitOrder& submitted);
  gateway::Outcome on(const gateway::StepOrders& step);
  gateway::Outcome on(const gateway::ExpireOrders& request);
  gateway::Outcome on(const gateway::ChangeOrder& change);

  // Stock.
  Booking book(const wire::Movement& movement, const Origin& origin, bool by_person);
  Booking undo(std::uint64_t entry, const Origin& origin);
  Booking append(ModelEntry entry);
  static gateway::Outcome outcome_of(const Booking& booking);
  wire::Movement movement_of(const gateway::PlainSupply& plain) const;
  std::optional<Meaning> meaning_of(const std::string& code) const;
  std::uint64_t except(std::string why) { return except(std::move(why), Origin(), {}); }
  std::uint64_t except(std::string why, const Origin& origin, const wire::Movement& movement);
  // Scanners.
  void apply_one(ModelNode& node, const Origin& origin, const gateway::BatchMovement& stated);
  void refuse(ModelNode& node, const Origin& origin, wire::Refusal why,
              const wire::Movement& movement);
  // Reordering.
  void follow(const ModelEntry& entry);
  void give_back(const ModelEntry& receipt);
  void receive(const std::string& warehouse);
  bool look_at(const std::string& sku, const std::string& warehouse);
  void open_line(const std::string& sku, const std::string& warehouse, std::int64_t qty);
  bool has_way(const ModelPurchase& order) const;
  bool approve_or_tell(std::uint64_t number);
  void approve(std::uint64_t number);
  gateway::Outcome change(std::uint64_t number, gateway::PurchaseAction action);
  gateway::Outcome receive_at(const gateway::ReceivePurchase& receipt);
  // Outbox.
  std::uint64_t queue(gateway::OutboxKind kind, std::uint64_t purchase);
  void queue_mail(std::uint64_t number);
  void withdraw_rows(ModelPurchase& order, bool post_too);
  void retry(std::uint64_t id);
  // Requests.
  template <typename Run>
  gateway::Outcome once(const std::string& id, const std::string& content, const Run& run);

  gateway::Settings settings_;
  std::map<std::string, std::string> suppliers_;  ///< id to e-mail
  std::map<std::string, gateway::NegativeStock> policies_;
  std::map<Pair, Seen> seen_;  ///< (topic or door, id)
  std::uint64_t last_row_ = 0;
};

/// The name a code is filed under: a GTIN-14 for the trade item numbers that the
/// tests use, else the text itself.
std::string filed_as(const std::string& code);
/// Has the form of a trade item number and a wrong check digit.
bool is_misread(const std::string& code);

}  // namespace domain_test
