// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "wire/limits.h"
#include "wire/text.h"

namespace wire {

using ClientId = Text<kClientIdBytesMax, struct ClientIdTag>;

/// The part of a client id that tells connections of one name apart is at most this long.
inline constexpr std::size_t kClientIdEndingBytesMax = 8;

/// By which `name` connects to a broker: `name` and `ending`, at most 23 bytes, the most that every
/// broker of MQTT 3.1.1 has to take. Where that is too long, `name` is cut, at a character, and the
/// CRC-32 of all of it follows, so that two long names differ. Both are UTF-8, which the id then is
/// too. Asserts that `ending` has at most kClientIdEndingBytesMax bytes. Pure: any thread.
[[nodiscard]] ClientId client_id(std::string_view name, std::string_view ending = {});

}  // namespace wire
