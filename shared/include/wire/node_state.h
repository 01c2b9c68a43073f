// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wire/ids.h"
#include "wire/status.h"

namespace wire {

/// What a scanner announces about itself on `P/node/<node>/state`, retained.
struct NodeState {
  Version fw;                               ///< version of its program
  Hardware kind;                            ///< what it runs on: "linux", "lm3s6965", ...
  std::optional<std::uint8_t> battery_pct;  ///< 0 .. 100; none: no battery, left out
  std::uint32_t backlog = 0;                ///< movements stored and not yet acked
};

inline constexpr std::size_t kNodeStateBytesMax = 512;

/// Writes the message of a connected scanner to `out`; returns a view of it. Errors: kTruncated
/// (`out` is too small; kNodeStateBytesMax suffices), kInvalidArgument (a text is not UTF-8).
[[nodiscard]] Result<std::string_view> write_node_state(const NodeState& state,
                                                        std::span<char> out);

/// Writes the Last Will: `online` is false, battery and backlog are left out, because they
/// are unknown when the broker publishes it. Errors: as above.
[[nodiscard]] Result<std::string_view> write_node_will(const NodeState& state, std::span<char> out);

}  // namespace wire
