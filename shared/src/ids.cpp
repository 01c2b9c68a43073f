// SPDX-License-Identifier: MIT
#include "wire/ids.h"

#include <algorithm>

namespace wire {
namespace {

// Not <cctype>: its answers depend on the locale.
constexpr bool is_alphanumeric(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

constexpr bool is_name_char(char c) {
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax && is_alphanumeric(text.front()) &&
         std::all_of(text.begin(), text.end(), is_name_char);
}

bool is_order_id(std::string_view text) {
  return is_name(text) && text != kNewOrder;
}

bool is_location(std::string_view text) {
  if (text.size() > kLocationBytesMax) return false;
  for (std::size_t depth = 0; depth < kLocationDepthMax; ++depth) {
    const std::size_t slash = text.find('/');
    if (!is_name(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
  return false;
}

bool is_virtual_location(std::string_view text) {
  return text.size() <= kLocationBytesMax && text.starts_with('@') && is_name(text.substr(1));
}

std::string_view warehouse_of(std::string_view location) {
  return location.substr(0, location.find('/'));
}

}  // namespace wire
