// SPDX-License-Identifier: MIT
// Compares what scanners were acked with what became of their scans.
#include <deque>

#include "scanners/rows.h"
#include "tasks/rows.h"
#include "verify/verification.h"
#include "wire/plural.h"

namespace gateway {

namespace {

/// The sums of booked movements and incidents of one (node, epoch).
struct Account {
  std::uint64_t found = 0;    ///< sequences booked, kept as tasks, or lost
  wire::Sequence newest = 0;  ///< highest sequence in the index
  wire::ChainChecksum newest_check{};
  std::uint64_t refused = 0;
  std::deque<std::pair<wire::Sequence, std::uint64_t>> refused_newest;  ///< (seq, task)
  bool key_reused = false;
};
using AccountOf = std::map<std::string, Account>;

std::string scan_key(const Origin& origin) {
  return booked_key(origin.source, origin.epoch, origin.seq);
}

/// What is wrong with a booked movement that is no ledger entry; empty: nothing.
std::string judge_booked(const Reader& store, std::string_view key, const Booked& booked) {
  const auto id = std::to_string(booked.id);
  const auto task = get_row<Task>(store, Table::kExceptions, number_key(booked.id));
  if (booked.as == BookedAs::kTask || booked.as == BookedAs::kSettled) {
    const bool settled = booked.as == BookedAs::kSettled;
    const bool same =
        task && scan_key(task->origin) == key && settled == (task->state == TaskState::kSettled);
    return same ? "" : "a scan is kept as task " + id + ", which is another one";
  }
  const bool withdrawn = task && task->state == TaskState::kWithdrawn &&
                         node_part(scan_key(task->origin)) == node_part(key) &&
                         task->origin.seq < number_part(key);
  return withdrawn ? "" : "a scan withdrew task " + id + ", which is not withdrawn";
}

void note_booked(Account& account, std::string_view key, const Booked& booked) {
  ++account.found;
  account.newest = number_part(key);
  account.newest_check = booked.chain_checksum;
  if (booked.as != BookedAs::kTask && booked.as != BookedAs::kSettled) return;
  ++account.refused;
  account.refused_newest.emplace_back(account.newest, booked.id);
  if (account.refused_newest.size() > wire::kRefusedListMax) account.refused_newest.pop_front();
}

void note_incident(Account& account, const Incident& incident) {
  if (incident.kind == IncidentKind::kKeyReused) account.key_reused = true;
  if (incident.kind != IncidentKind::kHistoryLost) return;
  account.found += std::uint64_t{incident.last_seq} - incident.first_seq + 1;
}

bool refused_list_fits(const Reader& store, const NodeRow& node, const Account& account) {
  if (node.refused_total != account.refused) return false;
  if (node.refused_count != account.refused_newest.size()) return false;
  for (std::size_t i = 0; i < account.refused_newest.size(); ++i) {
    const auto& [seq, id] = account.refused_newest[i];
    const auto task = get_row<Task>(store, Table::kExceptions, number_key(id));
    if (node.refused.at(i).seq != seq) return false;
    if (!task || task->why != to_string(node.refused.at(i).why)) return false;
  }
  return true;
}

AccountOf read_scans(Verification& run) {
  AccountOf account_of;
  std::string node;
  Account* account = nullptr;  // of `node`; the rows of a node lie together
  Fingerprint of_node = 0;
  run.each<Booked>(Table::kBooked, [&](std::string_view key, const Booked& booked) {
    if (account == nullptr || node_part(key) != node) {
      node = node_part(key);
      account = &account_of[node];
      of_node = node_fingerprint(node.substr(0, node.find('\0')), number_part(node));
    }
    note_booked(*account, key, booked);
    const auto entry = entry_of(run.store, booked);
    if (entry != 0) run.scans_of_index.add(of_node, number_part(key), entry);
    if (booked.as == BookedAs::kLedger) return;
    if (booked.as == BookedAs::kWithdrawal) ++run.withdrawals;
    auto wrong = judge_booked(run.store, key, booked);
    if (!wrong.empty()) run.problem(std::move(wrong));
  });
  return account_of;
}

void check_node(Verification& run, std::string_view key, const NodeRow& node,
                const Account& account) {
  // The last four bytes are the epoch, with which the chain checksum begins.
  const std::string name = "node " + std::string(key.substr(0, key.find('\0'))) + " (acked " +
                           std::to_string(node.acked) + ")";
  if (account.found != node.acked || account.newest > node.acked) {
    run.problem(name + ": " + std::to_string(account.found) +
                wire::plural(account.found, " movement is", " movements are") + " accounted for");
  }
  const auto start = wire::ChainChecksum{number_part(key)};
  const bool known = node.acked == 0 || account.newest == node.acked;
  if (known && node.chain_checksum != (node.acked == 0 ? start : account.newest_check)) {
    run.problem(name + ": its check is not that of its last movement");
  }
  if (!refused_list_fits(run.store, node, account)) {
    run.problem(name + ": its list of refused movements is not what was refused");
  }
  if (node.key_reused != account.key_reused) {
    run.problem(name + ": a second history is noted in one place only");
  }
}

}  // namespace

LedgerSeq entry_of(const Reader& store, const Booked& booked) {
  if (booked.as == BookedAs::kLedger) return booked.id;
  if (booked.as != BookedAs::kSettled) return 0;
  const auto settled = get_row<Task>(store, Table::kExceptions, number_key(booked.id));
  return settled ? settled->ledger_seq : 0;
}

/// Every sequence that a node was acked is booked, a task, or named in an incident, and no
/// other is.
void verify_nodes(Verification& run) {
  AccountOf account_of = read_scans(run);
  run.each_numbered<Incident>(Table::kIncidents, "incidents", &Incident::id, run.counters.incident,
                              [&](const Incident& incident) {
                                const auto key = node_key(incident.node, incident.epoch);
                                note_incident(account_of[key], incident);
                              });
  run.each<NodeRow>(Table::kNodes, [&](std::string_view key, const NodeRow& node) {
    check_node(run, key, node, account_of[std::string(key)]);
    account_of.erase(std::string(key));
  });
  if (!account_of.empty()) run.problem("movements or incidents belong to a node that is not known");
}

void verify_tasks(Verification& run) {
  std::uint64_t withdrawn = 0;
  run.each_numbered<Task>(
      Table::kExceptions, "tasks", &Task::id, run.counters.task, [&](const Task& task) {
        const bool of_scan = task.origin.seq != 0;
        const bool settled = task.state == TaskState::kSettled;
        const auto entry = find_entry(run.store, task.ledger_seq);
        const bool fits = settled ? entry && entry->origin == task.origin : task.ledger_seq == 0;
        if (!fits) {
          run.problem("task " + std::to_string(task.id) + " and what settled it differ");
        }
        if (task.state == TaskState::kWithdrawn && of_scan) ++withdrawn;
      });
  if (withdrawn != run.withdrawals) run.problem("a task is withdrawn, and no scan withdrew it");
}

}  // namespace gateway
