// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/json/value.h"

namespace gateway::json {

/// Bounds of a text. The defaults suffice for any message of the wire protocol.
struct Limits {
  std::size_t bytes_max = 64 * 1024;
  std::size_t depth_max = 8;       ///< containers inside each other; 1: no nesting
  std::size_t members_max = 256;   ///< of one object
  std::size_t values_max = 16384;  ///< in all, containers included
};

/// Why a text was refused, for a person.
struct Problem {
  std::string what;    ///< one phrase, e.g. `key "qty" is there twice`
  std::size_t at = 0;  ///< how many bytes were read when it was noticed

  friend bool operator==(const Problem&, const Problem&) = default;
};

/// Reads exactly one JSON value, strictly: UTF-8, nothing after it but blanks, integers of
/// 64 bits only (no fraction, no exponent), no key twice in one object, nothing beyond
/// `limits`. The value owns its text. Pure; any thread; throws nothing but std::bad_alloc.
[[nodiscard]] tl::expected<Value, Problem> parse(std::string_view text, const Limits& limits = {});

}  // namespace gateway::json
