// SPDX-License-Identifier: MIT
#include "random_messages.h"

#include <limits>
#include <string_view>

#include "wire/utf8.h"

namespace wire {
namespace {

template <typename T>
T text_of(const std::string& text) {
  return *T::from(text);
}

template <typename T>
T full_of(char c) {
  return *T::from(std::string(T::kBytesMax, c));
}

}  // namespace

std::string RandomMessages::text(std::size_t bytes_max) {
  constexpr std::uint32_t kAwkward[] = {'"',  '\\', '/',    0x1D,   0x00,   0x1F,    0x7F,
                                        0x80, 0x9F, 0x2028, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
  std::string made;
  const std::size_t wanted = below(static_cast<std::uint32_t>(bytes_max) + 1);
  while (made.size() < wanted) {
    const std::uint32_t code_point =
        one_in(4) ? kAwkward[below(std::size(kAwkward))] : 0x20 + below(0x5F);
    char bytes[4];
    const std::size_t count = encode_utf8(code_point, bytes);
    if (made.size() + count > wanted) break;
    made.append(bytes, count);
  }
  return made;
}

std::string RandomMessages::any_bytes(std::size_t bytes_max) {
  std::string made(below(static_cast<std::uint32_t>(bytes_max) + 1), '\0');
  for (char& c : made) c = static_cast<char>(below(256));
  return made;
}

std::string RandomMessages::name(std::size_t bytes_max) {
  constexpr std::string_view kFirst =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::string_view kLater =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  std::string made(1, kFirst[below(kFirst.size())]);
  const std::size_t wanted = 1 + below(static_cast<std::uint32_t>(bytes_max));
  while (made.size() < wanted) made += kLater[below(kLater.size())];
  return made;
}

std::string RandomMessages::location() {
  std::string made = name(12);
  const std::uint32_t more = below(kLocationDepthMax);
  for (std::uint32_t i = 0; i < more; ++i) made += "/" + name(10);
  return made;
}

void RandomMessages::fill_item(Movement& movement) {
  if (one_in(4)) {
    movement.sku = text_of<Sku>(name());
  } else if (one_in(4)) {
    movement.code = text_of<Code>(any_bytes(kCodeBytesMax));
  } else {
    movement.code = text_of<Code>(text(kCodeBytesMax));
  }
}

Movement RandomMessages::movement() {
  Movement made;
  made.op = Op{static_cast<std::uint8_t>(1 + below(7))};
  if (made.op == Op::kUndo) {
    made.undoes = sequence();
  } else {
    fill_item(made);
    made.qty = one_in(4) ? kQuantityMax : 1 + below(1'000'000);
  }
  if (one_in(2)) made.from = text_of<Location>(location());
  if (one_in(2)) made.to = text_of<Location>(location());
  if (one_in(2)) made.at_ms = 1 + static_cast<std::int64_t>(below(0xFFFFFFFF)) * 2000;
  if (one_in(2)) made.age_ms = one_in(4) ? 0xFFFFFFFF : word();
  if (one_in(4)) made.by = text_of<Operator>(name());
  if (one_in(4)) made.ref = text_of<Reference>(name());
  if (one_in(4)) made.lot = text_of<Lot>(text(kLotBytesMax));
  if (one_in(4)) made.serial = text_of<Serial>(text(kSerialBytesMax));
  if (one_in(4)) {
    made.expiry_yyyymmdd = (1 + below(9999)) * 10000 + (1 + below(12)) * 100 + 1 + below(31);
  }
  return made;
}

Ack RandomMessages::ack() {
  Ack made;
  made.epoch = Epoch{word()};
  made.acked = one_in(8) ? 0 : sequence();
  made.chain_checksum = ChainChecksum{word()};
  if (!one_in(4)) made.now_ms = 1 + static_cast<std::int64_t>(below(0xFFFFFFFF)) * 2000;
  made.refused_total = word();
  made.refused_count = static_cast<std::uint8_t>(below(kAckListMax + 1));
  for (std::size_t i = 0; i < made.refused_count; ++i) {
    made.refused[i] = {sequence(), Refusal{static_cast<std::uint8_t>(1 + below(9))}};
  }
  if (one_in(2)) return made;  // nothing was questioned
  made.doubt_total = word();
  made.doubt_count = static_cast<std::uint8_t>(below(kAckListMax - made.refused_count + 1));
  for (std::size_t i = 0; i < made.doubt_count; ++i) {
    made.doubt[i] = {sequence(), Doubt{static_cast<std::uint8_t>(1 + below(5))}};
  }
  return made;
}

Movement longest_movement() {
  Movement made;
  made.op = Op::kUndo;
  made.code = full_of<Code>('\x1d');
  made.sku = full_of<Sku>('\x01');
  made.from = full_of<Location>('\x01');
  made.to = full_of<Location>('\x01');
  made.qty = std::numeric_limits<Quantity>::min();
  made.undoes = std::numeric_limits<Sequence>::max();
  made.at_ms = std::numeric_limits<std::int64_t>::min();
  made.age_ms = std::numeric_limits<std::uint32_t>::max();
  made.by = full_of<Operator>('\x01');
  made.ref = full_of<Reference>('\x01');
  made.lot = full_of<Lot>('\x01');
  made.serial = full_of<Serial>('\x01');
  made.expiry_yyyymmdd = 99991231;
  return made;
}

Ack longest_ack() {
  Ack made;
  made.epoch = Epoch{0xFFFFFFFF};
  made.acked = kSequenceMax;
  made.chain_checksum = ChainChecksum{0xFFFFFFFF};
  made.now_ms = kWallTimeMsMax;
  made.refused_total = 0xFFFFFFFF;
  made.doubt_total = 0xFFFFFFFF;
  made.doubt_count = kAckListMax;
  made.doubt.fill({kSequenceMax, Doubt::kUnknownReference});
  return made;
}

}  // namespace wire
