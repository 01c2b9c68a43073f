// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "gateway/tasks/tasks.h"
#include "sim/world.h"

namespace sim {

/// Watches a world with an idea of its own of what must be true, taken from the
/// promise and not from the code:
///  * a green light only for what is, or was before a restore, on the gateway's
///    disk, or is named in an incident;
///  * at the end, each movement a node stored is in the ledger once, or is one
///    task, or lies in a range that an incident names; and nothing else is;
///  * an incident only if the gateway was restored from a backup;
///  * stock is the sum of what is in the ledger;
///  * an outbox row that was made is there until it was delivered or withdrawn, and no
///    SKU is ordered twice in one cycle.
class Audit final : public Observer {
 public:
  explicit Audit(World& world) : world_(world) { world.observer = this; }

  void on_stored(const Node& node, wire::Epoch epoch, wire::Sequence seq,
                 const wire::Movement& movement) override;
  void on_green(const Node& node, wire::Epoch epoch, wire::Sequence seq) override;
  void on_committed(gateway::Store& store) override;
  void on_effects(const gateway::Effects& effects) override;

  /// A courier is about to say so.
  void note_delivered(std::uint64_t outbox_id) { waiting_.erase(outbox_id); }
  void note_restore() {
    ++restores_;
    read_up_to_ = 0;  // the ledger goes on from an earlier point
    waiting_.clear();
    gateway::scan_outbox(world_.gateway.store(), 0, [&](const gateway::OutboxRow& row) {
      waiting_.insert(row.id);
      return true;
    });
  }
  /// Everything is quiet and every backlog is 0.
  void check_at_the_end();

  [[nodiscard]] std::size_t stored() const { return stored_.size(); }

 private:
  using Key = std::tuple<std::string, std::uint32_t, wire::Sequence>;

  [[nodiscard]] bool lost(const Key& key) const;
  void read_incidents(const gateway::Reader& store);
  void check_orders(const gateway::Reader& store);
  void check_stock(const std::map<std::string, wire::Quantity>& expected);

  World& world_;
  std::map<Key, wire::Movement> stored_;
  std::set<Key> was_on_disk_;
  std::set<std::uint64_t> waiting_;  ///< outbox rows made and neither delivered nor withdrawn
  std::vector<gateway::Incident> incidents_;  ///< every one that ever was
  gateway::LedgerSeq read_up_to_ = 0;
  int restores_ = 0;
};

}  // namespace sim
