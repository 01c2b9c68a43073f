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

std::string id_of(const wire::Movement& movement) {
  return std::string(movement.by.view());
}

}  // namespace

void Audit::on_stored(const Node& node, wire::Epoch epoch, wire::Sequence seq,
                      const wire::Movement& movement) {
  const Id id = id_of(movement);
  EXPECT_TRUE(stored_.emplace(id, movement).second) << id << " was stored twice";
  EXPECT_FALSE(held_[&node].contains(seq)) << seq << " was given out twice";
  held_[&node][seq] = id;
  places_[id].emplace(node.name(), wire::raw(epoch), seq);
}

void Audit::on_journal(const Node& node, scanner::Journal& journal) {
  auto& held = held_[&node];
  held.clear();
  for (auto seq = journal.first(); seq <= journal.last(); ++seq) {
    const auto entry = journal.read(seq);
    ASSERT_TRUE(entry) << node.name() << " cannot read " << seq;
    const Id id = id_of(entry->movement);
    EXPECT_TRUE(stored_.contains(id)) << id << " was invented by a journal";
    held[seq] = id;
    places_[id].emplace(node.name(), wire::raw(journal.epoch()), seq);
  }
}

void Audit::on_green(const Node& node, wire::Epoch, wire::Sequence seq) {
  const Id& id = held_[&node][seq];
  EXPECT_TRUE(was_on_disk_.contains(id) || lost(id))
      << id << " was shown green and was never on the gateway's disk";
}

/// The third colour: booked, and a task asks about it.
void Audit::on_questioned(const Node& node, wire::Epoch, wire::Sequence seq, wire::Doubt why) {
  const Id& id = held_[&node][seq];
  EXPECT_TRUE(was_questioned_.contains({id, to_string(why)}) || lost(id))
      << id << " was shown as " << to_string(why) << ", and nobody was asked";
  ++questioned_;
}

std::vector<wire::Movement> Audit::written_by(scanner::Journal& journal) const {
  std::vector<wire::Movement> movements;
  for (const auto& [id, places] : places_) {
    const bool here = std::any_of(places.begin(), places.end(), [&](const Key& place) {
      return journal.knows(wire::Epoch{std::get<1>(place)});
    });
    if (here) movements.push_back(stored_.at(id));
  }
  return movements;
}

void Audit::note_destroyed(std::vector<wire::Movement> movements) {
  ++causes_;
  std::set<Id> elsewhere;
  for (Node& node : world_.nodes) {
    for (const auto& movement : node.held()) elsewhere.insert(id_of(movement));
  }
  std::map<Id, int> booked, asked;
  count(world_.gateway.store(), booked, asked);
  std::vector<wire::Movement> still_there;
  for (const auto& movement : movements) {
    const Id id = id_of(movement);
    const bool there = booked.contains(id) || asked.contains(id);
    if (there) still_there.push_back(movement);
    if (!there && !elsewhere.contains(id)) destroyed_.insert(id);
  }
  last_at_gateway_.insert(last_at_gateway_.end(), still_there.begin(), still_there.end());
}

void Audit::on_committed(gateway::Store& store) {
  gateway::scan_ledger(store, read_up_to_ + 1, [&](const gateway::Entry& entry) {
    was_on_disk_.insert(std::string(entry.by.view()));
    read_up_to_ = entry.seq;
    return true;
  });
  gateway::scan_tasks(store, 0, [&](const gateway::Task& task) {
    was_on_disk_.insert(id_of(task.movement));
    if (wire::parse_doubt(task.why)) was_questioned_.insert({id_of(task.movement), task.why});
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

bool Audit::lost(const Id& id) const {
  const auto places = places_.find(id);
  return places != places_.end() &&
         std::any_of(incidents_.begin(), incidents_.end(), [&](const gateway::Incident& incident) {
           if (incident.kind != gateway::IncidentKind::kHistoryLost) return false;
           return std::any_of(places->second.begin(), places->second.end(), [&](const Key& place) {
             const auto& [node, epoch, seq] = place;
             return incident.node == node && incident.epoch == epoch && seq >= incident.first_seq &&
                    seq <= incident.last_seq;
           });
         });
}

/// How often each movement is booked, and how often a person is asked about it.
void Audit::count(const gateway::Reader& store, std::map<Id, int>& booked,
                  std::map<Id, int>& asked) {
  gateway::scan_ledger(store, 1, [&](const gateway::Entry& entry) {
    if (entry.origin.seq != 0) ++booked[std::string(entry.by.view())];
    return true;
  });
  gateway::scan_tasks(store, 0, [&](const gateway::Task& task) {
    const bool waits = task.state != gateway::TaskState::kWithdrawn;
    const bool booked_too = task.why == "discrepancy" || wire::parse_doubt(task.why);
    const bool of_scan = !task.movement.by.empty() && !booked_too;
    if (waits && of_scan) ++asked[id_of(task.movement)];
    return true;
  });
}

void Audit::check_at_the_end() {
  if (std::getenv("TRACE")) {
    gateway::scan_incidents(world_.gateway.store(), 0, [&](const gateway::Incident& i) {
      std::fprintf(stderr, "incident %d %s %08x %u-%u\n", (int)i.kind, i.node.c_str(), i.epoch,
                   i.first_seq, i.last_seq);
      return true;
    });
    for (auto& [id, places] : places_) {
      std::fprintf(stderr, "%s:", id.c_str());
      for (auto& [n, e, q] : places) std::fprintf(stderr, " %s/%08x/%u", n.c_str(), e, q);
      std::fprintf(stderr, "%s\n", destroyed_.contains(id) ? " destroyed" : "");
    }
  }
  gateway::Store& store = world_.gateway.store();
  incidents_.clear();
  read_incidents(store);
  EXPECT_TRUE(causes_ > 0 || incidents_.empty()) << "an incident without a cause";

  std::map<Id, int> booked, asked;
  count(store, booked, asked);
  gateway::scan_ledger(store, 1, [&](const gateway::Entry& entry) {
    if (entry.origin.seq == 0) return true;  // by hand
    const Id id(entry.by.view());
    const auto stored = stored_.find(id);
    EXPECT_NE(stored, stored_.end()) << id << " was invented";
    if (stored == stored_.end()) return true;
    const wire::Movement& said = stored->second;
    EXPECT_EQ(entry.op, said.op);
    if (said.op == wire::Op::kUndo) return true;
    EXPECT_EQ(entry.qty, said.qty);
    EXPECT_EQ(entry.sku, said.sku);
    return true;
  });
  std::map<std::string, wire::Quantity> expected;
  for (const auto& [id, movement] : stored_) {
    const int times = booked[id] + asked[id];
    EXPECT_LE(times, 1) << id << " is there twice: booked " << booked[id] << ", asked "
                        << asked[id];
    const bool may_be_gone = lost(id) || destroyed_.contains(id);
    EXPECT_TRUE(times > 0 || may_be_gone) << id << " must be at the gateway";
    const auto sign = movement.op == wire::Op::kReceive ? 1 : -1;
    if (booked[id] > 0) expected[std::string(movement.sku.view())] += sign * movement.qty;
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
