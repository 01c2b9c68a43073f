// SPDX-License-Identifier: MIT
// Goal: a batch is complete JSON whatever its movements are and wherever the room
// ends, and there is no movement that can never be sent.
// Method: exact texts; buffers of every size; the longest movement there can be.
// What the fields mean to the gateway is proved in agreement_test.cpp.

#include "wire/up.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "random_messages.h"

namespace wire {
namespace {

constexpr Epoch kEpoch{0x9F3C01AA};
constexpr ChainChecksum kBefore{0x77C0DE01};

Movement sample() {
  Movement movement;
  movement.op = Op::kPick;
  movement.code = *Code::from("05901234123457");
  movement.from = *Location::from("MAIN/A-01");
  movement.qty = 1;
  movement.ref = *Reference::from("1007");
  return movement;
}

std::string batch_of(const Movement& movement) {
  std::array<char, kBatchBytesMaxMcu> buffer{};
  UpWriter batch(buffer, kEpoch, 1, 1, kBefore);
  EXPECT_TRUE(batch.add(movement, ChainChecksum{0x1F00BAA5}));
  return std::string(*batch.finish());
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(UpWriter, WritesAHelloWhenNothingIsAdded) {
  std::array<char, 128> buffer{};
  UpWriter hello(buffer, kEpoch, 1042, 1042, kBefore);
  EXPECT_EQ(hello.count(), 0U);
  EXPECT_EQ(hello.finish(), R"({"v":1,"e":"9f3c01aa","s":1042,"b":1042,"p":"77c0de01","m":[]})");
}

TEST(UpWriter, WritesMovementsInOrder) {
  std::array<char, 512> buffer{};
  UpWriter batch(buffer, kEpoch, 7, 3, kBefore);
  EXPECT_TRUE(batch.add(sample(), ChainChecksum{1}));
  Movement undo;
  undo.op = Op::kUndo;
  undo.undoes = 7;
  undo.age_ms = 0;
  EXPECT_TRUE(batch.add(undo, ChainChecksum{0xFFFFFFFF}));
  EXPECT_EQ(batch.count(), 2U);
  EXPECT_EQ(batch.finish(),
            R"({"v":1,"e":"9f3c01aa","s":7,"b":3,"p":"77c0de01","m":[)"
            R"({"op":"pick","code":"05901234123457","from":"MAIN/A-01","qty":1,"ref":"1007",)"
            R"("k":"00000001"},{"op":"undo","undoes":7,"age_ms":0,"k":"ffffffff"}]})");
}

TEST(UpWriter, SendsWhatIsNotTextAsHex) {
  Movement movement = sample();
  movement.code = *Code::from("]C10109501101530003\x1d\xC3\xA4");
  EXPECT_TRUE(holds(batch_of(movement), "\"code\":\"]C10109501101530003\\u001d\xC3\xA4\""));
  movement.code = *Code::from("\xFF\x1d");
  EXPECT_TRUE(holds(batch_of(movement), R"("hex":"ff1d")"));
  EXPECT_FALSE(holds(batch_of(movement), "\"code\""));
  movement.code = *Code::from("a\nb");
  EXPECT_TRUE(holds(batch_of(movement), R"("hex":"610a62")"));
}

TEST(UpWriter, NeverRefusesAMovementForItsContent) {
  Movement movement = sample();
  movement.lot = *Lot::from(
      "L\xFF"
      "1");
  movement.from = *Location::from("A\xC3");
  movement.qty = -5;
  const std::string text = batch_of(movement);
  EXPECT_TRUE(holds(text,
                    "\"lot\":\"L\xEF\xBF\xBD"
                    "1\""))
      << text;
  EXPECT_TRUE(holds(text, "\"from\":\"A\xEF\xBF\xBD\"")) << text;
  EXPECT_TRUE(holds(text, "\"qty\":-5")) << text;
}

TEST(UpWriter, WritesTheExpiryAsADate) {
  Movement movement = sample();
  movement.expiry_yyyymmdd = 20261231;
  EXPECT_TRUE(holds(batch_of(movement), R"("exp":"2026-12-31")"));
  movement.expiry_yyyymmdd = 10101;
  EXPECT_TRUE(holds(batch_of(movement), R"("exp":"0001-01-01")"));
  movement.expiry_yyyymmdd = 0xFFFFFFFF;
  EXPECT_TRUE(holds(batch_of(movement), R"("exp":"9496-72-95")"));
}

TEST(UpWriter, WritesTheNotesOfForksOldestFirst) {
  std::array<char, 512> buffer{};
  const std::array notes{
      ForkNote{*NodeName::from("dock-1"), Epoch{1}, 40, 3, ChainChecksum{2}},
      ForkNote{{}, Epoch{3}, 1, 3, ChainChecksum{3}},
  };
  UpWriter hello(buffer, kEpoch, 4, 1, kBefore, 0, notes);
  EXPECT_EQ(hello.finish(), R"({"v":1,"e":"9f3c01aa","s":4,"b":1,"p":"77c0de01","was":[)"
                            R"({"node":"dock-1","e":"00000001","s":40,"n":3,"k":"00000002"},)"
                            R"({"e":"00000003","s":1,"n":3,"k":"00000003"}],"m":[]})");
}

TEST(UpWriter, WritesARecordAsItsBytes) {
  std::array<char, 512> buffer{};
  UpWriter batch(buffer, kEpoch, 1, 1, kBefore, 1);
  const std::array record{std::byte{0x01}, std::byte{0xe9}};
  EXPECT_TRUE(batch.add_raw(record, ChainChecksum{5}));
  EXPECT_FALSE(batch.add_raw(record, ChainChecksum{6})) << "one is enough";
  EXPECT_TRUE(
      holds(std::string(*batch.finish()), R"("m":[{"op":"raw","hex":"01e9","k":"00000005"}]})"));
}

TEST(UpWriter, AlwaysHasRoomForOneMovement) {
  std::array<ForkNote, kForkNotesMax> notes{};
  notes.fill({*NodeName::from(std::string(kNameBytesMax, 'n')), Epoch{0xFFFFFFFF}, kSequenceMax,
              kSequenceMax, ChainChecksum{0xFFFFFFFF}});
  std::array<char, kUpBytesMin> buffer{};
  UpWriter batch(buffer, kEpoch, kSequenceMax, kSequenceMax, kBefore, 1, notes);
  EXPECT_TRUE(batch.add(longest_movement(), ChainChecksum{0xFFFFFFFF}));
  const auto text = batch.finish();
  ASSERT_TRUE(text);
  EXPECT_GT(text->size(), kUpBytesMin - 64) << "the promise could be a smaller buffer";

  UpWriter raw(buffer, kEpoch, kSequenceMax, kSequenceMax, kBefore, 1, notes);
  EXPECT_TRUE(raw.add_raw(std::array<std::byte, kRawBytesMax>{}, ChainChecksum{0xFFFFFFFF}));
  EXPECT_TRUE(raw.finish());
}

TEST(UpWriter, IsCompleteWhereverTheRoomEnds) {
  std::vector<char> room(600);
  UpWriter largest(room, kEpoch, 1, 1, kBefore);
  while (largest.add(sample(), ChainChecksum{5})) {
  }
  const std::size_t bytes_max = largest.finish()->size();
  const std::size_t hello_bytes = UpWriter(room, kEpoch, 1, 1, kBefore).finish()->size();

  for (std::size_t size = 0; size <= bytes_max; ++size) {
    std::vector<char> buffer(size + 8, '#');
    UpWriter batch(std::span<char>(buffer).first(size), kEpoch, 1, 1, kBefore);
    std::size_t added = 0;
    while (batch.add(sample(), ChainChecksum{5})) ++added;
    EXPECT_EQ(batch.count(), added);
    const auto text = batch.finish();
    EXPECT_EQ(std::string(buffer.end() - 8, buffer.end()), "########") << size;
    ASSERT_EQ(text.has_value(), size >= hello_bytes) << size;
    if (!text) {
      EXPECT_EQ(text, fail(Status::kTruncated));
      EXPECT_EQ(added, 0U);
      continue;
    }
    EXPECT_TRUE(text->ends_with(added == 0 ? "[]}" : "}]}")) << *text;
    std::size_t ops = 0;
    for (std::size_t at = text->find("\"op\""); at != std::string::npos;
         at = text->find("\"op\"", at + 1)) {
      ++ops;
    }
    EXPECT_EQ(ops, added);
  }
}

TEST(UpWriter, StopsAtTheNumberOfMovementsAskedFor) {
  std::array<char, kBatchBytesMaxMcu> buffer{};
  UpWriter two(buffer, kEpoch, 1, 1, kBefore, 2);
  EXPECT_TRUE(two.add(sample(), ChainChecksum{1}));
  EXPECT_TRUE(two.add(sample(), ChainChecksum{2}));
  EXPECT_FALSE(two.add(sample(), ChainChecksum{3}));
  EXPECT_EQ(two.count(), 2U);

  UpWriter usual(buffer, kEpoch, 1, 1, kBefore);
  Movement small;
  std::size_t added = 0;
  while (usual.add(small, ChainChecksum{1})) ++added;
  EXPECT_EQ(added, kBatchMovementsMaxMcu);
}

TEST(UpWriterDeathTest, DiesOfSequencesThatCannotBe) {
  std::array<char, 128> buffer{};
  EXPECT_DEATH(UpWriter(buffer, kEpoch, 0, 1, kBefore), "");
  EXPECT_DEATH(UpWriter(buffer, kEpoch, 1, 2, kBefore), "");
  EXPECT_DEATH(UpWriter(buffer, kEpoch, kSequenceMax + 2, 1, kBefore), "");
  EXPECT_DEATH(UpWriter(buffer, kEpoch, 1, 1, kBefore, kBatchMovementsMax + 1), "");
}

}  // namespace
}  // namespace wire
