// SPDX-License-Identifier: MIT
// Promise: no page holds more than fits it, every block stands on one page, and what
// belongs together stays together where it can.
#include "page_breaks.h"

#include <gtest/gtest.h>

#include <random>

namespace gateway::documents {
namespace {

using Starts = std::vector<std::size_t>;

std::vector<Block> blocks(const std::vector<double>& heights) {
  std::vector<Block> made;
  for (const double height : heights) made.push_back({height});
  return made;
}

TEST(PageBreaks, FillEachPage) {
  EXPECT_EQ(page_starts(blocks({2, 2, 2}), 6, 10), Starts{0});
  EXPECT_EQ(page_starts(blocks({2, 2, 2, 2}), 6, 10), (Starts{0, 3}));
  EXPECT_EQ(page_starts(blocks({2, 2, 2, 9, 1, 1}), 6, 10), (Starts{0, 3, 5}));
}

TEST(PageBreaks, OfNothingAreOnePage) {
  EXPECT_EQ(page_starts({}, 6, 10), Starts{0});
}

TEST(PageBreaks, LeaveTheFirstPageEmptyWhereNothingFits) {
  EXPECT_EQ(page_starts(blocks({7, 1}), 6, 10), (Starts{0, 0}));
}

TEST(PageBreaks, GiveABlockHigherThanAPageOneOfItsOwn) {
  EXPECT_EQ(page_starts(blocks({11, 1}), 6, 10), (Starts{0, 0, 1}));
  EXPECT_EQ(page_starts(blocks({1, 11, 1}), 6, 10), (Starts{0, 1, 2}));
}

TEST(PageBreaks, KeepTogetherWhatBelongsTogether) {
  std::vector<Block> invoice = blocks({2, 2, 2, 2, 2});
  invoice[2].with_next = invoice[3].with_next = true;  // the last line, and two sums
  EXPECT_EQ(page_starts(invoice, 8, 10), (Starts{0, 2}));
  EXPECT_EQ(page_starts(invoice, 9, 10), (Starts{0, 2}));
  EXPECT_EQ(page_starts(invoice, 10, 11), Starts{0});
}

TEST(PageBreaks, DivideWhatBelongsTogetherAndFitsNoPage) {
  std::vector<Block> invoice = blocks({2, 4, 4, 4});
  for (auto& block : invoice) block.with_next = true;
  EXPECT_EQ(page_starts(invoice, 6, 10), (Starts{0, 0, 3}));
}

TEST(PageBreaks, NeverPutMoreOnAPageThanFits) {
  constexpr unsigned kSeeds = 200;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::vector<Block> content(1 + random() % 60);
    for (Block& block : content)
      block = {static_cast<double>(1 + random() % 10), random() % 3 == 0};
    const auto starts = page_starts(content, 15, 20);
    ASSERT_EQ(starts.front(), 0U);
    for (std::size_t page = 0; page < starts.size(); ++page) {
      const auto end = page + 1 < starts.size() ? starts[page + 1] : content.size();
      ASSERT_LE(starts[page], end);
      EXPECT_TRUE(page == 0 || starts[page] < end) << "only the first page may be empty";
      double height = 0;
      for (std::size_t i = starts[page]; i < end; ++i) height += content[i].height;
      EXPECT_LE(height, page == 0 ? 15 : 20);
    }
  }
}

}  // namespace
}  // namespace gateway::documents
