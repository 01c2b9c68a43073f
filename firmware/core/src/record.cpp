// SPDX-License-Identifier: MIT
#include "scanner/record.h"

#include <algorithm>
#include <cassert>
#include <string_view>

#include "bytes.h"

namespace scanner {
namespace {

// A new field gets a new tag and raises the version; records of earlier versions stay readable.
constexpr std::uint8_t kRecordVersion = 1;
constexpr std::size_t kFixedBytes = 22;

/// Optional fields. The values are on disk; each occurs at most once, in ascending order.
enum class Tag : std::uint8_t {
  kCode = 1,
  kSku = 2,
  kFrom = 3,
  kTo = 4,
  kBy = 5,
  kRef = 6,
  kLot = 7,
  kSerial = 8,
  kUndoes = 9,
  kAt = 10,
  kExpiry = 11,
};

class Writer {
 public:
  explicit Writer(std::span<std::byte, kRecordBytesMax> out) : out_(out) {}

  void byte(std::uint8_t value) { out_[used_++] = static_cast<std::byte>(value); }

  template <typename T>
  void number(T value) {
    put_le(out_.subspan(used_, sizeof(T)), value);
    used_ += sizeof(T);
  }

  void text(Tag tag, std::string_view value) {
    if (value.empty()) return;
    head(tag, value.size());
    std::transform(value.begin(), value.end(), out_.begin() + static_cast<std::ptrdiff_t>(used_),
                   [](char c) { return static_cast<std::byte>(c); });
    used_ += value.size();
  }

  template <typename T>
  void optional_number(Tag tag, T value) {
    if (value == 0) return;
    head(tag, sizeof(T));
    number(value);
  }

  [[nodiscard]] std::span<const std::byte> written() const { return out_.first(used_); }

 private:
  void head(Tag tag, std::size_t size) {
    byte(static_cast<std::uint8_t>(tag));
    byte(static_cast<std::uint8_t>(size));
  }

  std::span<std::byte> out_;
  std::size_t used_ = 0;
};

template <typename T>
bool read_text(std::span<const std::byte> value, T& field) {
  std::array<char, T::kBytesMax> bytes{};
  if (value.empty() || value.size() > bytes.size()) return false;
  std::transform(value.begin(), value.end(), bytes.begin(),
                 [](std::byte b) { return static_cast<char>(b); });
  field = *T::from(std::string_view(bytes.data(), value.size()));
  return true;
}

/// An absent number reads as zero, so zero is never stored.
template <typename T>
bool read_number(std::span<const std::byte> value, T& field) {
  using Unsigned = std::make_unsigned_t<T>;
  if (value.size() != sizeof(T)) return false;
  field = static_cast<T>(get_le<Unsigned>(value));
  return field != 0;
}

bool read_field(Tag tag, std::span<const std::byte> value, wire::Movement& movement) {
  switch (tag) {
    case Tag::kCode:
      return read_text(value, movement.code);
    case Tag::kSku:
      return read_text(value, movement.sku);
    case Tag::kFrom:
      return read_text(value, movement.from);
    case Tag::kTo:
      return read_text(value, movement.to);
    case Tag::kBy:
      return read_text(value, movement.by);
    case Tag::kRef:
      return read_text(value, movement.ref);
    case Tag::kLot:
      return read_text(value, movement.lot);
    case Tag::kSerial:
      return read_text(value, movement.serial);
    case Tag::kUndoes:
      return read_number(value, movement.undoes);
    case Tag::kAt:
      return read_number(value, movement.at_ms);
    case Tag::kExpiry:
      return read_number(value, movement.expiry_yyyymmdd);
  }
  return false;
}

bool read_fields(std::span<const std::byte> rest, wire::Movement& movement) {
  std::uint8_t previous = 0;
  while (!rest.empty()) {
    if (rest.size() < 2) return false;
    const auto tag = std::to_integer<std::uint8_t>(rest[0]);
    const auto size = std::to_integer<std::size_t>(rest[1]);
    if (tag <= previous || rest.size() - 2 < size) return false;
    if (!read_field(static_cast<Tag>(tag), rest.subspan(2, size), movement)) return false;
    previous = tag;
    rest = rest.subspan(2 + size);
  }
  return true;
}

}  // namespace

std::span<const std::byte> encode_record(const wire::Movement& movement, const Stamp& stamp,
                                         std::span<std::byte, kRecordBytesMax> out) {
  Writer writer(out);
  writer.byte(kRecordVersion);
  writer.byte(static_cast<std::uint8_t>(movement.op));
  writer.number(static_cast<std::uint64_t>(movement.qty));
  writer.number(stamp.monotonic_ms);
  writer.number(stamp.noise);
  writer.text(Tag::kCode, movement.code.view());
  writer.text(Tag::kSku, movement.sku.view());
  writer.text(Tag::kFrom, movement.from.view());
  writer.text(Tag::kTo, movement.to.view());
  writer.text(Tag::kBy, movement.by.view());
  writer.text(Tag::kRef, movement.ref.view());
  writer.text(Tag::kLot, movement.lot.view());
  writer.text(Tag::kSerial, movement.serial.view());
  writer.optional_number(Tag::kUndoes, movement.undoes);
  writer.optional_number(Tag::kAt, static_cast<std::uint64_t>(movement.at_ms));
  writer.optional_number(Tag::kExpiry, movement.expiry_yyyymmdd);
  return writer.written();
}

wire::Result<Record> decode_record(std::span<const std::byte> bytes) {
  if (bytes.empty()) return wire::fail(wire::Status::kCorrupt);
  const auto version = std::to_integer<std::uint8_t>(bytes[0]);
  // Before its size: a newer program may have longer records.
  if (version > kRecordVersion) return wire::fail(wire::Status::kVersion);
  // The longest needs no bound: each field comes once, and has one.
  if (version == 0 || bytes.size() < kFixedBytes) return wire::fail(wire::Status::kCorrupt);
  const auto op = std::to_integer<std::uint8_t>(bytes[1]);
  if (!wire::is_op(op)) return wire::fail(wire::Status::kCorrupt);
  wire::Result<Record> result;
  result->movement.op = static_cast<wire::Op>(op);
  result->movement.qty = static_cast<wire::Quantity>(get_le<std::uint64_t>(bytes.subspan(2, 8)));
  result->stamp.monotonic_ms = get_le<std::uint64_t>(bytes.subspan(10, 8));
  result->stamp.noise = get_le<std::uint32_t>(bytes.subspan(18, 4));
  if (!read_fields(bytes.subspan(kFixedBytes), result->movement)) {
    return wire::fail(wire::Status::kCorrupt);
  }
  return result;
}

}  // namespace scanner
