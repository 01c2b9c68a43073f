// SPDX-License-Identifier: MIT
// The frame of a value on disk: version, payload, checksum. LMDB has no checksums:
// without the frame, a flipped bit would be read as a wrong figure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/rows/store.h"

namespace gateway::store {

inline constexpr unsigned char kFrameVersion = 1;
inline constexpr std::size_t kFrameBytes = 1 + 4;  ///< what a frame adds to a value

/// Replaces `out` by the frame of `value`: version byte, payload, CRC-32 (big
/// endian) over table, key length, key and payload. With the key inside, a value
/// that LMDB hands out under a wrong key is found too.
void make_frame(Table table, std::string_view key, std::string_view value, std::string& out);

/// The payload, a view into `frame`; none if its length, version or checksum is wrong.
[[nodiscard]] std::optional<std::string_view> open_frame(Table table, std::string_view key,
                                                         std::string_view frame);

}  // namespace gateway::store
