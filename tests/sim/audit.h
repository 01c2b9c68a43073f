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
/// promise and not from the code. A movement is known by its operator, a name that no
/// other has, so that it stays itself whatever number forks give it:
///  * a green light only for what is, or was before a restore, on the gateway's
///    disk, or is named in an incident;
///  * at the end, each movement a node stored is in the ledger once, or is one
///    task, or lies in a range that an incident names, unless a fault destroyed the
///    last journal that held it; and nothing else is;
///  * a scanner shows a movement as questioned only where a task asked about it;
///  * an incident only after a fault that explains it (note_cause());
///  * stock is the sum of what is in the ledger;
///  * an outbox row that was made is there until it was delivered or withdrawn, and no
///    SKU is ordered twice in one cycle.
class Audit final : public Observer {
 public:
  explicit Audit(World& world) : world_(world) { world.observer = this; }

  void on_stored(const Node& node, wire::Epoch epoch, wire::Sequence seq,
                 const wire::Movement& movement) override;
  void on_journal(const Node& node, scanner::Journal& journal) override;
  void on_green(const Node& node, wire::Epoch epoch, wire::Sequence seq) override;
  void on_questioned(const Node& node, wire::Epoch epoch, wire::Sequence seq,
                     wire::Doubt why) override;
  void on_committed(gateway::Store& store) override;
  void on_effects(const gateway::Effects& effects) override;

  /// Something happened that may make an incident or a task: a copy, a forged message.
  void note_cause() { ++causes_; }
  /// All that was ever stored under the epochs that a journal has or had. Once it is gone, nobody
  /// can say any more that a restored gateway lacks what it had dropped.
  [[nodiscard]] std::vector<wire::Movement> written_by(scanner::Journal& journal) const;
  /// A fault takes these from a journal; what no other node holds may be gone from now on.
  void note_destroyed(std::vector<wire::Movement> movements);

  /// A courier is about to say so.
  void note_delivered(std::uint64_t outbox_id) { waiting_.erase(outbox_id); }
  void note_restore() {
    note_destroyed(last_at_gateway_);  // and now it may have gone there too
    read_up_to_ = 0;                   // the ledger goes on from an earlier point
    waiting_.clear();
    gateway::scan_outbox(world_.gateway.store(), 0, [&](const gateway::OutboxRow& row) {
      waiting_.insert(row.id);
      return true;
    });
  }
  /// Everything is quiet and every backlog is 0.
  void check_at_the_end();

  [[nodiscard]] std::size_t stored() const { return stored_.size(); }
  [[nodiscard]] std::size_t questioned() const { return questioned_; }

 private:
  using Key = std::tuple<std::string, std::uint32_t, wire::Sequence>;
  using Id = std::string;

  [[nodiscard]] bool lost(const Id& id) const;
  void count(const gateway::Reader& store, std::map<Id, int>& booked, std::map<Id, int>& asked);
  void read_incidents(const gateway::Reader& store);
  void check_orders(const gateway::Reader& store);
  void check_stock(const std::map<std::string, wire::Quantity>& expected);

  World& world_;
  std::map<Id, wire::Movement> stored_;
  std::map<Id, std::set<Key>> places_;  ///< every key that it ever had
  std::map<const Node*, std::map<wire::Sequence, Id>> held_;
  std::set<Id> was_on_disk_;
  std::set<std::pair<Id, std::string>> was_questioned_;  ///< by a task with that why
  std::size_t questioned_ = 0;
  std::set<Id> destroyed_;
  std::vector<wire::Movement> last_at_gateway_;  ///< what faults took from journals, booked before
  std::set<std::uint64_t> waiting_;  ///< outbox rows made and neither delivered nor withdrawn
  std::vector<gateway::Incident> incidents_;  ///< every one that ever was
  gateway::LedgerSeq read_up_to_ = 0;
  int causes_ = 0;
};

}  // namespace sim
