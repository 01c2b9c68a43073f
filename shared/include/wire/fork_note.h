// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "wire/ids.h"

namespace wire {

/// Where movements were before a fork (`was`): movements 1 .. `count` of the present epoch were
/// `first` .. of `epoch`, which was written under the name `node`.
struct ForkNote {
  NodeName node;
  Epoch epoch{};
  Sequence first = 1;
  std::uint32_t count = 0;            ///< 0: they are overwritten
  ChainChecksum previous_checksum{};  ///< of the movement before `first`
  friend bool operator==(const ForkNote&, const ForkNote&) = default;
};

}  // namespace wire
