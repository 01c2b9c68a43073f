// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wire/limits.h"
#include "wire/status.h"

namespace wire {

/// Up to N bytes of text held in place: no heap, cheap to copy. `Tag` makes two
/// texts of one size different types, so a node cannot be passed for a SKU.
/// view() is valid until the object changes or ends; it is not zero-terminated.
template <std::size_t N, typename Tag>
class Text {
  static_assert(N <= 255);

 public:
  static constexpr std::size_t kBytesMax = N;

  constexpr Text() = default;

  /// Copies `text` as it is. kInvalidArgument when longer than N bytes; nothing
  /// else is checked (see is_name(), is_location()).
  [[nodiscard]] static constexpr Result<Text> from(std::string_view text) {
    Text result;
    if (!result.assign(text)) return fail(Status::kInvalidArgument);
    return result;
  }

  /// The same in place. False, and nothing changed, when `text` is longer than N bytes.
  [[nodiscard]] constexpr bool assign(std::string_view text) {
    if (text.size() > N) return false;
    std::copy(text.begin(), text.end(), bytes_.begin());
    size_ = static_cast<std::uint8_t>(text.size());
    return true;
  }

  [[nodiscard]] constexpr std::string_view view() const { return {bytes_.data(), size_}; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }

  friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }
  friend constexpr std::strong_ordering operator<=>(const Text& a, const Text& b) {
    return a.view() <=> b.view();
  }

 private:
  std::array<char, N> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace wire
