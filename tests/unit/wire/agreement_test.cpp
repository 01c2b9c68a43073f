// SPDX-License-Identifier: MIT
// Goal: scanner and gateway use two different JSON readers and one writer, and
// agree all the same: whatever the scanner writes, the gateway's strict reader
// accepts with equal fields; whatever the gateway writes, the scanner reads equal.
// Method: seeded random movements and acks through both sides. The reading of a
// movement here is written from the protocol page, not taken from the gateway.

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "gateway/json/parse.h"
#include "random_messages.h"
#include "wire/hex.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"
#include "wire/up.h"
#include "wire/utf8.h"

namespace wire {
namespace {

using gateway::json::Value;

constexpr unsigned kAgreementSeed = 20260101;

template <typename T>
T text_member(const Value& object, std::string_view key) {
  const Value* member = object.find(key);
  if (member == nullptr) return {};
  const auto text = T::from(member->as_string().value());
  EXPECT_TRUE(text) << key << " is too long";
  return text.value_or(T());
}

std::int64_t int_member(const Value& object, std::string_view key) {
  const Value* member = object.find(key);
  return member == nullptr ? 0 : member->as_int().value();
}

std::uint32_t hex_member(const Value& object, std::string_view key) {
  const Value* member = object.find(key);
  EXPECT_NE(member, nullptr) << key;
  return *parse_hex32(member->as_string().value());
}

Code code_member(const Value& object) {
  if (object.find("hex") == nullptr) return text_member<Code>(object, "code");
  EXPECT_EQ(object.find("code"), nullptr);
  std::array<char, kCodeBytesMax> bytes{};
  return *Code::from(*parse_hex_bytes(object.find("hex")->as_string().value(), bytes));
}

std::uint32_t date_member(const Value& object, std::string_view key) {
  const Value* member = object.find(key);
  if (member == nullptr) return 0;
  std::string digits(member->as_string().value());
  EXPECT_EQ(digits.size(), 10U);
  EXPECT_EQ(digits[4], '-');
  EXPECT_EQ(digits[7], '-');
  std::erase(digits, '-');
  return static_cast<std::uint32_t>(std::stoul(digits));
}

Movement movement_of(const Value& object) {
  Movement movement;
  movement.op = *parse_op(object.find("op")->as_string().value());
  movement.code = code_member(object);
  movement.sku = text_member<Sku>(object, "sku");
  movement.from = text_member<Location>(object, "from");
  movement.to = text_member<Location>(object, "to");
  movement.qty = int_member(object, "qty");
  movement.undoes = static_cast<Sequence>(int_member(object, "undoes"));
  movement.at_ms = int_member(object, "at_ms");
  if (object.find("age_ms") != nullptr) {
    movement.age_ms = static_cast<std::uint32_t>(int_member(object, "age_ms"));
  }
  movement.by = text_member<Operator>(object, "by");
  movement.ref = text_member<Reference>(object, "ref");
  movement.lot = text_member<Lot>(object, "lot");
  movement.serial = text_member<Serial>(object, "serial");
  movement.expiry_yyyymmdd = date_member(object, "exp");
  return movement;
}

struct SentBatch {
  Epoch epoch{};
  Sequence first = 0;
  Sequence oldest = 0;
  ChainChecksum previous_checksum{};
  std::vector<std::pair<Movement, ChainChecksum>> movements;
  std::string text;
};

SentBatch send_batch(RandomMessages& random, std::span<char> buffer) {
  SentBatch sent;
  sent.epoch = Epoch{random.word()};
  sent.first = 1 + random.below(kSequenceMax);
  sent.oldest = 1 + random.below(sent.first);
  sent.previous_checksum = ChainChecksum{random.word()};
  UpWriter batch(buffer, sent.epoch, sent.first, sent.oldest, sent.previous_checksum);
  for (std::uint32_t wanted = random.below(40); wanted > 0; --wanted) {
    const Movement movement = random.movement();
    const ChainChecksum check{random.word()};
    if (!batch.add(movement, check)) break;
    sent.movements.emplace_back(movement, check);
  }
  sent.text = std::string(batch.finish().value_or(""));
  return sent;
}

TEST(Agreement, GatewayReadsEveryBatchAsTheScannerMeantIt) {
  SCOPED_TRACE(testing::Message() << "seed " << kAgreementSeed);
  RandomMessages random(kAgreementSeed);
  std::array<char, kBatchBytesMaxMcu> buffer{};
  std::size_t movements = 0;
  for (int round = 0; round < 200; ++round) {
    const SentBatch sent = send_batch(random, buffer);
    const auto read = gateway::json::parse(sent.text);
    ASSERT_TRUE(read) << read.error().what << " in " << sent.text;
    EXPECT_EQ(int_member(*read, "v"), 1);
    EXPECT_EQ(hex_member(*read, "e"), raw(sent.epoch));
    EXPECT_EQ(int_member(*read, "s"), sent.first);
    EXPECT_EQ(int_member(*read, "b"), sent.oldest);
    EXPECT_EQ(hex_member(*read, "p"), raw(sent.previous_checksum));
    const auto& list = *read->find("m")->as_array();
    ASSERT_EQ(list.size(), sent.movements.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      EXPECT_TRUE(movement_of(list[i]) == sent.movements[i].first) << sent.text;
      EXPECT_EQ(hex_member(list[i], "k"), raw(sent.movements[i].second));
    }
    movements += list.size();
  }
  EXPECT_GT(movements, 1000U);
}

TEST(Agreement, GatewayReadsTheLongestMovementAsTheScannerMeantIt) {
  std::array<char, kUpBytesMin> buffer{};
  UpWriter batch(buffer, Epoch{1}, 1, 1, ChainChecksum{1});
  ASSERT_TRUE(batch.add(longest_movement(), ChainChecksum{2}));
  const auto read = gateway::json::parse(*batch.finish());
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(movement_of(read->find("m")->as_array()->front()) == longest_movement());
}

// An ack as the strict reader sees it.
Ack ack_of(const Value& object) {
  Ack ack;
  ack.epoch = Epoch{hex_member(object, "e")};
  ack.acked = static_cast<Sequence>(int_member(object, "acked"));
  ack.chain_checksum = ChainChecksum{hex_member(object, "k")};
  ack.now_ms = int_member(object, "now_ms");
  ack.refused_total = static_cast<std::uint32_t>(int_member(object, "rt"));
  for (const Value& refused : *object.find("refused")->as_array()) {
    ack.refused[ack.refused_count++] = {static_cast<Sequence>(int_member(refused, "seq")),
                                        *parse_refusal(*refused.find("why")->as_string())};
  }
  const Value* const doubt = object.find("doubt");
  if (doubt == nullptr) return ack;
  ack.doubt_total = static_cast<std::uint32_t>(int_member(object, "dt"));
  for (const Value& doubted : *doubt->as_array()) {
    ack.doubt[ack.doubt_count++] = {static_cast<Sequence>(int_member(doubted, "seq")),
                                    *parse_doubt(*doubted.find("why")->as_string())};
  }
  return ack;
}

TEST(Agreement, ScannerAndStrictReaderReadEveryAckAlike) {
  SCOPED_TRACE(testing::Message() << "seed " << kAgreementSeed);
  RandomMessages random(kAgreementSeed);
  std::array<char, kAckBytesMax> buffer{};
  for (int round = 0; round < 500; ++round) {
    const Ack ack = round == 0 ? longest_ack() : random.ack();
    const auto text = write_ack(ack, buffer);
    ASSERT_TRUE(text);
    const auto strict =
        gateway::json::parse(*text, {.bytes_max = kNodeMessageBytesMax, .depth_max = 3});
    ASSERT_TRUE(strict) << strict.error().what;
    EXPECT_EQ(ack_of(*strict), ack) << *text;
    EXPECT_EQ(read_ack(*text), ack) << *text;
  }
}

TEST(Agreement, BothReadersReadEveryStringAlike) {
  SCOPED_TRACE(testing::Message() << "seed " << kAgreementSeed);
  RandomMessages random(kAgreementSeed);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random.text(60);
    std::array<char, 400> buffer{};
    JsonWriter json(buffer);
    json.begin_object().key("x").string(text).end_object();
    const auto message = json.finish();
    ASSERT_TRUE(message);

    const auto strict = gateway::json::parse(*message);
    ASSERT_TRUE(strict) << strict.error().what << " in " << *message;
    EXPECT_EQ(strict->find("x")->as_string(), text);

    JsonReader reader;
    ASSERT_EQ(reader.read(*message), Status::kOk) << *message;
    std::array<char, 60> out{};
    EXPECT_EQ(reader.root().find("x")->string(out), text) << *message;
  }
}

// Whatever the scanner's reader takes for a value, strict JSON takes for the same.
TEST(Agreement, ScannerTakesNoFieldThatStrictJsonWouldNot) {
  SCOPED_TRACE(testing::Message() << "seed " << kAgreementSeed);
  RandomMessages random(kAgreementSeed);
  constexpr std::string_view kAlphabet = "0123-+.eEtruefalsn\"\\u00d8,:[]{} ";
  std::size_t taken = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string value;
    for (std::uint32_t i = 1 + random.below(6); i > 0; --i) {
      value += kAlphabet[random.below(kAlphabet.size())];
    }
    const std::string message = "{\"x\":" + value + "}";
    JsonReader reader;
    if (reader.read(message) != Status::kOk) continue;
    const auto member = reader.root().find("x");
    if (!member) continue;
    std::array<char, 16> out{};
    const auto number = member->integer(INT64_MIN, INT64_MAX);
    const auto text = member->string(out);
    if (!number && !text && !member->boolean()) continue;
    const auto strict = gateway::json::parse(message);
    if (!strict) continue;  // strict JSON may still dislike what stands around it
    ++taken;
    const Value& same = *strict->find("x");
    if (number) {
      EXPECT_EQ(same.as_int(), *number) << message;
    }
    if (text) {
      EXPECT_EQ(same.as_string(), *text) << message;
    }
    if (member->boolean()) {
      EXPECT_EQ(same.as_bool(), *member->boolean()) << message;
    }
  }
  EXPECT_GT(taken, 1000U) << "the generator makes too little that can be read";
}

}  // namespace
}  // namespace wire
