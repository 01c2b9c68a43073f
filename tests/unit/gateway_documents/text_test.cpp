// SPDX-License-Identifier: MIT
// Promise: whatever a name or an address holds, what is printed of it is well formed, no
// wider than its column, and nothing of it is lost.
#include "text.h"

#include <gtest/gtest.h>

#include "wire/utf8.h"

namespace gateway::documents {
namespace {

/// Every character is one wide.
double characters(std::string_view text) {
  double count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) == 0x80 ? 0 : 1;
  return count;
}

using Lines = std::vector<std::string>;

TEST(Wrap, BreaksAtBlanks) {
  EXPECT_EQ(wrap("one two three", 7, characters), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("one two three", 13, characters), (Lines{"one two three"}));
  EXPECT_EQ(wrap("one two three", 5, characters), (Lines{"one", "two", "three"}));
}

TEST(Wrap, BreaksAWordOnlyWhereItAloneIsTooWide) {
  EXPECT_EQ(wrap("a Schlüsselkasten", 8, characters), (Lines{"a", "Schlüsse", "lkasten"}));
  EXPECT_EQ(wrap("ab Käfig", 5, characters), (Lines{"ab", "Käfig"}));
}

TEST(Wrap, GoesOnBehindTheRestOfABrokenWord) {
  EXPECT_EQ(wrap("abcdefgh ij", 5, characters), (Lines{"abcde", "fgh", "ij"}));
  EXPECT_EQ(wrap("abcdefgh i", 5, characters), (Lines{"abcde", "fgh i"}));
}

TEST(Wrap, NeverCutsThroughACharacter) {
  for (double width = 0; width < 8; ++width) {
    std::string all;
    for (const auto& line : wrap("ΚλειδίЖелезоSchlüssel", width, characters)) {
      EXPECT_TRUE(wire::is_utf8(line)) << line;
      EXPECT_LE(characters(line), std::max(width, 1.0));
      all += line;
    }
    EXPECT_EQ(all, "ΚλειδίЖелезоSchlüssel");
  }
}

TEST(Wrap, OfNothingIsOneEmptyLine) {
  EXPECT_EQ(wrap("", 5, characters), Lines{""});
  EXPECT_EQ(wrap("   ", 5, characters), Lines{""});
}

TEST(Cut, KeepsWhatFits) {
  EXPECT_EQ(cut("Nordlager", 9, characters), "Nordlager");
  EXPECT_EQ(cut("Nordlager", 8, characters), "Nordlag…");
  EXPECT_EQ(cut("Nord lager", 6, characters), "Nord…") << "no blank before the ellipsis";
  EXPECT_EQ(cut("Größe", 3, characters), "Gr…");
}

TEST(Printable, LeavesTextAlone) {
  EXPECT_EQ(printable("Größe, μέγεθος, размер, 5 €"), "Größe, μέγεθος, размер, 5 €");
}

TEST(Printable, ReplacesWhatCannotBePrinted) {
  EXPECT_EQ(printable("a\tb\nc\x7f"), "a b c ");
  EXPECT_EQ(printable("a\xc2\x85z"), "a z") << "U+0085, a control character too";
  EXPECT_EQ(printable("a\xf0\x9f\x98\x80z"), "a\uFFFDz") << "beyond what the library knows";
  EXPECT_EQ(printable("a\xffz\xc3"), "a\uFFFDz\uFFFD") << "not UTF-8";
}

TEST(AddressLines, AreTheLinesWithoutTheEmptyOnes) {
  EXPECT_EQ(address_lines("Lange Gasse 7\n\n 93047 Regensburg \r\n", 8),
            (Lines{"Lange Gasse 7", "93047 Regensburg"}));
  EXPECT_TRUE(address_lines("", 8).empty());
  EXPECT_TRUE(address_lines("\n \n", 8).empty());
}

TEST(AddressLines, PastTheLastAreJoined) {
  EXPECT_EQ(address_lines("a\nb\nc\nd", 2), (Lines{"a", "b, c, d"}));
}

}  // namespace
}  // namespace gateway::documents
