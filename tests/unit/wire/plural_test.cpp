// SPDX-License-Identifier: MIT
// Goal: a text for people speaks of one thing in the singular and of any other number in the
// plural.
// Method: the numbers around one, of the types that call sites count in.

#include "wire/plural.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace wire {
namespace {

TEST(Plural, IsForAllNumbersButOne) {
  EXPECT_EQ(plural(std::uint64_t{1}, "item", "items"), std::string("item"));
  for (const std::int64_t count : {-1, 0, 2, 11, 21}) {
    EXPECT_EQ(plural(count, "item", "items"), std::string("items")) << count;
  }
}

}  // namespace
}  // namespace wire
