// SPDX-License-Identifier: MIT
//
// Uses of the heap to compile into the image, one at a time (PLANT_...), to see that
// the link fails. Nobody calls them, but in a library that is linked whole the linker
// needs their symbols all the same.

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace planted {

int use(int size);
int* volatile kept = nullptr;  // else the compiler may leave an unused `new` out

int use(int size) {
#if defined(PLANT_malloc)
  return std::malloc(static_cast<std::size_t>(size)) != nullptr;
#elif defined(PLANT_new)
  kept = new int(size);
  return *kept;
#elif defined(PLANT_string)
  return std::string(static_cast<std::size_t>(size), 'x').back();
#elif defined(PLANT_vector)
  return std::vector<int>(static_cast<std::size_t>(size)).back();
#elif defined(PLANT_function)
  const std::function<int()> call = [a = size, b = size, c = size] { return a + b + c; };
  return call();
#elif defined(PLANT_printf)
  return std::printf("%d", size);
#endif
}

}  // namespace planted
