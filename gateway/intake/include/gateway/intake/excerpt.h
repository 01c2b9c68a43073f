// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "gateway/json/value.h"

namespace gateway::intake {

/// At most kRawExcerptBytesMax bytes from the front of `text`, not cut inside a
/// UTF-8 character.
[[nodiscard]] std::string excerpt(std::string_view text);

/// The same of a JSON value, written without blanks.
[[nodiscard]] std::string excerpt(const json::Value& value);

}  // namespace gateway::intake
