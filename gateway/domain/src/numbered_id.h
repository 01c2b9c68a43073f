// SPDX-License-Identifier: MIT
// Numbers as people read them: PO-000017, INV-000012.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "digits.h"
#include "wire/status.h"

namespace gateway {

inline constexpr std::size_t kIdDigitsMin = 6;

inline std::string numbered_id(std::string_view prefix, std::uint64_t number) {
  return std::string(prefix) + padded(static_cast<std::int64_t>(number), kIdDigitsMin);
}

inline wire::Result<std::uint64_t> parse_numbered_id(std::string_view prefix, std::string_view id) {
  if (!id.starts_with(prefix)) return wire::fail(wire::Status::kInvalidArgument);
  id.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool whole = error == std::errc{} && end == id.data() + id.size();
  if (!whole || id.size() < kIdDigitsMin || number == 0) {
    return wire::fail(wire::Status::kInvalidArgument);
  }
  return number;
}

}  // namespace gateway
