// SPDX-License-Identifier: MIT
#include "engine_workload.h"

#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/store/lmdb_store.h"
#include "gateway/verify/verify.h"

namespace crash {
namespace {

using gateway::Command;
using gateway::store::LmdbStore;

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

/// What a buyer does, some of it to orders that are not there or past it.
Command buyer(std::mt19937& random) {
  const std::uint64_t number = 1 + random() % 12;
  switch (random() % 6) {
    case 0:
      return gateway::ReceivePurchase{number, {}, {}, {}, {}};
    case 1:
      return gateway::DeliveryReport{1 + random() % 40, gateway::DeliveryState::kSent, 0, {}};
    case 2:
      return gateway::ManualUndo{1 + random() % 100, {}, {}};
    default:
      const gateway::PurchaseAction action{static_cast<std::uint8_t>(1 + random() % 4)};
      return gateway::ChangePurchase{number, action, "why", {}};
  }
}

/// One scanner: what it would send next. The check is a chain of its own.
struct Scanner {
  wire::Sequence last = 0;
  wire::ChainChecksum chain_checksum{};
};

Command batch_of(int node, Scanner& scanner, std::mt19937& random) {
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from(node_name(node));
  batch.epoch = wire::Epoch{1000U + static_cast<std::uint32_t>(node)};
  if (scanner.last == 0) scanner.chain_checksum = wire::checksum_before_first(batch.epoch);
  batch.first = scanner.last + 1;
  batch.previous_checksum = scanner.chain_checksum;
  for (auto count = 1 + random() % 5; count > 0; --count) {
    gateway::BatchMovement stated;
    const bool receives = random() % 2 == 0;
    stated.movement.op = receives ? wire::Op::kReceive : wire::Op::kPick;
    stated.movement.sku = *wire::Sku::from(std::string(1, static_cast<char>('A' + random() % 4)));
    (receives ? stated.movement.to : stated.movement.from) = *wire::Location::from("MAIN/A");
    stated.movement.qty = 1 + static_cast<std::int64_t>(random() % 12);
    stated.chain_checksum = wire::ChainChecksum{static_cast<std::uint32_t>(random())};
    scanner.chain_checksum = stated.chain_checksum;
    ++scanner.last;
    batch.movements.push_back(stated);
  }
  return batch;
}

std::unique_ptr<LmdbStore> open_engine_store(const std::filesystem::path& folder) {
  auto store = LmdbStore::open(folder);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

}  // namespace

void run_engine(gateway::Store& store, const Told& decided, const Told& committed) {
  gateway::Engine engine(store,
                         {.approve_by_itself = false, .upstream = true, .new_incarnation = 7});
  if (engine.open() != wire::Status::kOk) throw std::runtime_error("the engine does not open");
  committed({});
  std::mt19937 random(1);
  std::map<int, Scanner> scanners;
  std::uint64_t orders = 0;
  for (int commit = 0; commit < kEngineCommits; ++commit) {
    std::vector<Command> batch;
    if (commit == 0) batch = {catalogue_suppliers(), catalogue_items()};
    if (commit % 5 == 4) batch.emplace_back(gateway::RunSweep{});
    for (auto count = 1 + random() % 3; count > 0; --count) {
      const int node = static_cast<int>(random() % kNodes);
      batch.push_back(batch_of(node, scanners[node], random));
    }
    for (auto count = commit == 0 ? 0 : random() % 4; count > 0; --count) {
      batch.push_back(buyer(random));
    }
    const auto effects = engine.apply(batch, {.wall_ms = kNowMs + commit});
    for (const auto& shown : effects.purchases) orders = std::max(orders, shown.order.number);
    std::string acks = "orders:" + std::to_string(orders) + " ";
    for (const auto& [node, scanner] : scanners) {
      acks += node_name(node) + ":" + std::to_string(scanner.last) + " ";
    }
    decided(acks);
    if (store.commit() != wire::Status::kOk) throw std::runtime_error(store.failure_text());
    committed(acks);
  }
}

void run_engine_workload(const std::filesystem::path& folder, Marks& marks) {
  run_engine(
      *open_engine_store(folder), [](const std::string&) {},
      [&](const std::string& acks) { marks.promise(acks); });
}

void run_engine_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks) {
  run_engine(
      *open_engine_store(folder), [&](const std::string& acks) { marks.promise(acks); },
      [](const std::string&) {});
}

std::string check_engine_store(const std::filesystem::path& folder, const std::string& promise) {
  auto store = LmdbStore::open(folder);
  if (!store) return "the store does not open: " + store.error().message;
  gateway::Engine engine(**store, {.new_incarnation = 7});
  if (engine.open() != wire::Status::kOk) return "the engine does not open";
  const auto report = gateway::verify(**store, {});
  if (!report.ok()) return "verify: " + report.problems.texts.front();
  std::map<std::string, std::uint64_t> booked;
  // verify has proved that each order's lines are of a cycle of their own, and that the
  // mail or post that an order waits for is there.
  gateway::scan_purchases(**store, 1, [&](const gateway::PurchaseOrder& order) {
    booked["orders"] = order.number;
    return true;
  });
  gateway::scan_ledger(**store, 1, [&](const gateway::Entry& entry) {
    auto& last = booked[entry.origin.source];
    last = std::max<std::uint64_t>(last, entry.origin.seq);
    return true;
  });
  std::istringstream promised(promise);
  for (std::string node; std::getline(promised, node, ':');) {
    std::uint64_t acked = 0;
    promised >> acked >> std::ws;
    // verify has proved that there are no gaps below the highest one.
    if (booked[node] < acked) {
      const std::string what = node == "orders" ? "orders are gone" : "acked movements are gone";
      return what + ": " + node + " was told " + std::to_string(acked) + ", the store ends at " +
             std::to_string(booked[node]);
    }
  }
  return {};
}

}  // namespace crash
