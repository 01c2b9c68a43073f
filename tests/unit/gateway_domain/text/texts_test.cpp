// SPDX-License-Identifier: MIT
// Promise: a text that is stored and mailed reads as it was written: nothing in it breaks lines
// or turns the text around it.
#include "gateway/text/texts.h"

#include <gtest/gtest.h>

#include "wire/utf8.h"

namespace gateway {
namespace {

std::string with(std::uint32_t code_point) {
  char bytes[4];
  const std::size_t size = wire::encode_utf8(code_point, bytes);
  return "Bolt " + std::string(bytes, size) + "exe";
}

TEST(Texts, RefuseWhatTurnsTextAroundOrBreaksLinesByItsName) {
  for (const auto& [code_point, name] :
       std::initializer_list<std::pair<std::uint32_t, const char*>>{{0x202a, "U+202A"},
                                                                    {0x202e, "U+202E"},
                                                                    {0x2028, "U+2028"},
                                                                    {0x2029, "U+2029"},
                                                                    {0x2066, "U+2066"},
                                                                    {0x2069, "U+2069"},
                                                                    {0x200e, "U+200E"},
                                                                    {0x200f, "U+200F"},
                                                                    {0x061c, "U+061C"}}) {
    for (const auto& why :
         {judge_line(with(code_point), 100), judge_lines(with(code_point), 100)}) {
      EXPECT_NE(why.find(name), std::string::npos) << name << ": " << why;
    }
  }
}

TEST(Texts, TakeWhatPeopleWrite) {
  for (const std::uint32_t code_point : {0x41U, 0xc4U, 0x142U, 0x5d0U, 0x627U, 0x4e2dU, 0x1f529U,
                                         0x2027U, 0x202fU, 0x2065U, 0x206aU, 0x200dU, 0x2010U}) {
    EXPECT_EQ(judge_line(with(code_point), 100), "") << code_point;
  }
  EXPECT_EQ(judge_lines("Street 1\nTown", 100), "");
}

TEST(Texts, RefuseControlCharacters) {
  EXPECT_EQ(judge_line("a\nb", 100), "holds a control character");
  EXPECT_EQ(judge_lines("a\x7f", 100), "holds a control character");
}

}  // namespace
}  // namespace gateway
