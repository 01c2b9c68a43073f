// SPDX-License-Identifier: MIT
#include "frame.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "checksum.h"

namespace gateway::store {
namespace {

std::uint32_t checksum(Table table, std::string_view key, std::string_view payload) {
  static_assert(kKeyBytesMax <= 0xFF, "the length of a key is checksummed as one byte");
  std::array<char, 2 + kKeyBytesMax> head;  // one call: short ones are slow
  head[0] = static_cast<char>(table);
  head[1] = static_cast<char>(key.size());
  std::copy(key.begin(), key.end(), head.begin() + 2);
  return crc32(crc32(0, std::string_view(head.data(), 2 + key.size())), payload);
}

}  // namespace

void make_frame(Table table, std::string_view key, std::string_view value, std::string& out) {
  const std::uint32_t crc = checksum(table, key, value);
  out.clear();
  out.reserve(value.size() + kFrameBytes);
  out.push_back(static_cast<char>(kFrameVersion));
  out.append(value);
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    out.push_back(static_cast<char>((crc >> shift) & 0xFFU));
  }
}

std::optional<std::string_view> open_frame(Table table, std::string_view key,
                                           std::string_view frame) {
  if (key.size() > kKeyBytesMax) return std::nullopt;  // never put by us
  if (frame.size() < kFrameBytes || static_cast<unsigned char>(frame[0]) != kFrameVersion) {
    return std::nullopt;
  }
  const std::string_view payload = frame.substr(1, frame.size() - kFrameBytes);
  std::uint32_t stored = 0;
  for (const char byte : frame.substr(frame.size() - 4)) {
    stored = (stored << 8U) | static_cast<unsigned char>(byte);
  }
  if (stored != checksum(table, key, payload)) return std::nullopt;
  return payload;
}

}  // namespace gateway::store
