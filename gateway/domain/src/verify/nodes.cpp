// SPDX-License-Identifier: MIT
// Compares what scanners were acked with what became of their scans.
#include <deque>
#include <set>

#include "scanners/histories.h"
#include "scanners/rows.h"
#include "tasks/rows.h"
#include "verify/histories.h"
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
  std::uint64_t questioned = 0;
  std::deque<std::pair<wire::Sequence, Booked>> newest_named;  ///< refused or questioned
  bool key_reused = false;
  bool foreign = false;

  [[nodiscard]] bool is_empty() const { return found == 0 && !key_reused && !foreign; }
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
  if (booked.as == BookedAs::kElsewhere) {
    const auto first = FirstKey::of(booked.id);
    const auto filed = find_filed(store, first, booked.chain_checksum);
    const bool known = (filed && filed->booked.as != BookedAs::kElsewhere) ||
                       find_moved_task(store, first, booked.chain_checksum) != 0;
    return known ? "" : "a scan is filed elsewhere, and nothing is there";
  }
  const bool own = task && node_part(scan_key(task->origin)) == node_part(key);
  const bool withdrawn = task && task->state == TaskState::kWithdrawn &&
                         (own ? task->origin.seq < number_part(key) : task->origin.seq != 0);
  return withdrawn ? "" : "a scan withdrew task " + id + ", which is not withdrawn";
}

/// Of one movement that the node itself sent.
void note_booked(Account& account, std::string_view key, const Booked& booked) {
  ++account.found;
  account.newest = number_part(key);
  account.newest_check = booked.chain_checksum;
  const bool refused = booked.as == BookedAs::kTask || booked.as == BookedAs::kSettled;
  if (!refused && !booked.doubt) return;
  ++(refused ? account.refused : account.questioned);
  account.newest_named.emplace_back(account.newest, booked);
  if (account.newest_named.size() > wire::kAckListMax) account.newest_named.pop_front();
}

void note_incident(Account& account, const Incident& incident) {
  if (incident.kind == IncidentKind::kKeyReused) account.key_reused = true;
  if (incident.kind == IncidentKind::kForeignJournal) account.foreign = true;
}

/// Whether the row names what became of its newest movements as their rows do.
bool lists_fit(const Reader& store, const NodeRow& node, const Account& account) {
  if (node.refused_total != account.refused || node.doubt_total != account.questioned) return false;
  std::size_t refused = 0;
  std::size_t doubted = 0;
  for (const auto& [seq, booked] : account.newest_named) {
    if (booked.doubt) {
      if (doubted == node.doubt.size()) return false;
      if (node.doubt[doubted++] != wire::DoubtedMovement{seq, *booked.doubt}) return false;
      continue;
    }
    const auto task = get_row<Task>(store, Table::kExceptions, number_key(booked.id));
    if (refused == node.refused.size() || node.refused.at(refused).seq != seq) return false;
    if (!task || task->why != to_string(node.refused.at(refused++).why)) return false;
  }
  return node.refused_count == refused && node.doubt.size() == doubted;
}

/// One that came through a fork lies above what was acked, or in a range that was lost. The row
/// of the epoch that brought it says where it is.
class ScanReader {
 public:
  ScanReader(Verification& run, const Histories& histories) : run_(run), histories_(histories) {}

  AccountOf read() {
    run_.each<Booked>(Table::kBooked, [&](std::string_view key, const Booked& booked) {
      if (account_ == nullptr || node_part(key) != node_) begin_node(key);
      take(key, booked);
    });
    // What no fork brought is one too many, but in a lost range: there a person's file did.
    for (const auto& [key, booked] : through_fork_) {
      const std::string node(node_part(key));
      const FirstKey first{number_part(node), number_part(key)};
      if (brought_.contains(first.id())) continue;
      if (!histories_.is_lost(node, number_part(key))) note_booked(account_of_[node], key, booked);
    }
    return std::move(account_of_);
  }

 private:
  void begin_node(std::string_view key) {
    node_ = node_part(key);
    account_ = &account_of_[node_];
    of_node_ = node_fingerprint(node_.substr(0, node_.find('\0')), number_part(node_));
    const auto row = get_row<NodeRow>(run_.store, Table::kNodes, node_);
    acked_ = row ? row->acked : 0;
  }

  void take(std::string_view key, const Booked& booked) {
    const auto seq = number_part(key);
    if (seq > acked_ || histories_.is_lost(node_, seq)) {
      through_fork_.emplace_back(key, booked);
    } else {
      note_booked(*account_, key, booked);
    }
    const auto entry = entry_of(run_.store, booked);
    if (entry != 0) run_.scans_of_index.add(of_node_, seq, entry);
    if (booked.as == BookedAs::kLedger) return;
    if (booked.as == BookedAs::kWithdrawal) ++run_.withdrawals;
    if (booked.as == BookedAs::kElsewhere) brought_.insert(booked.id);
    auto wrong = judge_booked(run_.store, key, booked);
    if (!wrong.empty()) run_.problem(std::move(wrong));
  }

  Verification& run_;
  const Histories& histories_;
  AccountOf account_of_;
  std::string node_;
  Account* account_ = nullptr;  // of `node_`; the rows of a node lie together
  Fingerprint of_node_ = 0;
  wire::Sequence acked_ = 0;
  std::set<std::uint64_t> brought_;  ///< FirstKey::id()
  std::vector<std::pair<std::string, Booked>> through_fork_;
};

void check_node(Verification& run, std::string_view key, const NodeRow& node,
                const Account& account, bool filed) {
  // The last four bytes are the epoch, with which the chain checksum begins.
  const std::string name = "node " + std::string(key.substr(0, key.find('\0'))) + " (acked " +
                           std::to_string(node.acked) + ")";
  if (account.found != node.acked || account.newest > node.acked) {
    run.problem(name + ": " + std::to_string(account.found) +
                wire::plural(account.found, " movement is", " movements are") + " accounted for");
  }
  const auto start = wire::ChainChecksum{number_part(key)};
  // A key that another movement had taken holds that one's.
  const bool known = !node.shared && (node.acked == 0 || account.newest == node.acked);
  if (known && node.chain_checksum != (node.acked == 0 ? start : account.newest_check)) {
    run.problem(name + ": its check is not that of its last movement");
  }
  if (!lists_fit(run.store, node, account)) {
    run.problem(name + ": its lists are not what was refused and questioned");
  }
  const auto holder = epoch_holder_key(number_part(key), key.substr(0, key.find('\0')));
  if (filed && !run.store.get(Table::kHistories, holder)) {
    run.problem(name + ": its epoch is not filed");
  }
  if (node.foreign != account.foreign) {
    run.problem(name + ": a foreign journal is noted in one place only");
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
  Histories histories = read_histories(run);
  AccountOf account_of = ScanReader(run, histories).read();
  run.each_numbered<Incident>(Table::kIncidents, "incidents", &Incident::id, run.counters.incident,
                              [&](const Incident& incident) {
                                const auto key = node_key(incident.node, incident.epoch);
                                check_incident(run, histories, incident);
                                if (incident.kind == IncidentKind::kEpochFlood) return;
                                if (incident.kind == IncidentKind::kHistoryLost) return;
                                note_incident(account_of[key], incident);
                              });
  check_all_named(run, histories);
  for (const auto& [key, ranges] : histories.lost) {
    for (const auto& [first, last] : ranges) {
      account_of[key].found += std::uint64_t{last} - first + 1;
    }
  }
  run.each<NodeRow>(Table::kNodes, [&](std::string_view key, const NodeRow& node) {
    check_node(run, key, node, account_of[std::string(key)], histories.filed);
    account_of.erase(std::string(key));
  });
  // Of a name that never sent under an epoch, movements may have come through a fork.
  std::erase_if(account_of, [](const auto& each) { return each.second.is_empty(); });
  if (!account_of.empty()) run.problem("movements or incidents belong to a node that is not known");
}

}  // namespace gateway
