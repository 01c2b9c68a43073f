// SPDX-License-Identifier: MIT
// Goal: no text harms the gateway's JSON reader or costs more than its limits, and
// what it accepts is text in UTF-8 without a key twice.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/json/parse.h"
#include "require.h"
#include "wire/utf8.h"

namespace {

using gateway::json::Limits;
using gateway::json::Value;

constexpr Limits kLimits{.bytes_max = 4096, .depth_max = 4, .members_max = 16, .values_max = 256};

// Values in `value`, itself included.
std::size_t require_value(const Value& value, std::size_t depth_left) {
  std::size_t values = 1;
  if (const auto text = value.as_string()) require(wire::is_utf8(*text));
  if (const auto* array = value.as_array()) {
    require(depth_left > 0);
    for (const Value& element : *array) values += require_value(element, depth_left - 1);
  }
  if (const auto* object = value.as_object()) {
    require(depth_left > 0 && object->size() <= kLimits.members_max);
    for (const auto& member : *object) {
      require(wire::is_utf8(member.key) && value.find(member.key) == &member.value);
      values += require_value(member.value, depth_left - 1);
    }
  }
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = gateway::json::parse(text, kLimits);
  if (!read) {
    require(!read.error().what.empty() && read.error().at <= size);
    return 0;
  }
  require(size <= kLimits.bytes_max);
  require(require_value(*read, kLimits.depth_max) <= kLimits.values_max);
  return 0;
}
