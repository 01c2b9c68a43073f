// SPDX-License-Identifier: MIT
// The warehouse as the design describes it, in plain containers, without the engine's rows, keys
// and indexes: figures are summed up when they are asked for. It says what the engine must do.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gateway/engine/commands.h"
#include "gateway/engine/engine.h"
#include "gateway/tasks/tasks.h"
#include "model_import.h"
#include "model_rows.h"
#include "model_words.h"

namespace domain_test {

inline std::string str(const auto& text) {
  return std::string(text.view());
}

inline std::string warehouse_of(const std::string& location) {
  return location.substr(0, location.find('/'));
}

class Model {
 public:
  explicit Model(gateway::Settings settings) : settings_(std::move(settings)) {}

  /// As after a restart with another configuration.
  void configure(gateway::Settings settings) { settings_ = std::move(settings); }

  /// A new batch begins: what it touches is collected anew.
  void begin();
  /// Verdict, reason, entry and task that the engine must answer.
  gateway::Outcome apply(const gateway::Command& command);

  [[nodiscard]] std::int64_t on_hand(const std::string& sku, const std::string& location) const;
  [[nodiscard]] std::int64_t on_hand_in(const std::string& sku, const std::string& warehouse) const;
  [[nodiscard]] std::int64_t on_order(const std::string& sku, const std::string& warehouse) const;
  [[nodiscard]] std::int64_t reserved_in(const std::string& sku,
                                         const std::string& warehouse) const;
  [[nodiscard]] std::int64_t backordered_in(const std::string& sku,
                                            const std::string& warehouse) const;
  [[nodiscard]] std::int64_t picked(std::uint64_t order, const std::string& sku) const;
  /// What its customer was told, or shipped.
  [[nodiscard]] gateway::OrderState state(std::uint64_t order) const;
  /// Orders with an open line, the oldest line first.
  [[nodiscard]] std::vector<std::uint64_t> open_purchases(const std::string& sku,
                                                          const std::string& warehouse) const;

  std::int64_t now_ms = 0;  ///< of the next batch
  bool trusted = true;      ///< its clock
  gateway::ClockMemory clock;
  bool step_asked = false;

  using Pair = std::pair<std::string, std::string>;
  using NodeKey = std::pair<std::string, std::uint32_t>;
  std::vector<ModelEntry> ledger;
  std::vector<ModelException> tasks;
  std::vector<gateway::IncidentKind> incidents;
  std::vector<ModelPurchase> purchases;
  std::vector<ModelOrder> orders;  ///< customers'
  std::vector<ModelPromise> promises;
  std::vector<ModelInvoice> invoices;
  std::map<std::uint64_t, ModelRow> outbox;  ///< by id, what is undelivered
  std::map<Pair, ModelAlert> alerts;         ///< (SKU, warehouse) ever moved
  std::map<NodeKey, ModelNode> nodes;        ///< that were acked something, or have an incident
  using ScanKey = std::tuple<std::uint32_t, std::uint32_t, std::string>;  ///< epoch, seq, node
  std::map<ScanKey, ModelScan> scans;
  std::map<std::string, std::string> retired;  ///< to the new name
  std::map<std::string, ModelItem> items;
  std::uint64_t unreadable = 0;
  bool documents_wait = false;  ///< until a person names the last numbers
  bool stays_away = false;      ///< another gateway goes on
  std::uint32_t claim = 0;
  // Touched by the batch:
  std::set<Pair> bins_touched;
  std::set<Pair> lows_touched;
  std::map<NodeKey, std::string> acks_due;  ///< and why nothing is applied: owner, renamed, held
  std::set<std::uint64_t> rows_touched;
  std::vector<std::uint64_t> withdrawn;
  std::set<std::uint64_t> orders_touched;
  std::set<gateway::OrderStage> work;
  std::vector<Pair> notes;  ///< order's id and what was done

 private:
  struct Origin {
    std::string source;
    std::uint32_t epoch = 0, seq = 0;
  };
  /// A ledger entry's number, or why there is none.
  struct Booking {
    std::uint64_t entry = 0;
    std::optional<wire::Refusal> why;
    std::optional<wire::Doubt> doubt = {};
  };
  struct Meaning {
    std::string sku;
    std::int64_t pack = 1;
  };
  /// How much there was when the present incarnation began.
  struct Restored {
    std::size_t orders = 0, invoices = 0;
    std::uint64_t rows = 0;
    std::uint64_t last_invoice = 0;  ///< as a person named it
    std::vector<std::size_t> tasks;  ///< 1-based
  };
  struct Seen {
    std::string content;
    gateway::Outcome outcome;
  };

  gateway::Outcome on(const gateway::NodeBatch& batch);
  gateway::Outcome on(const gateway::ImportScans& scans);
  gateway::Outcome on(const gateway::RenameNode& renaming);
  gateway::Outcome on(const gateway::AddNode& added);
  gateway::Outcome on(const gateway::PlainSupply& plain);
  gateway::Outcome on(const gateway::ManualMovement& manual);
  gateway::Outcome on(const gateway::ManualUndo& undo);
  gateway::Outcome on(const gateway::ChangeItems& change);
  gateway::Outcome on(const gateway::ChangeSuppliers& change);
  gateway::Outcome on(const gateway::RemoveItem& removal);
  gateway::Outcome on(const gateway::BeginImport&) { return import_.begin(); }
  gateway::Outcome on(const gateway::StageItems& staged) { return import_.stage(staged.items); }
  gateway::Outcome on(const gateway::ApplyImport&) { return import_.apply(items); }
  gateway::Outcome on(const gateway::DropImport&) { return import_.drop(); }
  gateway::Outcome on(const gateway::SetLocation& change);
  gateway::Outcome on(const gateway::RunSweep& sweep);
  gateway::Outcome on(const gateway::DeliveryReport& report);
  gateway::Outcome on(const gateway::KeepUnreadable& message);
  gateway::Outcome on(const gateway::ChangePurchase& change);
  gateway::Outcome on(const gateway::ReceivePurchase& receipt);
  gateway::Outcome on(const gateway::SettleTask& settlement);
  gateway::Outcome on(const gateway::DismissTask& dismissal);
  gateway::Outcome on(const gateway::ChangeOutbox& change);
  gateway::Outcome on(const gateway::DropFailed& drop);
  gateway::Outcome on(const gateway::ArchiveFailed& archive);
  void drop_row(std::uint64_t id);
  void answer_task(ModelRow& row);
  gateway::Outcome on(const gateway::SubmitOrder& submitted);
  gateway::Outcome on(const gateway::StepOrders& step);
  gateway::Outcome on(const gateway::ExpireOrders& request);
  gateway::Outcome on(const gateway::ChangeOrder& change);
  gateway::Outcome on(const gateway::NoteClock& note);
  gateway::Outcome on(const gateway::ConfirmClock& confirmation);
  gateway::Outcome on(const gateway::TellOfLoss& loss);
  gateway::Outcome on(const gateway::TellOfNewerSeq& evidence);
  gateway::Outcome on(const gateway::ConfirmRestored& answer);
  gateway::Outcome on(const gateway::TellOfSecondGateway& seen);
  gateway::Outcome on(const gateway::TakeOver& request);
  void restart_as_another(const std::string& why);
  [[nodiscard]] bool asks_last_numbers(std::uint64_t task) const;
  void doubt_what_was_there();
  void close_other_task();
  gateway::Outcome on(const gateway::TellOfMove& move);
  void begin_expiry(ModelOrder& order) const;
  void ask_about_step(bool stepped);

  // Stock.
  using Time = std::optional<std::int64_t>;
  Booking book(const wire::Movement& movement, const Origin& origin, bool by_person, Time scanned);
  Booking undo(std::uint64_t entry, const Origin& origin, Time scanned);
  Booking append(ModelEntry entry);
  [[nodiscard]] Time time_of(const wire::Movement& scan) const;
  [[nodiscard]] Time by_hand() const { return trusted ? Time(now_ms) : std::nullopt; }
  // Questions.
  [[nodiscard]] const ModelOrder* order_called(const std::string& ref) const;
  [[nodiscard]] const ModelPurchase* purchase_called(const std::string& ref) const;
  [[nodiscard]] std::optional<wire::Doubt> doubt_of(const ModelEntry& entry) const;
  [[nodiscard]] std::optional<wire::Doubt> doubt_of_pick(const ModelEntry& entry) const;
  [[nodiscard]] std::optional<wire::Doubt> doubt_of_receipt(const ModelEntry& entry) const;
  std::optional<wire::Doubt> question(const ModelEntry& entry, std::uint64_t number);
  bool follow_count(const ModelEntry& entry, std::uint64_t number, const std::string& bin);
  void withdraw(std::size_t task);
  static gateway::Outcome outcome_of(const Booking& booking);
  wire::Movement movement_of(const gateway::PlainSupply& plain) const;
  std::optional<Meaning> meaning_of(const std::string& code) const;
  std::uint64_t except(std::string why) { return except(std::move(why), Origin(), {}); }
  std::uint64_t except(std::string why, const Origin& origin, const wire::Movement& movement);
  // Scanners.
  void incident(gateway::IncidentKind kind, const NodeKey& node);
  ModelNode& open_node(const NodeKey& key);
  void take_given_up(const gateway::NodeBatch& batch, std::uint32_t seq);
  void apply_new(const gateway::NodeBatch& batch);
  bool may_open_epoch(const NodeKey& key);
  [[nodiscard]] bool belongs_to_another(const gateway::NodeBatch& batch) const;
  void look_at_past(const gateway::NodeBatch& batch);
  [[nodiscard]] std::optional<wire::ChainChecksum> check_of(const NodeKey& node,
                                                            std::uint32_t seq) const;
  [[nodiscard]] ModelScan* find_scan(std::uint32_t epoch, std::uint32_t seq,
                                     wire::ChainChecksum check);
  std::set<std::string> names_of(std::uint32_t epoch) const;
  void apply_one(ModelNode& node, const Origin& origin, const gateway::BatchMovement& stated,
                 const gateway::ForkNote* note);
  bool skip_or_withdraw(const Origin& origin, const gateway::BatchMovement& stated);
  void apply_moved(ModelNode& node, const Origin& origin, const gateway::BatchMovement& stated,
                   const gateway::ForkNote& note);
  ModelScan take(const Origin& origin, const gateway::BatchMovement& stated);
  ModelScan undo_scan(const Origin& origin, const gateway::BatchMovement& stated);
  // Reordering.
  void follow(const ModelEntry& entry);
  void look_at_touched(const std::string& sku);
  void give_back(const ModelEntry& receipt);
  void receive(const std::string& warehouse);
  bool look_at(const std::string& sku, const std::string& warehouse);
  void open_line(const std::string& sku, const std::string& warehouse, std::int64_t qty);
  bool has_way(const ModelPurchase& order) const;
  bool approve_or_tell(std::uint64_t number);
  void approve(std::uint64_t number);
  gateway::Outcome change(std::uint64_t number, gateway::PurchaseAction action);
  gateway::Outcome receive_at(const gateway::ReceivePurchase& receipt);
  // Customers' orders.
  [[nodiscard]] std::map<std::string, std::int64_t> free_bins(const std::string& sku) const;
  [[nodiscard]] std::int64_t free_stock(const std::string& sku) const;
  [[nodiscard]] std::int64_t held(std::uint64_t order, const std::string& sku) const;
  [[nodiscard]] bool picked_any(std::uint64_t order) const;
  [[nodiscard]] bool acceptable(ModelOrder& order) const;
  void receive_order(std::uint64_t number);
  void check_order(std::uint64_t number);
  void invoice_order(std::uint64_t number);
  void notify_order(std::uint64_t number);
  void promise(std::uint64_t order, const std::string& sku, const std::string& bin,
               std::int64_t qty);
  void hold(std::uint64_t order, ModelOrderLine& line, std::int64_t qty);
  void wait_no_longer(std::uint64_t order, ModelOrderLine& line, std::int64_t qty);
  void follow_pick(const ModelEntry& entry);
  void fill(const std::string& sku);
  void confirm(std::uint64_t order, gateway::OrderState as);
  void cancel(std::uint64_t order, const std::string& who);
  void queue_order(std::uint64_t order, gateway::OrderStage stage);
  void note(std::uint64_t order, const std::string& what);
  void changed(std::uint64_t order);
  gateway::Outcome change_order(const gateway::ChangeOrder& change);
  gateway::Outcome ship(std::uint64_t order);
  // Outbox.
  std::uint64_t queue(gateway::OutboxKind kind, std::uint64_t purchase);
  void queue_mail(std::uint64_t number);
  void withdraw_rows(ModelPurchase& order, bool post_too);
  void retry(std::uint64_t id);
  // Requests.
  template <typename Run>
  gateway::Outcome once(const std::string& id, const std::string& content, const Run& run);

  Restored restored_;
  ModelImport import_;
  /// The second gateway that was seen last.
  std::uint32_t other_run_ = 0, other_claim_ = 0;
  std::size_t other_task_ = 0;  ///< 1-based
  gateway::Settings settings_;
  struct Opened {
    std::int64_t since = 0;
    int count = 0;
    bool flooded = false;
  };
  std::map<std::string, Opened> opened_;                                    ///< by node
  std::map<NodeKey, std::map<std::uint32_t, wire::ChainChecksum>> ranges_;  ///< lost, by their last
  std::map<NodeKey, std::set<std::uint32_t>> lost_;                         ///< sequences
  std::map<std::uint32_t, std::uint32_t> past_lost_;                        ///< by epoch, up to
  std::map<std::tuple<std::uint32_t, std::uint32_t, wire::ChainChecksum>, std::size_t> moved_;
  std::set<std::pair<std::uint32_t, std::string>> reached_;  ///< epochs that got scans by forks
  std::map<std::string, std::string> suppliers_;             ///< id to e-mail
  std::map<std::string, gateway::NegativeStock> policies_;
  std::map<Pair, Seen> seen_;  ///< (topic or door, id)
  std::uint64_t last_row_ = 0;
  std::uint64_t closings_ = 0;
  using Counted = std::pair<std::int64_t, std::uint64_t>;  ///< time, ledger entry
  std::map<Pair, Counted> counted_;                  ///< (SKU, bin), newest count of a known time
  std::map<Pair, std::size_t> count_again_;          ///< (SKU, bin) to task
  std::map<std::uint64_t, std::size_t> questioned_;  ///< ledger entry to task
  std::set<std::string> warehouses_touched_;         ///< by the context, for the SKU it is about
};

}  // namespace domain_test
