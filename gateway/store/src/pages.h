// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace gateway::store {

/// Memory for direct writes: whole zeroed pages from the system, returned to it at the end. The
/// heap would keep such a large block, and later ones up to its size. Throws std::bad_alloc.
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
