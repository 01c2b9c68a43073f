// SPDX-License-Identifier: MIT
#include "warehouse.h"

#include <algorithm>
#include <string>

#include "case.h"
#include "sim_ring.h"
#include "wire/crc32.h"
#include "wire/gtin.h"

namespace instructions {
namespace {

using namespace gateway;

constexpr std::size_t kRingBytes = 8 * 1024 * 1024;  // room for a whole case
constexpr std::uint64_t kStoreId = 7;
constexpr int kHotItems = 60;  // most of what moves is little of what is there

std::string padded(int number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::unique_ptr<store::RingStore> open_store(const std::filesystem::path& folder) {
  store::Options options;
  options.map_bytes = 256 * 1024 * 1024;
  auto lmdb = store::LmdbStore::open(folder, options);
  if (!lmdb) throw std::runtime_error(lmdb.error().message);
  auto ring = std::make_unique<store_test::SimRing>(store_test::make_medium(kRingBytes));
  auto opened = store::RingStore::recover(*std::move(lmdb), std::move(ring), kStoreId);
  if (!opened) throw std::runtime_error(opened.error().message);
  return *std::move(opened);
}

Command known_suppliers() {
  ChangeSuppliers change;
  for (int i = 0; i < 8; ++i) {
    const std::string id = "SUPPLIER-" + std::to_string(i);
    change.rows.push_back({0, id, {{"name", "Supplier"}, {"email", "orders@example.org"}}});
  }
  return change;
}

Command known_items() {
  ChangeItems change;
  for (int i = 0; i < kItems; ++i) {
    change.rows.push_back({0,
                           sku_of(i),
                           {{"name", "Wood screw 3 x 20 mm, zinc"},
                            {"supplier", "SUPPLIER-" + std::to_string(i % 8)},
                            {"threshold", "100"},
                            {"price_minor", "250"},
                            {"currency", "EUR"},
                            {"tax_percent", "19"},
                            {"barcodes", std::string(barcode_of(i).view())}}});
  }
  return change;
}

Command first_receipt(int item) {
  ManualMovement receipt;
  receipt.movement.op = wire::Op::kReceive;
  receipt.movement.sku = sku_of(item);
  receipt.movement.to = bin_of(item);
  receipt.movement.qty = 100'000;
  return receipt;
}

}  // namespace

wire::Topics topics() {
  return *wire::Topics::make("shelfwire/v1", "main");
}

wire::Sku sku_of(int item) {
  return *wire::Sku::from("SCREW-" + padded(item, 4));
}

wire::Code barcode_of(int item) {
  const std::string digits = "59000012" + padded(item, 4);
  return *wire::Code::from(digits + wire::mod10_check_digit(digits));
}

wire::Location bin_of(int item) {
  return *wire::Location::from("MAIN/A-" + padded(item / 100, 2) + "/" + padded(item % 100, 2));
}

void fill_store(const std::filesystem::path& folder) {
  Warehouse warehouse(folder);
  warehouse.apply_one(known_suppliers());
  warehouse.apply_one(known_items());
  std::vector<Command> receipts;
  for (int i = 0; i < kItems; ++i) receipts.push_back(first_receipt(i));
  require(warehouse.apply(receipts).entries.size() == kItems, "the first goods were refused");
  require(warehouse.store().close() == wire::Status::kOk, "it does not close");
}

void commit_much(Warehouse& warehouse) {
  for (int i = 0; i < kItems; ++i) {
    warehouse.store().put(Table::kUnreadable, std::to_string(i), "as many rows as an import has");
  }
  require(warehouse.commit(), "no commit");
}

Warehouse::Warehouse(const std::filesystem::path& folder)
    : store_(open_store(folder)), engine_(*store_, Settings{.new_incarnation = 1}) {
  require(engine_.open() == wire::Status::kOk, "the engine cannot open the store");
}

Effects Warehouse::apply_one(Command command) {
  Effects effects = apply({std::move(command)});
  require(effects.outcomes[0].verdict == Verdict::kDone, "a command was refused");
  require(commit(), "no commit");
  return effects;
}

std::string_view Scans::next(std::size_t movements) {
  wire::UpWriter batch(out_, kEpoch, last_ + 1, 1, check_, movements);
  for (std::size_t i = 0; i < movements; ++i) {
    ++last_;
    check_ = wire::ChainChecksum{wire::crc32(wire::raw(check_), "another one")};
    require(batch.add(movement(last_), check_), "a movement has no room");
  }
  const auto text = batch.finish();
  require(text.has_value(), "the batch has no room");
  return *text;
}

wire::Movement Scans::movement(wire::Sequence seq) const {
  const int item = static_cast<int>(seq * 37 % kHotItems);
  wire::Movement movement;
  movement.code = barcode_of(item);
  movement.qty = 1 + seq % 5;
  movement.age_ms = 100 + seq;
  movement.by = *wire::Operator::from("JANE");
  constexpr std::array kOps{wire::Op::kPick, wire::Op::kReceive, wire::Op::kPick, wire::Op::kMove};
  movement.op = kOps[seq % kOps.size()];
  if (movement.op != wire::Op::kReceive) movement.from = bin_of(item);
  if (movement.op == wire::Op::kReceive) movement.to = bin_of(item);
  if (movement.op == wire::Op::kMove) movement.to = bin_of((item + 1) % kHotItems);
  return movement;
}

}  // namespace instructions
