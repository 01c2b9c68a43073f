// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace gateway::store {

/// Memory for direct writes: whole pages straight from the system, zeroed, and given back to
/// it. From the heap, one large block given back would make it keep everything up to that size.
class Pages {
 public:
  explicit Pages(std::uint64_t bytes);
  ~Pages();
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  [[nodiscard]] std::byte* data() const { return data_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::byte* data_;
  std::uint64_t bytes_;
};

}  // namespace gateway::store
