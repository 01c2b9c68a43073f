// SPDX-License-Identifier: MIT
#include "new_epoch.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "bytes.h"
#include "wire/crc32.h"

namespace scanner {

wire::Epoch new_epoch(Random& random, const Journal& journal, const wire::NodeName& node) {
  std::array<std::byte, 12 + wire::kNameBytesMax> mixed{};
  const std::span<std::byte> bytes(mixed);
  const std::string_view name = node.view();
  std::transform(name.begin(), name.end(), mixed.begin() + 12,
                 [](char c) { return static_cast<std::byte>(c); });
  put_le(bytes.subspan(4, 4), wire::raw(journal.epoch()));
  for (std::uint32_t attempt = 0;; ++attempt) {
    put_le(bytes.subspan(0, 4), random.next());
    put_le(bytes.subspan(8, 4), attempt);
    const wire::Epoch epoch{wire::crc32(0, mixed)};
    if (!journal.knows(epoch)) return epoch;
  }
}

}  // namespace scanner
