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
  std::uint64_t order = 0;  ///< whose line it closed; 0: none
};

struct ModelException {
  std::string why;
  bool open = true;
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

struct ModelOrder {
  std::string supplier, warehouse;
  std::vector<ModelLine> lines;
  bool approved = false, sent = false;
  std::size_t exception = 0;  ///< 1-based; told a person that it cannot go
  [[nodiscard]] gateway::PurchaseState state() const;
};

struct ModelAlert {
  bool low = false;
  std::uint32_t cycle = 0;
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
  explicit Model(std::int64_t default_threshold) : default_threshold_(default_threshold) {}

  /// A new batch begins: what it touches is collected anew.
  void begin();
  /// Verdict, reason, entry and exception that the engine must answer.
  gateway::Outcome apply(const gateway::Command& command);

  [[nodiscard]] std::int64_t on_hand(const std::string& sku, const std::string& location) const;
  [[nodiscard]] std::int64_t on_hand_in(const std::string& sku, const std::string& warehouse) const;
  [[nodiscard]] std::int64_t on_order(const std::string& sku, const std::string& warehouse) const;
  /// Number of the order with the open line; 0: none.
  [[nodiscard]] std::uint64_t open_order(const std::string& sku,
                                         const std::string& warehouse) const;

  using Pair = std::pair<std::string, std::string>;
  using NodeKey = std::pair<std::string, std::uint32_t>;
  std::vector<ModelEntry> ledger;
  std::vector<ModelException> exceptions;
  std::vector<gateway::IncidentKind> incidents;
  std::vector<ModelOrder> orders;
  std::map<std::uint64_t, std::uint64_t> outbox;  ///< id to order, of undelivered mails
  std::map<Pair, ModelAlert> alerts;              ///< (SKU, warehouse) ever moved
  std::map<NodeKey, ModelNode> nodes;
  std::map<std::string, ModelItem> items;
  std::uint64_t unreadable = 0;
  // Touched by the batch:
  std::set<Pair> bins_touched;
  std::set<Pair> lows_touched;
  std::set<NodeKey> acks_due;
  std::set<std::uint64_t> mails_due;

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
  /// Commands that random_commands does not make.
  template <typename Other>
  gateway::Outcome on(const Other&) {
    return {};
  }

  // Stock.
  Booking book(const wire::Movement& movement, const Origin& origin, bool by_person);
  Booking undo(std::uint64_t entry, const Origin& origin);
  Booking append(ModelEntry entry);
  std::optional<Meaning> meaning_of(const std::string& code) const;
  std::uint64_t except(std::string why);
  // Scanners.
  void apply_one(ModelNode& node, const Origin& origin, const gateway::BatchMovement& stated);
  void refuse(ModelNode& node, const Origin& origin, wire::Refusal why);
  // Reordering.
  void follow(const ModelEntry& entry);
  void give_back(const ModelEntry& receipt);
  void receive(const std::string& sku, const std::string& warehouse, std::int64_t qty);
  bool look_at(const std::string& sku, const std::string& warehouse);
  void open_line(const std::string& sku, const std::string& warehouse, std::int64_t qty);
  bool approve(std::uint64_t number);
  // Requests.
  template <typename Run>
  gateway::Outcome once(const std::string& id, const std::string& content, const Run& run);

  const std::int64_t default_threshold_;
  std::map<std::string, std::string> suppliers_;  ///< id to e-mail
  std::map<std::string, gateway::NegativeStock> policies_;
  std::map<Pair, Seen> seen_;  ///< (topic or door, id)
  std::uint64_t last_mail_ = 0;
};

/// The name a code is filed under: a GTIN-14 for the trade item numbers that the
/// tests use, else the text itself.
std::string filed_as(const std::string& code);
/// Has the form of a trade item number and a wrong check digit.
bool is_misread(const std::string& code);

}  // namespace domain_test
