// SPDX-License-Identifier: MIT
// Promise: a mistyped word leads to the one that was meant, and a word of its own to none.
// Method: words with one, two and three of each kind of mistake.
#include "gateway/text/near_match.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

std::string meant_by(std::string_view typed) {
  return near_match(typed, {"abcdefgh", "stock", "po"});
}

TEST(NearMatch, ForgivesTwoMistakesOfAnyKindAndNoThird) {
  struct Case {
    const char* what;
    const char* two;
    const char* three;
  };
  for (const Case& c : {
           Case{"other letters", "abXdeXgh", "XbXdeXgh"},
           Case{"missing letters", "acdegh", "adegh"},
           Case{"letters too many", "abXcdeXfgh", "XabXcdeXfgh"},
           Case{"neighbours swapped", "bacdfegh", "bacdfehg"},
       }) {
    EXPECT_EQ(meant_by(c.two), "abcdefgh") << c.what;
    EXPECT_EQ(meant_by(c.three), "") << c.what;
  }
}

TEST(NearMatch, WantsMoreThanHalfOfTheLettersRight) {
  EXPECT_EQ(meant_by("pox"), "po");
  EXPECT_EQ(meant_by("p"), "");
  EXPECT_EQ(meant_by("px"), "");
  EXPECT_EQ(meant_by(""), "");
}

TEST(NearMatch, PrefersTheNearest) {
  EXPECT_EQ(near_match("stok", {"stack", "stock", "stork"}), "stock");
  EXPECT_EQ(near_match("stokc", {"stoke", "stock"}), "stoke") << "the first of two as near";
  EXPECT_EQ(near_match("stork", {"stock", "stork"}), "stork");
}

TEST(NearMatch, LooksAtNoLongWord) {
  EXPECT_EQ(near_match(std::string(32, 'a'), {std::string(32, 'a')}), std::string(32, 'a'));
  EXPECT_EQ(near_match(std::string(33, 'a'), {std::string(33, 'a')}), "");
}

TEST(NearMatch, TakesCapitalsForSmallLetters) {
  EXPECT_EQ(meant_by("STOCK"), "stock");
  EXPECT_EQ(did_you_mean("Stok", {"stock"}), "; did you mean stock?");
  EXPECT_EQ(did_you_mean("other", {"stock"}), "");
}

}  // namespace
}  // namespace gateway
