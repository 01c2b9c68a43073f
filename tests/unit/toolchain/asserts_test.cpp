// SPDX-License-Identifier: MIT
//
// Goal: asserts stop the program in every kind of build. They guard against
// programmer errors, and a gateway that went on after one could put a wrong
// movement on disk.
// Method: fail one on purpose, compiled with the flags that everything gets.

#include <gtest/gtest.h>

#include <cassert>

#ifdef NDEBUG
#error "NDEBUG turns asserts off; no build of this project may define it"
#endif

namespace {

TEST(AssertsDeathTest, StopTheProgramInThisBuild) {
  EXPECT_DEATH(assert(testing::Test::HasFailure()), "HasFailure");
}

}  // namespace
