// SPDX-License-Identifier: MIT
// The model's scanners: what their batches do, forks and names included.
#include <algorithm>

#include "model.h"

namespace domain_test {

using gateway::IncidentKind;
using gateway::Outcome;
using gateway::TaskState;
using gateway::Verdict;
using wire::Op;
using wire::Refusal;

void Model::incident(IncidentKind kind, const NodeKey& node) {
  incidents.push_back(kind);
  const bool second = kind == IncidentKind::kKeyReused;
  except(second ? "second_history" : to_string(kind), {node.first, node.second, 0}, {});
}

Outcome Model::on(const gateway::RenameNode& renaming) {
  const auto from = str(renaming.from);
  const auto to = str(renaming.to);
  if (!wire::is_name(to)) return verdict(Verdict::kRefused);
  const bool sent = std::any_of(nodes.begin(), nodes.end(),
                                [&](const auto& each) { return each.first.first == from; });
  if (!sent) return verdict(Verdict::kNotFound);
  const bool other = retired.contains(from) && retired[from] != to;
  if (from == to || other || retired.contains(to)) return verdict(Verdict::kRefused);
  retired[from] = to;
  return {};
}

Outcome Model::on(const gateway::AddNode& added) {
  return retired.erase(str(added.node)) == 1 ? Outcome() : verdict(Verdict::kNotFound);
}

bool Model::may_open_epoch(const NodeKey& key) {
  constexpr std::int64_t kDay = 24 * 3600 * std::int64_t{1000};
  Opened& opened = opened_[key.first];
  if (trusted && opened.since != 0 && std::abs(now_ms - opened.since) >= kDay) opened = {};
  if (trusted && opened.since == 0) opened.since = now_ms;
  if (opened.count < 16) return true;
  if (!opened.flooded) incident(IncidentKind::kEpochFlood, key);
  opened.flooded = true;
  return false;
}

std::set<std::string> Model::names_of(std::uint32_t epoch) const {
  std::set<std::string> names;
  for (const auto& [key, node] : nodes) {
    if (key.second == epoch) names.insert(key.first);
  }
  for (const auto& [reached, name] : reached_) {
    if (reached == epoch) names.insert(name);
  }
  return names;
}

std::optional<wire::ChainChecksum> Model::check_of(const NodeKey& node, std::uint32_t seq) const {
  const auto scan = scans.find({node.second, seq, node.first});
  if (scan != scans.end()) return scan->second.check;
  const auto ranges = ranges_.find(node);
  if (ranges == ranges_.end() || !ranges->second.contains(seq)) return std::nullopt;
  const auto check = ranges->second.at(seq);
  return check == wire::ChainChecksum{} ? std::nullopt : std::optional(check);
}

ModelScan* Model::find_scan(std::uint32_t epoch, std::uint32_t seq, wire::ChainChecksum check) {
  for (auto at = scans.lower_bound({epoch, seq, ""});
       at != scans.end() && std::get<0>(at->first) == epoch && std::get<1>(at->first) == seq;
       ++at) {
    if (at->second.check == check) return &at->second;
  }
  return nullptr;
}

bool Model::belongs_to_another(const gateway::NodeBatch& batch) const {
  const auto epoch = wire::raw(batch.epoch);
  for (const auto& name : names_of(epoch)) {
    if (name == str(batch.node)) continue;
    auto seq = batch.first - 1;
    auto stated = batch.previous_checksum;
    for (std::size_t i = 0; i <= batch.movements.size(); ++i) {
      const auto held = seq == 0 ? std::nullopt : check_of({name, epoch}, seq);
      if (held && *held == stated) return true;
      if (held) break;
      if (i < batch.movements.size()) stated = batch.movements[i].chain_checksum;
      ++seq;
    }
  }
  return false;
}

void Model::look_at_past(const gateway::NodeBatch& batch) {
  for (auto note = batch.notes.rbegin(); note != batch.notes.rend(); ++note) {
    if (note->first == 1) continue;
    const auto epoch = wire::raw(note->epoch);
    for (const auto& name : names_of(epoch)) {
      if (check_of({name, epoch}, note->first - 1) == note->previous_checksum) return;
    }
    auto& upto = past_lost_[epoch];
    if (upto >= note->first - 1) continue;
    upto = note->first - 1;
    incident(IncidentKind::kHistoryLost,
             {note->node.empty() ? str(batch.node) : str(note->node), epoch});
  }
}

Outcome Model::on(const gateway::NodeBatch& batch) {
  const NodeKey key{str(batch.node), wire::raw(batch.epoch)};
  std::string& why_not = acks_due[key];
  why_not = retired.contains(key.first) ? "renamed" : "";
  if (!why_not.empty()) return {};
  const bool known = nodes.contains(key);
  if (!known && !may_open_epoch(key)) {
    why_not = "held";
    return {};
  }
  if (belongs_to_another(batch)) {
    why_not = "owner";
    ModelNode& node = open_node(key);
    if (node.foreign) return {};
    incident(IncidentKind::kForeignJournal, key);
    node.foreign = true;
    return {};
  }
  if (!known) look_at_past(batch);
  ModelNode unknown;
  unknown.chain_checksum = wire::checksum_before_first(batch.epoch);
  const auto acked = [&] { return nodes.contains(key) ? nodes[key].acked : 0U; };
  if (batch.first == batch.oldest && batch.oldest > acked() + 1) {
    ModelNode& node = open_node(key);
    incident(IncidentKind::kHistoryLost, key);
    while (node.acked < batch.oldest - 1) lost_[key].insert(++node.acked);
    node.chain_checksum = batch.previous_checksum;
    ranges_[key][node.acked] = batch.previous_checksum;
    if (!documents_wait) restart_as_another("store_older");
  }
  const auto last = std::int64_t{batch.first} + std::int64_t(batch.movements.size()) - 1;
  if (batch.first > acked() + 1 || last < std::int64_t{acked()}) return {};
  const ModelNode& before = nodes.contains(key) ? nodes[key] : unknown;
  const auto check = batch.first == before.acked + 1
                         ? batch.previous_checksum
                         : batch.movements.at(before.acked - batch.first).chain_checksum;
  if (check != before.chain_checksum) {
    ModelNode& node = open_node(key);
    if (node.key_reused) return {};
    incident(IncidentKind::kKeyReused, key);
    node.key_reused = true;
    return {};
  }
  apply_new(batch);
  return {};
}

ModelNode& Model::open_node(const NodeKey& key) {
  const auto [at, fresh] = nodes.try_emplace(key);
  if (fresh) at->second.chain_checksum = wire::checksum_before_first(wire::Epoch{key.second});
  if (fresh) ++opened_[key.first].count;
  return at->second;
}

void Model::apply_new(const gateway::NodeBatch& batch) {
  const NodeKey key{str(batch.node), wire::raw(batch.epoch)};
  const auto last = batch.first + batch.movements.size() - 1;
  while ((nodes.contains(key) ? nodes[key].acked : 0U) < last) {
    ModelNode& node = open_node(key);
    const auto seq = node.acked + 1;
    const auto& stated = batch.movements.at(seq - batch.first);
    const auto note = std::find_if(batch.notes.begin(), batch.notes.end(),
                                   [&](const auto& each) { return seq <= each.count; });
    apply_one(node, {key.first, key.second, seq}, stated,
              note == batch.notes.end() ? nullptr : &*note);
    node.acked = seq;
    node.chain_checksum = stated.chain_checksum;
  }
}

/// A file: what continues is taken, anything else is refused, and nobody is alarmed.
Outcome Model::on(const gateway::ImportScans& file) {
  const auto& batch = file.batch;
  const NodeKey key{str(batch.node), wire::raw(batch.epoch)};
  if (retired.contains(key.first) || belongs_to_another(batch)) return verdict(Verdict::kRefused);
  ModelNode unknown;
  unknown.chain_checksum = wire::checksum_before_first(batch.epoch);
  const ModelNode& node = nodes.contains(key) ? nodes[key] : unknown;
  if (batch.first > node.acked + 1) return verdict(Verdict::kRefused);
  const auto last = static_cast<std::uint32_t>(batch.first + batch.movements.size() - 1);
  const auto common = std::min(last, node.acked);
  const auto stated = [&](std::uint32_t seq) {
    return seq + 1 == batch.first ? batch.previous_checksum
                                  : batch.movements.at(seq - batch.first).chain_checksum;
  };
  std::vector<std::uint32_t> given_up;
  for (auto seq = batch.first; seq <= common; ++seq) {
    if (scans.contains({key.second, seq, key.first})) continue;
    if (lost_.contains(key) && lost_[key].contains(seq)) given_up.push_back(seq);
  }
  for (auto seq = batch.first - 1; seq <= common; ++seq) {
    const auto held = seq == node.acked ? std::optional(node.chain_checksum) : check_of(key, seq);
    if (held && *held != stated(seq)) return verdict(Verdict::kRefused);
  }
  acks_due[key] = "";
  Outcome outcome;
  outcome.changed = last - common + given_up.size();
  if (outcome.changed == 0) return outcome;
  if (!nodes.contains(key)) static_cast<void>(may_open_epoch(key));
  if (!nodes.contains(key)) look_at_past(batch);
  for (const auto seq : given_up) take_given_up(batch, seq);
  apply_new(batch);
  return outcome;
}

/// A movement of a lost range, which the lists of its scanner do not name.
void Model::take_given_up(const gateway::NodeBatch& batch, std::uint32_t seq) {
  const NodeKey key{str(batch.node), wire::raw(batch.epoch)};
  const auto note = std::find_if(batch.notes.begin(), batch.notes.end(),
                                 [&](const auto& each) { return seq <= each.count; });
  ModelNode unnamed;
  apply_one(unnamed, {key.first, key.second, seq}, batch.movements.at(seq - batch.first),
            note == batch.notes.end() ? nullptr : &*note);
}

void Model::apply_one(ModelNode& node, const Origin& origin, const gateway::BatchMovement& stated,
                      const gateway::ForkNote* note) {
  if (note != nullptr) return apply_moved(node, origin, stated, *note);
  if (skip_or_withdraw(origin, stated)) return;
  const auto scan = take(origin, stated);
  scans[{origin.epoch, origin.seq, origin.source}] = scan;
  if (scan.doubt) node.doubted.push_back({origin.seq, *scan.doubt});
  if (scan.task == 0 || tasks[scan.task - 1].seq != origin.seq) return;
  node.refused.push_back({origin.seq, *wire::parse_refusal(tasks[scan.task - 1].why)});
}

/// A fork was here before: nothing is to be done, or no longer to be asked.
bool Model::skip_or_withdraw(const Origin& origin, const gateway::BatchMovement& stated) {
  const auto moved = moved_.find({origin.epoch, origin.seq, stated.chain_checksum});
  const auto taken = scans.find({origin.epoch, origin.seq, origin.source});
  if (taken != scans.end()) {
    const bool same = taken->second.check == stated.chain_checksum;
    if (!same && moved == moved_.end()) {
      moved_[{origin.epoch, origin.seq, stated.chain_checksum}] =
          except("key_reused", {origin.source, 0, 0}, stated.movement);
    }
    return true;
  }
  if (moved == moved_.end()) return false;
  auto& task = tasks[moved->second - 1];
  if (task.state == TaskState::kSettled || task.state == TaskState::kDismissed) {
    scans[{origin.epoch, origin.seq, origin.source}] = {stated.chain_checksum, 0, moved->second};
    return true;
  }
  task.state = TaskState::kWithdrawn;
  return false;
}

void Model::apply_moved(ModelNode& node, const Origin& origin, const gateway::BatchMovement& stated,
                        const gateway::ForkNote& note) {
  const auto epoch = wire::raw(note.epoch);
  const auto seq = note.first + origin.seq - 1;
  auto& mine = scans[{origin.epoch, origin.seq, origin.source}];
  mine.check = stated.chain_checksum;
  if (const auto* scan = find_scan(epoch, seq, stated.chain_checksum)) {
    mine = *scan;
    return;
  }
  if (const auto moved = moved_.find({epoch, seq, stated.chain_checksum}); moved != moved_.end()) {
    mine.task = moved->second;
    return;
  }
  auto names = names_of(epoch);
  const std::string said = note.node.empty() ? origin.source : str(note.node);
  std::vector<std::string> order(names.begin(), names.end());
  if (!names.contains(said)) order.push_back(said);
  for (const auto& name : order) {
    if (scans.contains({epoch, seq, name})) continue;
    const auto lost = lost_.find({name, epoch});
    const bool in_range = lost != lost_.end() && lost->second.contains(seq);
    if (!in_range && !retired.contains(name)) continue;
    auto scan = take({name, epoch, seq}, stated);
    scans[{epoch, seq, name}] = scan;
    reached_.insert({epoch, name});
    mine = scan;
    return;
  }
  mine.task = except("key_reused", origin, stated.movement);
  moved_[{epoch, seq, stated.chain_checksum}] = mine.task;
  node.refused.push_back({origin.seq, Refusal::kKeyReused});
}

ModelScan Model::take(const Origin& origin, const gateway::BatchMovement& stated) {
  if (stated.refused) {
    return {stated.chain_checksum, 0, except(to_string(*stated.refused), origin, stated.movement)};
  }
  if (stated.movement.op == Op::kUndo) return undo_scan(origin, stated);
  const Booking booking = book(stated.movement, origin, false, time_of(stated.movement));
  if (!booking.why) return {stated.chain_checksum, booking.entry, 0, booking.doubt};
  return {stated.chain_checksum, 0, except(to_string(*booking.why), origin, stated.movement)};
}

ModelScan Model::undo_scan(const Origin& origin, const gateway::BatchMovement& stated) {
  Booking booking{0, Refusal::kNotReversible};
  const auto target = scans.find({origin.epoch, stated.movement.undoes, origin.source});
  if (target != scans.end() && stated.movement.undoes < origin.seq) {
    auto entry = target->second.entry;
    if (target->second.task != 0) {
      auto& task = tasks[target->second.task - 1];
      if (task.state == TaskState::kOpen) {
        task.state = TaskState::kWithdrawn;
        return {stated.chain_checksum, 0, 0};
      }
      entry = task.entry;
    }
    if (entry != 0) booking = undo(entry, origin, time_of(stated.movement));
  }
  if (!booking.why) return {stated.chain_checksum, booking.entry, 0, booking.doubt};
  return {stated.chain_checksum, 0, except(to_string(*booking.why), origin, stated.movement)};
}

}  // namespace domain_test
