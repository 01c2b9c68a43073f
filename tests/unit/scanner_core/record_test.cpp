// SPDX-License-Identifier: MIT
// Promise: a stored movement reads back as it was, and no bytes whatever make the
// reader accept something the writer did not write.
// Method: round trips of random records at their limits; every truncation and
// every single-byte change of encoded ones, and random bytes, which must either be
// refused or encode to exactly the same bytes again.
#include "scanner/record.h"

#include <gtest/gtest.h>

#include <vector>

#include "movements.h"

namespace scanner_test {
namespace {

using scanner::decode_record;
using scanner::encode_record;
using scanner::Record;
using scanner::RecordBytes;
using Bytes = std::vector<std::byte>;

Bytes encoded(const Record& record) {
  RecordBytes buffer{};
  const auto used = encode_record(record.movement, record.stamp, buffer);
  return {used.begin(), used.end()};
}

void expect_refused_or_canonical(const Bytes& bytes) {
  const wire::Result<Record> record = decode_record(bytes);
  if (record) {
    ASSERT_EQ(encoded(*record), bytes);
  }
}

TEST(Record, ReadsBackWhatWasWritten) {
  Seeded random(7);
  for (int round = 0; round < 2'000; ++round) {
    const Record record = random_record(random);
    const wire::Result<Record> back = decode_record(encoded(record));
    ASSERT_TRUE(back);
    ASSERT_EQ(*back, record);
  }
}

TEST(Record, HoldsEveryFieldAtItsLimit) {
  Record record;
  wire::Movement& movement = record.movement;
  movement.op = wire::Op::kUndo;
  movement.qty = wire::kQuantityMax;
  movement.code = *wire::Code::from(std::string(wire::kCodeBytesMax, '\xff'));
  movement.sku = *wire::Sku::from(std::string(wire::kNameBytesMax, 's'));
  movement.from = *wire::Location::from(std::string(wire::kLocationBytesMax, 'f'));
  movement.to = *wire::Location::from(std::string(wire::kLocationBytesMax, 't'));
  movement.by = *wire::Operator::from(std::string(wire::kNameBytesMax, 'b'));
  movement.ref = *wire::Reference::from(std::string(wire::kNameBytesMax, 'r'));
  movement.lot = *wire::Lot::from(std::string(wire::kLotBytesMax, 'l'));
  movement.serial = *wire::Serial::from(std::string(wire::kSerialBytesMax, 'n'));
  movement.undoes = wire::kSequenceMax;
  movement.at_ms = INT64_MAX;
  movement.expiry_yyyymmdd = 99991231;
  record.stamp = {UINT64_MAX, UINT32_MAX};
  const Bytes bytes = encoded(record);
  EXPECT_EQ(bytes.size(), scanner::kRecordBytesMax);
  EXPECT_EQ(decode_record(bytes), record);
  for (int tag = 0; tag < 256; ++tag) {
    for (std::size_t size = 0; size < 80; ++size) {
      Bytes longer = bytes;
      longer.push_back(static_cast<std::byte>(tag));
      longer.push_back(static_cast<std::byte>(size));
      longer.resize(longer.size() + size, std::byte{'x'});
      ASSERT_EQ(decode_record(longer).error(), wire::Status::kCorrupt) << tag << ' ' << size;
    }
  }
}

TEST(Record, NeverStoresTheAge) {
  Record record = numbered_record(1);
  const Bytes without = encoded(record);
  record.movement.age_ms = 5'000;
  EXPECT_EQ(encoded(record), without) << "the check of a movement must not change with time";
}

TEST(Record, DiffersWhenOnlyTheStampDiffers) {
  Record one = numbered_record(1);
  Record other = one;
  ++other.stamp.noise;
  EXPECT_NE(encoded(one), encoded(other));
  other = one;
  ++other.stamp.monotonic_ms;
  EXPECT_NE(encoded(one), encoded(other));
}

TEST(Record, RefusesTruncatedAndAlteredBytes) {
  Seeded random(11);
  for (int round = 0; round < 40; ++round) {
    const Bytes bytes = encoded(random_record(random));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      expect_refused_or_canonical({bytes.begin(), bytes.begin() + static_cast<long>(size)});
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      Bytes altered = bytes;
      altered[at] ^= static_cast<std::byte>(1 + random.below(255));
      expect_refused_or_canonical(altered);
    }
  }
}

TEST(Record, SurvivesRandomBytes) {
  Seeded random(13);
  for (int round = 0; round < 20'000; ++round) {
    Bytes bytes(random.below(scanner::kRecordBytesMax + 10));
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random.below(256));
    if (bytes.size() > 1) {  // let most of them past the first two bytes
      bytes[0] = std::byte{1};
      bytes[1] = static_cast<std::byte>(1 + random.below(7));
    }
    expect_refused_or_canonical(bytes);
  }
}

TEST(Record, SaysSoWhenANewerProgramWroteIt) {
  Bytes bytes = encoded(numbered_record(1));
  bytes[0] = std::byte{2};
  EXPECT_EQ(decode_record(bytes).error(), wire::Status::kVersion);
  EXPECT_EQ(decode_record({bytes.data(), 1}).error(), wire::Status::kVersion);
  bytes.resize(scanner::kRecordBytesMax + 1);
  EXPECT_EQ(decode_record(bytes).error(), wire::Status::kVersion) << "longer than ours";
  bytes[0] = std::byte{1};
  EXPECT_EQ(decode_record(bytes).error(), wire::Status::kCorrupt);
  bytes[0] = std::byte{0};
  EXPECT_EQ(decode_record(bytes).error(), wire::Status::kCorrupt);
}

TEST(Record, RefusesAnOperationThatDoesNotExist) {
  for (const int op : {0, 8, 255}) {
    Bytes bytes = encoded(numbered_record(1));
    bytes[1] = static_cast<std::byte>(op);
    EXPECT_EQ(decode_record(bytes).error(), wire::Status::kCorrupt) << op;
  }
}

}  // namespace
}  // namespace scanner_test
