// SPDX-License-Identifier: MIT
#include "sim/audit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/catalogue/catalogue.h"
#include "gateway/stock/ledger.h"
#include "gateway/verify/verify.h"
#include "sim/movements.h"

namespace sim {

namespace {

template <typename Row>
std::tuple<std::string, std::uint32_t, wire::Sequence> key_of(const Row& row) {
  return {row.origin.source, row.origin.epoch, row.origin.seq};
}

std::string text_of(const std::tuple<std::string, std::uint32_t, wire::Sequence>& key) {
  return std::get<0>(key) + "/" + std::to_string(std::get<1>(key)) + "/" +
         std::to_string(std::get<2>(key));
}

}  // namespace

void Audit::on_stored(const Node& node, wire::Epoch epoch, wire::Sequence seq,
                      const wire::Movement& movement) {
  const Key key{node.name(), wire::raw(epoch), seq};
  EXPECT_TRUE(stored_.emplace(key, movement).second) << text_of(key) << " was given out twice";
}

void Audit::on_green(const Node& node, wire::Epoch epoch, wire::Sequence seq) {
  const Key key{node.name(), wire::raw(epoch), seq};
  EXPECT_TRUE(was_on_disk_.contains(key) || lost(key))
      << text_of(key) << " was shown green and was never on the gateway's disk";
}

void Audit::on_committed(gateway::Store& store) {
  gateway::scan_ledger(store, read_up_to_ + 1, [&](const gateway::Entry& entry) {
    was_on_disk_.insert(key_of(entry));
    read_up_to_ = entry.seq;
    return true;
  });
  gateway::scan_tasks(store, 0, [&](const gateway::Task& task) {
    was_on_disk_.insert(key_of(task));
    return true;
  });
  read_incidents(store);
}

void Audit::on_effects(const gateway::Effects& effects) {
  for (const auto& due : effects.deliveries) waiting_.insert(due.row.id);
  for (const auto id : effects.withdrawn) waiting_.erase(id);
}

void Audit::read_incidents(const gateway::Reader& store) {
  gateway::scan_incidents(store, 0, [&](const gateway::Incident& incident) {
    if (std::find(incidents_.begin(), incidents_.end(), incident) == incidents_.end()) {
      incidents_.push_back(incident);
    }
    return true;
  });
}

bool Audit::lost(const Key& key) const {
  const auto& [node, epoch, seq] = key;
  return std::any_of(incidents_.begin(), incidents_.end(), [&](const gateway::Incident& incident) {
    return incident.kind == gateway::IncidentKind::kHistoryLost && incident.node == node &&
           incident.epoch == epoch && seq >= incident.first_seq && seq <= incident.last_seq;
  });
}

void Audit::check_at_the_end() {
  gateway::Store& store = world_.gateway.store();
  incidents_.clear();
  read_incidents(store);
  EXPECT_TRUE(restores_ > 0 || incidents_.empty()) << "an incident without a cause";

  std::map<Key, int> found;
  std::map<std::string, wire::Quantity> expected;
  gateway::scan_ledger(store, 1, [&](const gateway::Entry& entry) {
    if (entry.origin.seq == 0) return true;  // by hand
    const Key key = key_of(entry);
    ++found[key];
    const auto stored = stored_.find(key);
    EXPECT_NE(stored, stored_.end()) << text_of(key) << " was invented";
    if (stored == stored_.end()) return true;
    const wire::Movement& said = stored->second;
    EXPECT_EQ(entry.op, said.op);
    if (said.op == wire::Op::kUndo) return true;
    EXPECT_EQ(entry.qty, said.qty);
    EXPECT_EQ(entry.sku, said.sku);
    return true;
  });
  gateway::scan_tasks(store, 0, [&](const gateway::Task& task) {
    if (task.origin.seq != 0 && task.why != "discrepancy") ++found[key_of(task)];
    return true;
  });
  for (const auto& [key, movement] : stored_) {
    const int times = found.contains(key) ? found[key] : 0;
    if (lost(key)) {
      EXPECT_EQ(times, 0) << text_of(key) << " is booked and named as lost";
    } else {
      EXPECT_EQ(times, 1) << text_of(key) << " must be at the gateway once";
      const auto sign = movement.op == wire::Op::kReceive ? 1 : -1;
      if (times == 1) expected[std::string(movement.sku.view())] += sign * movement.qty;
    }
  }
  check_stock(expected);
  check_orders(store);
  const auto report = gateway::verify(store, {});
  EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.problems.texts.front());
}

void Audit::check_orders(const gateway::Reader& store) {
  std::set<std::uint64_t> rows;
  gateway::scan_outbox(store, 0, [&](const gateway::OutboxRow& row) {
    rows.insert(row.id);
    return true;
  });
  EXPECT_EQ(rows, waiting_) << "outbox rows were lost or invented";
  std::set<std::tuple<std::string, std::string, std::uint32_t>> lines;
  gateway::scan_purchases(store, 1, [&](const gateway::PurchaseOrder& order) {
    for (const auto& line : order.lines) {
      EXPECT_TRUE(lines.emplace(line.sku.view(), order.warehouse, line.cycle).second)
          << line.sku.view() << " was ordered twice in one cycle";
    }
    return true;
  });
}

/// Only receives and picks of known items of one bin: what the random walk makes.
void Audit::check_stock(const std::map<std::string, wire::Quantity>& expected) {
  for (const auto& [sku, quantity] : expected) {
    if (!gateway::find_item(world_.gateway.store(), sku)) continue;  // refused
    const auto bin = gateway::find_bin(world_.gateway.store(), sku, kBin);
    EXPECT_EQ(bin ? bin->on_hand : 0, quantity) << "stock of " << sku;
  }
}

}  // namespace sim
