// SPDX-License-Identifier: MIT
//
// What the smallest board needs: a reset vector, and the functions in which a program
// ends when it fails. There is no `_sbrk` and no other system call here, on
// purpose: code that needs a heap does not link.

#include <cstddef>
#include <cstdint>

extern "C" {

using Word = std::uint32_t;
extern Word data_load[], data_begin[], data_end[], bss_begin[], bss_end[], stack_end[];
extern void (*init_array_begin[])();
extern void (*init_array_end[])();
int scanner_main();

// NOLINTBEGIN(*-reserved-identifier): these names are the C library's and the ABI's.
void* __dso_handle = nullptr;

[[noreturn]] void abort() {
  for (;;) {
  }
}

[[noreturn]] void __assert_func(const char*, int, const char*, const char*) {
  abort();
}

[[noreturn]] void __cxa_pure_virtual() {
  abort();
}

// Static objects live until the power is off; nothing runs their destructors.
int __aeabi_atexit(void*, void (*)(void*), void*) {
  return 0;
}
// NOLINTEND(*-reserved-identifier)

[[noreturn]] void reset() {
  Word* from = data_load;
  for (Word* to = data_begin; to != data_end; ++to) *to = *from++;
  for (Word* to = bss_begin; to != bss_end; ++to) *to = 0;
  for (auto construct = init_array_begin; construct != init_array_end; ++construct) (*construct)();
  scanner_main();
  abort();
}

[[gnu::section(".vectors"), gnu::used]] const void* const kVectors[] = {
    stack_end, reinterpret_cast<const void*>(&reset)};

}  // extern "C"

// A class with a virtual destructor also has a deleting one, called or not. Without
// `new` there is nothing to delete, so this may end like a failed assert.
void operator delete(void*) noexcept {
  abort();
}
void operator delete(void*, std::size_t) noexcept {
  abort();
}
