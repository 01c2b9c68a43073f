// SPDX-License-Identifier: MIT
#include "engine_workload.h"

#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "gateway/engine.h"
#include "gateway/store/lmdb_store.h"
#include "gateway/verify.h"

namespace crash {
namespace {

using gateway::Command;
using gateway::store::LmdbStore;

constexpr int kCommits = 60;
constexpr int kNodes = 3;
constexpr std::int64_t kNowMs = 1'790'000'000'000;

std::string node_name(int node) {
  return "n" + std::to_string(node);
}

Command catalogue_suppliers() {
  gateway::ChangeSuppliers change;
  change.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
  return change;
}

Command catalogue_items() {
  gateway::ChangeItems change;
  for (const char* sku : {"A", "B", "C", "D"}) {
    change.rows.push_back(
        {0, *wire::Sku::from(sku), {{"name", sku}, {"supplier", "ACME"}, {"threshold", "20"}}});
  }
  return change;
}

/// One scanner: what it would send next. The check is a chain of its own.
struct Scanner {
  wire::Sequence last = 0;
  wire::Check check{};
};

Command batch_of(int node, Scanner& scanner, std::mt19937& random) {
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from(node_name(node));
  batch.epoch = wire::Epoch{1000U + static_cast<std::uint32_t>(node)};
  if (scanner.last == 0) scanner.check = wire::check_before_first(batch.epoch);
  batch.first = scanner.last + 1;
  batch.before = scanner.check;
  for (auto count = 1 + random() % 5; count > 0; --count) {
    gateway::BatchMovement stated;
    const bool receives = random() % 2 == 0;
    stated.movement.op = receives ? wire::Op::kReceive : wire::Op::kPick;
    stated.movement.sku = *wire::Sku::from(std::string(1, static_cast<char>('A' + random() % 4)));
    (receives ? stated.movement.to : stated.movement.from) = *wire::Location::from("MAIN/A");
    stated.movement.qty = 1 + static_cast<std::int64_t>(random() % 12);
    stated.check = wire::Check{static_cast<std::uint32_t>(random())};
    scanner.check = stated.check;
    ++scanner.last;
    batch.movements.push_back(stated);
  }
  return batch;
}

void run(const std::filesystem::path& folder, Marks& marks, bool acks_early) {
  auto store = LmdbStore::open(folder);
  if (!store) throw std::runtime_error(store.error().message);
  gateway::Engine engine(**store, {.store_id = 7});
  if (engine.open() != wire::Status::kOk) throw std::runtime_error("the engine does not open");
  std::mt19937 random(1);
  std::map<int, Scanner> scanners;
  for (int commit = 0; commit < kCommits; ++commit) {
    std::vector<Command> batch;
    if (commit == 0) batch = {catalogue_suppliers(), catalogue_items()};
    if (commit % 5 == 4) batch.emplace_back(gateway::RunSweep{});
    for (auto count = 1 + random() % 3; count > 0; --count) {
      const int node = static_cast<int>(random() % kNodes);
      batch.push_back(batch_of(node, scanners[node], random));
    }
    const auto effects = engine.apply(batch, {.wall_ms = kNowMs + commit});
    std::string promise;
    for (const auto& [node, scanner] : scanners) {
      promise += node_name(node) + ":" + std::to_string(scanner.last) + " ";
    }
    if (acks_early) marks.promise(promise);
    if ((*store)->commit() != wire::Status::kOk) {
      throw std::runtime_error((*store)->failure_text());
    }
    if (!acks_early) marks.promise(promise);
  }
}

}  // namespace

void run_engine_workload(const std::filesystem::path& folder, Marks& marks) {
  run(folder, marks, false);
}

void run_engine_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks) {
  run(folder, marks, true);
}

std::string check_engine_store(const std::filesystem::path& folder, const std::string& promise) {
  auto store = LmdbStore::open(folder);
  if (!store) return "the store does not open: " + store.error().message;
  gateway::Engine engine(**store, {.store_id = 7});
  if (engine.open() != wire::Status::kOk) return "the engine does not open";
  const auto report = gateway::verify(**store, {});
  if (!report.ok()) return "verify: " + report.problems.front();
  std::map<std::string, wire::Sequence> booked;
  gateway::scan_ledger(**store, 1, [&](const gateway::Entry& entry) {
    booked[entry.origin.source] = std::max(booked[entry.origin.source], entry.origin.seq);
    return true;
  });
  std::istringstream promised(promise);
  for (std::string node; std::getline(promised, node, ':');) {
    wire::Sequence acked = 0;
    promised >> acked >> std::ws;
    // verify has proved that there are no gaps below the highest one.
    if (booked[node] < acked) {
      return "acked movements are gone: " + node + " was told " + std::to_string(acked) +
             ", the ledger ends at " + std::to_string(booked[node]);
    }
  }
  return {};
}

}  // namespace crash
