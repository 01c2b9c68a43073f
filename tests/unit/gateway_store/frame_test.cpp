// SPDX-License-Identifier: MIT
// Promise: a value comes back as it was stored, under its own table and key, or
// is known to be damaged.
// Method: every single-bit change and every shortening of a framed value.

#include "frame.h"

#include <gtest/gtest.h>

#include <string>

namespace gateway::store {
namespace {

std::string frame_of(Table table, std::string_view key, std::string_view value) {
  std::string frame;
  make_frame(table, key, value, frame);
  return frame;
}

TEST(Frame, GivesBackWhatWasFramed) {
  for (const std::string& value : {std::string(), std::string(1, '\0'), std::string(5000, 'x')}) {
    const std::string frame = frame_of(Table::kBins, "key", value);
    EXPECT_EQ(frame.size(), value.size() + kFrameBytes);
    EXPECT_EQ(open_frame(Table::kBins, "key", frame), value);
  }
}

// The bytes are on disks in the field. They change only with a new frame version.
TEST(Frame, HasTheseBytesForEver) {
  EXPECT_EQ(frame_of(Table::kLedger, "k", "value"), std::string("\x01value\xB6\x99\x84\xF3", 10));
}

TEST(Frame, FindsEveryFlippedBit) {
  const std::string whole = frame_of(Table::kBins, "key", "some value");
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(open_frame(Table::kBins, "key", flipped)) << "bit " << bit;
  }
}

TEST(Frame, FindsEveryShortening) {
  const std::string whole = frame_of(Table::kBins, "key", "some value");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(open_frame(Table::kBins, "key", std::string_view(whole).substr(0, size)));
  }
}

TEST(Frame, BelongsToItsTableAndKeyOnly) {
  const std::string frame = frame_of(Table::kBins, "ab", "cd");
  EXPECT_FALSE(open_frame(Table::kItems, "ab", frame));
  EXPECT_FALSE(open_frame(Table::kBins, "aB", frame));
  // Nor does a byte that moved from the value into the key go unseen.
  std::string shifted = frame;
  shifted.erase(1, 1);
  EXPECT_FALSE(open_frame(Table::kBins, "abc", shifted));
}

TEST(Frame, IsNotWholeUnderAKeyThatIsNoneOfOurs) {
  std::string frame;
  make_frame(Table::kBins, "key", "value", frame);
  EXPECT_FALSE(open_frame(Table::kBins, std::string(kKeyBytesMax + 1, 'k'), frame));
  EXPECT_FALSE(open_frame(Table::kBins, std::string(511, 'k'), frame));  // the most LMDB has
}

}  // namespace
}  // namespace gateway::store
