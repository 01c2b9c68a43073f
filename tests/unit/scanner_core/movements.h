// SPDX-License-Identifier: MIT
#pragma once

#include <random>
#include <string>

#include "scanner/record.h"

namespace scanner_test {

/// Draws from one printed seed.
class Seeded {
 public:
  explicit Seeded(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t next() { return static_cast<std::uint32_t>(engine_()); }
  std::uint32_t below(std::uint32_t limit) { return next() % limit; }
  bool chance(std::uint32_t percent) { return below(100) < percent; }

 private:
  std::mt19937 engine_;
};

/// Random text of `min` to `max` bytes, any byte value when `any_byte`.
inline std::string random_text(Seeded& random, std::uint32_t min, std::uint32_t max,
                               bool any_byte = false) {
  std::string text(min + random.below(max - min + 1), '\0');
  for (char& c : text) c = static_cast<char>(any_byte ? random.below(256) : 'A' + random.below(26));
  return text;
}

/// A record with every field possible, sometimes absent, sometimes at its limit.
inline scanner::Record random_record(Seeded& random) {
  const auto maybe = [&random] { return random.chance(50); };
  scanner::Record record;
  wire::Movement& movement = record.movement;
  movement.op = static_cast<wire::Op>(1 + random.below(7));
  movement.qty = static_cast<wire::Quantity>(random.below(wire::kQuantityMax + 1));
  if (maybe()) movement.code = *wire::Code::from(random_text(random, 1, 96, true));
  if (maybe()) movement.sku = *wire::Sku::from(random_text(random, 1, 32));
  if (maybe()) movement.from = *wire::Location::from(random_text(random, 1, 48));
  if (maybe()) movement.to = *wire::Location::from(random_text(random, 1, 48));
  if (maybe()) movement.by = *wire::Operator::from(random_text(random, 1, 32));
  if (maybe()) movement.ref = *wire::Reference::from(random_text(random, 1, 32));
  if (maybe()) movement.lot = *wire::Lot::from(random_text(random, 1, 20));
  if (maybe()) movement.serial = *wire::Serial::from(random_text(random, 1, 20));
  if (maybe()) movement.undoes = 1 + random.below(wire::kSequenceMax);
  if (maybe()) movement.at_ms = 1'790'000'000'000 + random.next();
  if (maybe()) movement.expiry_yyyymmdd = 20261231;
  record.stamp.monotonic_ms = random.next();
  record.stamp.noise = random.next();
  return record;
}

/// A small movement that says which one it is.
inline scanner::Record numbered_record(std::uint32_t number) {
  scanner::Record record;
  record.movement.op = wire::Op::kPick;
  record.movement.code = *wire::Code::from("item " + std::to_string(number));
  record.movement.from = *wire::Location::from("MAIN/A-01");
  record.movement.qty = number % 1000 + 1;
  record.stamp = {number, number * 7};
  return record;
}

}  // namespace scanner_test
