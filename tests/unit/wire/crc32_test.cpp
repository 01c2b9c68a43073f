// SPDX-License-Identifier: MIT
// Goal: the checksum is the CRC-32 everybody else computes, and a record's check
// chained from the one before equals the check of both in one piece.
// Method: published vectors, and cutting a text at every place.

#include "wire/crc32.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace wire {
namespace {

TEST(Crc32, MatchesPublishedVectors) {
  EXPECT_EQ(crc32(0, ""), 0U);
  EXPECT_EQ(crc32(0, "123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32(0, "a"), 0xE8B7BE43U);
  EXPECT_EQ(crc32(0, "The quick brown fox jumps over the lazy dog"), 0x414FA339U);
  const std::array<std::byte, 32> zeros{};
  EXPECT_EQ(crc32(0, zeros), 0x190A55ADU);
  std::array<std::byte, 32> ones{};
  ones.fill(std::byte{0xFF});
  EXPECT_EQ(crc32(0, ones), 0xFF6CAB0BU);
}

TEST(Crc32, ChainsWhereverTheTextIsCut) {
  constexpr std::string_view kText =
      "]C10109501101530003\x1d"
      "10ABC123";
  const std::uint32_t whole = crc32(0, kText);
  for (std::size_t cut = 0; cut <= kText.size(); ++cut) {
    EXPECT_EQ(crc32(crc32(0, kText.substr(0, cut)), kText.substr(cut)), whole) << "cut at " << cut;
  }
}

TEST(Crc32, DependsOnItsSeed) {
  EXPECT_NE(crc32(1, "record"), crc32(2, "record"));
  EXPECT_EQ(crc32(0x9f3c01aa, ""), 0x9f3c01aaU);
}

TEST(Crc32, NoticesEverySingleFlippedBit) {
  std::array<std::byte, 64> record{};
  for (std::size_t i = 0; i < record.size(); ++i) record[i] = static_cast<std::byte>(i * 7);
  const std::uint32_t right = crc32(0, record);
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    const auto mask = static_cast<std::byte>(1U << (bit % 8));
    record[bit / 8] ^= mask;
    EXPECT_NE(crc32(0, record), right) << "bit " << bit;
    record[bit / 8] ^= mask;
  }
}

}  // namespace
}  // namespace wire
