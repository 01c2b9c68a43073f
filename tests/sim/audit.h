// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "gateway/tasks.h"
#include "sim/world.h"

namespace sim {

/// Watches a world with an idea of its own of what must be true, taken from the
/// promise and not from the code:
///  * a green light only for what is, or was before a restore, on the gateway's
///    disk, or is named in an incident;
///  * at the end, each movement a node stored is in the ledger once, or is one
///    exception, or lies in a range that an incident names; and nothing else is;
///  * an incident only if the gateway was restored from a backup;
///  * stock is the sum of what is in the ledger.
class Audit final : public Observer {
 public:
  explicit Audit(World& world) : world_(world) { world.observer = this; }

  void on_stored(const Node& node, wire::Epoch epoch, wire::Sequence seq,
                 const wire::Movement& movement) override;
  void on_green(const Node& node, wire::Epoch epoch, wire::Sequence seq) override;
  void on_committed(gateway::Store& store) override;

  void note_restore() {
    ++restores_;
    read_up_to_ = 0;  // the ledger goes on from an earlier point
  }
  /// Everything is quiet and every backlog is 0.
  void check_at_the_end();

  [[nodiscard]] std::size_t stored() const { return stored_.size(); }

 private:
  using Key = std::tuple<std::string, std::uint32_t, wire::Sequence>;

  [[nodiscard]] bool lost(const Key& key) const;
  void read_incidents(const gateway::Reader& store);
  void check_stock(const std::map<std::string, wire::Quantity>& expected);

  World& world_;
  std::map<Key, wire::Movement> stored_;
  std::set<Key> was_on_disk_;
  std::vector<gateway::Incident> incidents_;  ///< every one that ever was
  gateway::LedgerSeq read_up_to_ = 0;
  int restores_ = 0;
};

}  // namespace sim
