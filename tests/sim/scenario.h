// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "gateway/stock/ledger.h"
#include "gateway/tasks/tasks.h"
#include "gateway/verify/verify.h"
#include "sim/audit.h"
#include "sim/movements.h"
#include "sim/world.h"

namespace sim {

/// One scanner, one gateway, and an audit over both. The network is reliable until
/// a test says otherwise.
class Scenario : public testing::Test {
 protected:
  Scenario()
      : audit_(world_), node_(world_.add_node("n1", {.slots = 512, .kept_covered_max = 300})) {
    world_.gateway.run(items({"A", "B"}));
  }

  void scan(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(node_.scan(receive("A", 1)));
  }
  [[nodiscard]] bool comes_to_rest(TimeMs within_ms = 120'000) {
    return world_.run_until([this] { return node_.idle(); }, within_ms);
  }
  [[nodiscard]] gateway::LedgerSeq booked() {
    return gateway::last_ledger_seq(world_.gateway.store());
  }
  [[nodiscard]] std::vector<gateway::Incident> incidents() {
    std::vector<gateway::Incident> found;
    gateway::scan_incidents(world_.gateway.store(), 0, [&](const auto& incident) {
      found.push_back(incident);
      return true;
    });
    return found;
  }
  [[nodiscard]] std::vector<gateway::Task> tasks() {
    std::vector<gateway::Task> found;
    gateway::scan_tasks(world_.gateway.store(), 0, [&](const auto& task) {
      found.push_back(task);
      return true;
    });
    return found;
  }
  /// Loses every ack from now on, or delivers again.
  void lose_acks(bool lose) {
    world_.fate = [lose](const Message& message) {
      return lose && !message.up ? std::vector<TimeMs>{} : std::vector<TimeMs>{5};
    };
  }

  World world_;
  Audit audit_;
  Node& node_;
};

}  // namespace sim
