// SPDX-License-Identifier: MIT
#include "warehouse.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "wire/crc32.h"

namespace bench {
namespace {

using namespace gateway;

constexpr std::size_t kRowsACommand = 10'000;
constexpr std::size_t kMessage = 16;
constexpr std::int64_t kPaceMs = 20;
constexpr wire::Epoch kEpoch{0x9f3c01aa};
constexpr const char* kHome = "MAIN/A-01";
constexpr const char* kOther = "MAIN/B-01";

}  // namespace

std::string sku_of(std::size_t number) {
  return "ITEM-" + std::to_string(number);
}

double resident_kib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  double kib = 0;
  while (status >> word) {
    if (word == "RssAnon:" && status >> kib) return kib;
  }
  return 0;
}

void fill(Store& store, Engine& engine, std::size_t items, std::int64_t each) {
  for (std::size_t done = 0; done < items;) {
    ChangeItems change;
    std::vector<Command> batch;
    for (std::size_t i = 0; i < kRowsACommand && done < items; ++i, ++done) {
      const auto sku = *wire::Sku::from(sku_of(done));
      change.rows.push_back({0, sku, {{"name", "Item"}, {"threshold", "10"}}});
      ManualMovement receipt;
      receipt.movement.op = wire::Op::kReceive;
      receipt.movement.sku = sku;
      receipt.movement.to = *wire::Location::from(kHome);
      receipt.movement.qty = each;
      batch.emplace_back(receipt);
    }
    batch.insert(batch.begin(), change);
    static_cast<void>(engine.apply(batch, Now{.wall_ms = kStartMs}));
    if (store.checkpoint() != wire::Status::kOk) std::abort();
  }
}

Scanners::Scanners(std::string_view name, std::size_t count, std::size_t items) : items_(items) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::string own = std::string(name) + "-" + std::to_string(i);
    // One epoch each: with equal records, two would be one history under two names.
    const wire::Epoch epoch{wire::raw(kEpoch) + static_cast<std::uint32_t>(i)};
    scanners_.push_back({*wire::NodeName::from(own), epoch, 0, wire::checksum_before_first(epoch)});
  }
}

Now Scanners::now() const {
  return Now{.wall_ms = kStartMs + static_cast<std::int64_t>(movements_) * kPaceMs};
}

std::vector<Command> Scanners::next(std::size_t movements) {
  std::vector<Command> batch;
  while (movements > 0) {
    const auto count = std::min(movements, kMessage);
    batch.emplace_back(message(scanners_[turn_], count));
    turn_ = (turn_ + 1) % scanners_.size();
    movements -= count;
  }
  return batch;
}

NodeBatch Scanners::message(Scanner& scanner, std::size_t movements) {
  NodeBatch batch;
  batch.node = scanner.name;
  batch.epoch = scanner.epoch;
  batch.first = scanner.last + 1;
  batch.previous_checksum = scanner.chain_checksum;
  for (std::size_t i = 0; i < movements; ++i) {
    const auto record = std::to_string(++scanner.last);
    scanner.chain_checksum =
        wire::ChainChecksum{wire::crc32(wire::raw(scanner.chain_checksum), record)};
    batch.movements.push_back({movement(), scanner.chain_checksum, {}, {}});
  }
  return batch;
}

/// Half goods in, half out, and now and then from one bin to another.
wire::Movement Scanners::movement() {
  ++movements_;
  wire::Movement movement;
  movement.sku = *wire::Sku::from(sku_of(random_() % items_));
  movement.qty = 1 + static_cast<wire::Quantity>(random_() % 10);
  movement.at_ms = now().wall_ms;
  movement.by = *wire::Operator::from("ANNA");
  const auto draw = random_() % 100;
  movement.op = draw < 45 ? wire::Op::kReceive : draw < 90 ? wire::Op::kPick : wire::Op::kMove;
  if (movement.op != wire::Op::kReceive) movement.from = *wire::Location::from(kHome);
  if (movement.op == wire::Op::kReceive) movement.to = *wire::Location::from(kHome);
  if (movement.op == wire::Op::kMove) movement.to = *wire::Location::from(kOther);
  return movement;
}

}  // namespace bench
