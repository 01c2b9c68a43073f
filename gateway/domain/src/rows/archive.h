// SPDX-License-Identifier: MIT
// Rows as bytes. `fields(archive, row, version)` lists the fields of a row once, for writing
// and reading, so that the two cannot differ. Integers are big-endian, texts carry a 16-bit
// length. See docs/store-schema.md.
//
// The first byte of a row is the version of its fields. A field that came with version 2 is
// listed as `if (version >= 2) a(r.field);`, and its kind of row declares the version:
//   template <>
//   inline constexpr RowVersion kRowVersion<Item> = 2;
// Rows are written in the newest version. Older rows are read too: fields they lack keep the
// default of the member.
#pragma once

#include <bit>
#include <cassert>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "wire/status.h"
#include "wire/text.h"

namespace gateway {

/// The version of a row's fields. Versions count through the whole store: a release that changes
/// fields takes the next number for all kinds of row that it changes, so that a part of several
/// kinds, such as a customer, knows its fields by the version of the row around it.
using RowVersion = std::uint8_t;

/// The newest version of a kind of row: the one that is written.
template <typename Row>
inline constexpr RowVersion kRowVersion = 1;

template <typename T>
concept Number = std::integral<T> && !std::same_as<T, bool>;
template <typename T>
concept Enumeration = std::is_enum_v<T>;
/// A number with a type of its own: any value is one. The values of other enumerations in rows
/// are 1, 2, 3 ... kLast.
template <typename T>
concept Identifier = Enumeration<T> && sizeof(T) > 1;

/// Converts a number to big-endian byte order, and back.
constexpr std::uint64_t big_endian(std::uint64_t bits) {
  return std::endian::native == std::endian::big ? bits : __builtin_bswap64(bits);
}

template <Number T>
void append_number(std::string& bytes, T value) {
  const auto bits = big_endian(static_cast<std::uint64_t>(value) << (64 - 8 * sizeof(T)));
  bytes.append(reinterpret_cast<const char*>(&bits), sizeof(T));
}

class RowWriter {
 public:
  explicit RowWriter(RowVersion version) : version_(version) {
    bytes_.reserve(kUsualBytes);
    bytes_.push_back(static_cast<char>(version));
  }

  template <typename... T>
  void operator()(const T&... values) {
    (write(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  template <Number T>
  void write(T value) {
    append_number(bytes_, value);
  }
  void write(bool value) { bytes_.push_back(value ? 1 : 0); }
  template <Enumeration T>
  void write(T value) {
    write(static_cast<std::underlying_type_t<T>>(value));
  }
  void write(std::string_view text) {
    assert(text.size() <= 0xffff);
    write(static_cast<std::uint16_t>(text.size()));
    bytes_.append(text);
  }
  void write(const std::string& text) { write(std::string_view(text)); }
  template <std::size_t N, typename Tag>
  void write(const wire::Text<N, Tag>& text) {
    write(static_cast<std::uint8_t>(text.size()));
    bytes_.append(text.view());
  }
  template <typename T>
  void write(const std::optional<T>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <typename T>
  void write(const std::vector<T>& values) {
    assert(values.size() <= 0xffff);
    write(static_cast<std::uint16_t>(values.size()));
    for (const T& value : values) write(value);
  }
  template <typename Row>
    requires std::is_class_v<Row>
  void write(const Row& row) {
    fields(*this, row, version_);
  }

  static constexpr std::size_t kUsualBytes = 256;  // of most rows; longer ones are fine
  std::string bytes_;
  RowVersion version_;
};

/// Reads what RowWriter wrote. complete() is false when bytes were missing or are left over;
/// missing fields read as zero.
class RowReader {
 public:
  explicit RowReader(std::string_view bytes) : rest_(bytes) {
    RowVersion version = 0;
    read(version);
    version_ = version;
  }

  template <typename... T>
  void operator()(T&... values) {
    (read(values), ...);
  }
  [[nodiscard]] RowVersion version() const { return version_; }
  [[nodiscard]] bool complete() const { return good_ && rest_.empty(); }

 private:
  std::string_view bytes(std::size_t count) {
    if (rest_.size() < count) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  template <Number T>
  void read(T& value) {
    const std::string_view taken = bytes(sizeof(T));
    std::uint64_t bits = 0;
    if (!taken.empty()) std::memcpy(&bits, taken.data(), sizeof(T));
    value = static_cast<T>(big_endian(bits) >> (64 - 8 * sizeof(T)));
  }
  void read(bool& value) {
    std::uint8_t byte = 0;
    read(byte);
    value = byte == 1;
    good_ = byte <= 1 && good_;
  }
  template <Enumeration T>
  void read(T& value) {
    std::underlying_type_t<T> number{};
    read(number);
    value = static_cast<T>(number);
    if constexpr (!Identifier<T>) good_ = value >= T{1} && value <= T::kLast && good_;
  }
  void read(std::string& text) {
    std::uint16_t size = 0;
    read(size);
    text = bytes(size);
  }
  template <std::size_t N, typename Tag>
  void read(wire::Text<N, Tag>& text) {
    std::uint8_t size = 0;
    read(size);
    good_ = text.assign(bytes(size)) && good_;
  }
  template <typename T>
  void read(std::optional<T>& value) {
    bool present = false;
    read(present);
    if (!present) return value.reset();
    read(value.emplace());
  }
  template <typename T>
  void read(std::vector<T>& values) {
    std::uint16_t count = 0;
    read(count);
    values.clear();
    for (std::uint16_t i = 0; i < count && good_; ++i) read(values.emplace_back());
  }
  template <typename Row>
    requires std::is_class_v<Row>
  void read(Row& row) {
    fields(*this, row, version_);
  }

  std::string_view rest_;
  RowVersion version_ = 0;
  bool good_ = true;
};

template <typename Row>
std::string encode(const Row& row) {
  RowWriter writer(kRowVersion<Row>);
  fields(writer, row, kRowVersion<Row>);
  return writer.take();
}

/// Replaces `row` and reuses its memory, for reading many rows. kCorrupt: the bytes are no row
/// of this kind; kVersion: a newer program wrote them. After an error `row` holds nothing useful.
template <typename Row>
[[nodiscard]] wire::Status decode_into(Row& row, std::string_view bytes) {
  RowReader reader(bytes);
  const RowVersion version = reader.version();
  if (version != kRowVersion<Row>) {
    if (version > kRowVersion<Row>) return wire::Status::kVersion;
    if (version == 0) return wire::Status::kCorrupt;
    row = Row{};  // an older row does not set the fields that it lacks
  }
  fields(reader, row, version);
  return reader.complete() ? wire::Status::kOk : wire::Status::kCorrupt;
}

/// Errors: as decode_into().
template <typename Row>
[[nodiscard]] wire::Result<Row> decode(std::string_view bytes) {
  wire::Result<Row> row;
  if (const auto status = decode_into(*row, bytes); status != wire::Status::kOk) {
    row = wire::fail(status);
  }
  return row;
}

}  // namespace gateway
