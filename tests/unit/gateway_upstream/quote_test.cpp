// SPDX-License-Identifier: MIT
// Goal: whatever a server answers becomes one short line that is safe to print, and
// never tells the token.
// Method: answers with control characters, of any length, that repeat a token.

#include "quote.h"

#include <gtest/gtest.h>

#include "gateway/upstream/post.h"

namespace gateway::upstream {
namespace {

TEST(Quote, IsOneLineOfPrintableAscii) {
  EXPECT_EQ(quote("", ""), "");
  EXPECT_EQ(quote("\r\n \t", ""), "");
  EXPECT_EQ(quote("stored", ""), "stored");
  EXPECT_EQ(quote("\n<h1>No\r\n\r\n  such\x1b[2J</h1>\x7f\n", ""), "<h1>No such [2J</h1>");
  EXPECT_EQ(quote("M\xc3\xbcller\x85", ""), "M??ller?");
  EXPECT_EQ(quote(std::string("a\0b", 3), ""), "a b");
}

TEST(Quote, IsShort) {
  EXPECT_EQ(quote(std::string(kQuoteBytesMax, 'x'), "").size(), kQuoteBytesMax);
  EXPECT_EQ(quote(std::string(9'000, 'x'), "").size(), kQuoteBytesMax);
}

TEST(Quote, NeverTellsTheToken) {
  const std::string token = "abcdefgh/ijklmnop+";
  EXPECT_EQ(quote("Bearer " + token, token), "");
  EXPECT_EQ(quote(R"({"sent":"Bearer abcdefgh\/ijklmnop+"})", token), "") << "escaped";
  EXPECT_EQ(quote("bcdefgh%2Fijklmnop%2B", token), "") << "the second half of it";
  EXPECT_EQ(quote(std::string(kQuoteBytesMax - 9, '.') + token, token), "") << "cut";
  EXPECT_EQ(quote("no such warehouse", token), "no such warehouse");
  EXPECT_EQ(quote("sent: xyz", "xyz"), "") << "a short one";
}

}  // namespace
}  // namespace gateway::upstream
