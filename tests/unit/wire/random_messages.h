// SPDX-License-Identifier: MIT
// Messages made from a seed, with the unpleasant values more often than chance
// would have them.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "wire/ack.h"
#include "wire/movement.h"

namespace wire {

class RandomMessages {
 public:
  explicit RandomMessages(unsigned seed) : random_(seed) {}

  [[nodiscard]] std::uint32_t below(std::uint32_t bound) { return word() % bound; }
  [[nodiscard]] std::uint32_t word() { return static_cast<std::uint32_t>(random_()); }
  [[nodiscard]] bool one_in(std::uint32_t n) { return below(n) == 0; }

  /// At most `bytes_max` bytes; always UTF-8, now and then hard to escape.
  [[nodiscard]] std::string text(std::size_t bytes_max);
  [[nodiscard]] std::string any_bytes(std::size_t bytes_max);
  [[nodiscard]] std::string name(std::size_t bytes_max = kNameBytesMax);
  [[nodiscard]] std::string location();

  /// Any movement a scanner could state.
  [[nodiscard]] Movement movement();
  [[nodiscard]] Ack ack();

 private:
  [[nodiscard]] std::uint32_t sequence() {
    return one_in(4) ? kSequenceMax : 1 + below(kSequenceMax);
  }
  void fill_item(Movement& movement);

  std::mt19937 random_;
};

/// The longest movement there can be: every field full of what escapes longest.
[[nodiscard]] Movement longest_movement();

/// The longest ack there can be.
[[nodiscard]] Ack longest_ack();

}  // namespace wire
