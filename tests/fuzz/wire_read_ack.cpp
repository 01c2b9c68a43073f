// SPDX-License-Identifier: MIT
// Goal: no bytes harm a scanner that takes them for an ack, and what it does take
// for one is an ack the gateway could have written.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "require.h"
#include "wire/ack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const wire::Result<wire::Ack> ack = wire::read_ack(text);
  if (!ack) return 0;
  require(text.size() <= wire::kNodeMessageBytesMax);

  std::array<char, wire::kAckBytesMax> buffer{};
  const wire::Result<std::string_view> again = wire::write_ack(*ack, buffer);
  require(again.has_value());
  require(wire::read_ack(*again) == ack);
  return 0;
}
