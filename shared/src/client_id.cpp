// SPDX-License-Identifier: MIT
#include "wire/client_id.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "wire/crc32.h"
#include "wire/hex.h"

namespace wire {
namespace {

constexpr std::size_t kChecksumBytes = 1 + 8;  // a dash, and the digits

static_assert(kClientIdEndingBytesMax + kChecksumBytes < kClientIdBytesMax);

/// The longest front of `text` that has at most `bytes` bytes and cuts through no character.
std::string_view front_of(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (bytes > 0 && continues(bytes)) --bytes;
  return text.substr(0, bytes);
}

}  // namespace

ClientId client_id(std::string_view name, std::string_view ending) {
  assert(ending.size() <= kClientIdEndingBytesMax);
  const std::size_t room = kClientIdBytesMax - ending.size();
  std::array<char, kClientIdBytesMax> bytes{};
  auto end = bytes.begin();
  const auto append = [&](std::string_view text) {
    end = std::copy(text.begin(), text.end(), end);
  };
  if (name.size() <= room) {
    append(name);
  } else {
    append(front_of(name, room - kChecksumBytes));
    append("-");
    const auto digits = to_hex32(crc32(0, name));
    append({digits.data(), digits.size()});
  }
  append(ending);
  return *ClientId::from({bytes.data(), static_cast<std::size_t>(end - bytes.begin())});
}

}  // namespace wire
