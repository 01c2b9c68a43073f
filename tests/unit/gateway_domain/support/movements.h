// SPDX-License-Identifier: MIT
// Movements in one line, for tests.
#pragma once

#include <cassert>
#include <string_view>

#include "wire/movement.h"

namespace domain_test {

/// Takes `text` as a wire text; asserts that it is short enough.
template <typename Text>
Text text(std::string_view text) {
  const auto made = Text::from(text);
  assert(made);
  return *made;
}

inline wire::Movement stated(wire::Op op, std::string_view sku, std::string_view from,
                             std::string_view to, wire::Quantity qty) {
  wire::Movement movement;
  movement.op = op;
  movement.sku = text<wire::Sku>(sku);
  movement.from = text<wire::Location>(from);
  movement.to = text<wire::Location>(to);
  movement.qty = qty;
  return movement;
}

inline wire::Movement receive(std::string_view sku, std::string_view to, wire::Quantity qty) {
  return stated(wire::Op::kReceive, sku, {}, to, qty);
}
inline wire::Movement pick(std::string_view sku, std::string_view from, wire::Quantity qty) {
  return stated(wire::Op::kPick, sku, from, {}, qty);
}
inline wire::Movement move(std::string_view sku, std::string_view from, std::string_view to,
                           wire::Quantity qty) {
  return stated(wire::Op::kMove, sku, from, to, qty);
}
inline wire::Movement count(std::string_view sku, std::string_view at, wire::Quantity qty) {
  return stated(wire::Op::kCount, sku, {}, at, qty);
}
inline wire::Movement give_back(std::string_view sku, std::string_view to, wire::Quantity qty) {
  return stated(wire::Op::kReturn, sku, {}, to, qty);
}
inline wire::Movement scrap(std::string_view sku, std::string_view from, wire::Quantity qty) {
  return stated(wire::Op::kScrap, sku, from, {}, qty);
}
inline wire::Movement undo(wire::Sequence seq) {
  wire::Movement movement;
  movement.op = wire::Op::kUndo;
  movement.undoes = seq;
  return movement;
}
/// The same movement with a scanned code instead of the SKU.
inline wire::Movement by_code(wire::Movement movement, std::string_view code) {
  movement.sku = {};
  movement.code = text<wire::Code>(code);
  return movement;
}

}  // namespace domain_test
