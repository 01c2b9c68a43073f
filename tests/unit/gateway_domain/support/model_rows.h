// SPDX-License-Identifier: MIT
// What the model of model.h keeps: the things of a warehouse, not the engine's rows.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/engine/commands.h"
#include "gateway/orders/order.h"
#include "gateway/outbox/outbox.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/tasks/tasks.h"
#include "wire/ack.h"

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
  std::uint64_t purchase = 0;                   ///< whose line it closed, or opened again; 0: none
  std::uint64_t order = 0;                      ///< customer's, whose goods these were; 0: none
  std::optional<std::int64_t> scanned_ms = {};  ///< where clocks that are believed say so
};

struct ModelException {
  std::string why;
  gateway::TaskState state = gateway::TaskState::kOpen;
  std::string source;  ///< empty: of no movement
  std::uint32_t epoch = 0, seq = 0;
  wire::Movement movement;  ///< as stated
  std::uint64_t entry = 0;  ///< that settled it
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
  std::size_t task = 0;              ///< 1-based; told a person that it cannot go
  std::uint64_t mail = 0, post = 0;  ///< outbox rows that wait; 0: none
  std::uint32_t mails = 0;
  [[nodiscard]] gateway::PurchaseState state() const;
  [[nodiscard]] bool closed() const;
  [[nodiscard]] bool proposed() const { return stage == gateway::PurchaseState::kProposed; }
  /// Goods may close its lines.
  [[nodiscard]] bool out() const;
};

struct ModelAlert {
  bool low = false, reorder_suppressed = false, upstream_notified = false;
  std::uint32_t cycle = 0;
};

struct ModelRow {
  gateway::OutboxKind kind{};
  std::uint64_t purchase = 0;
  bool failed = false;
  std::uint64_t order = 0;  ///< customer's
  std::uint32_t lost_answers = 0;
  std::int64_t failed_ms = 0;
  std::uint64_t task = 0;
  bool in_doubt = false;  ///< may have been sent before a restore

  [[nodiscard]] bool waits_for_person() const {
    return failed || in_doubt || (gateway::is_mail(kind) && lost_answers >= 2);
  }
  friend bool operator==(const ModelRow&, const ModelRow&) = default;
};

struct ModelOrderLine {
  std::string sku;
  std::int64_t qty = 0;
  std::int64_t got = 0;      ///< promised so far, picked or not
  std::int64_t waiting = 0;  ///< for goods
  std::string home;          ///< warehouse that counts what waits; empty: none yet
  std::optional<std::int64_t> price;
  std::int64_t tax_percent = 0;
};

/// A customer's order.
struct ModelOrder {
  std::string id, content, email;
  gateway::OrderPolicy policy{};
  bool broken = false;  ///< its door said so
  std::vector<ModelOrderLine> lines;
  std::optional<gateway::OrderStage> waits_for;
  gateway::OrderState decided = gateway::OrderState::kReceived;
  gateway::OrderState notified = gateway::OrderState::kReceived;
  std::uint64_t invoice = 0;  ///< 0: none
  std::int64_t total = 0;
  std::int64_t expires_ms = 0;
  std::uint64_t closed = 0;  ///< how many had closed with it; 0: open
  [[nodiscard]] bool stands() const;
};

/// So much in one bin is promised to one order.
struct ModelPromise {
  std::uint64_t order = 0;
  std::string sku, bin;
  std::int64_t qty = 0;
};

struct ModelInvoice {
  std::uint64_t order = 0;
  std::map<std::string, std::int64_t> lines;  ///< SKU to quantity
  bool cancelled = false;
};

/// What the gateway holds of one (node, epoch).
struct ModelNode {
  std::uint32_t acked = 0;
  wire::ChainChecksum chain_checksum{};
  std::vector<wire::RefusedMovement> refused;
  std::vector<wire::DoubtedMovement> doubted;
  bool key_reused = false;
  bool foreign = false;
};

/// What became of one scan, under the key that it was sent or, through a fork, written with.
struct ModelScan {
  wire::ChainChecksum check{};
  std::size_t entry = 0;  ///< of the ledger, 1-based; 0: none
  std::size_t task = 0;   ///< 1-based; 0: none
  std::optional<wire::Doubt> doubt = {};
};

}  // namespace domain_test
