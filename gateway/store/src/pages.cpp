// SPDX-License-Identifier: MIT
#include "pages.h"

#include <sys/mman.h>

#include <new>

namespace gateway::store {

Pages::Pages(std::uint64_t bytes) : data_(nullptr), bytes_(bytes) {
  void* const memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::byte*>(memory);
}

Pages::~Pages() {
  munmap(data_, bytes_);
}

}  // namespace gateway::store
