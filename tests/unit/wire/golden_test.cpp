// SPDX-License-Identifier: MIT
// Goal: the messages of protocol v1 stay readable for ever, and today's programs
// still write them byte for byte.
// Method: the files in tests/golden/wire/v1, each a message as it was released.
// A change that breaks this test breaks scanners in the field: a new form needs a
// new file beside the old one, never a changed file.

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gateway/json/parse.h"
#include "random_messages.h"
#include "support/source_tree.h"
#include "wire/ack.h"
#include "wire/node_state.h"
#include "wire/up.h"

namespace wire {
namespace {

constexpr std::int64_t kTimeMs = 1790000000000;

std::string golden(const std::string& name) {
  std::ifstream file(support::source_tree() / "tests/golden/wire/v1" / name);
  EXPECT_TRUE(file) << "no golden file " << name;
  std::ostringstream text;
  text << file.rdbuf();
  std::string message = text.str();
  if (message.ends_with('\n')) message.pop_back();
  return message;
}

std::string text_or_status(const Result<std::string_view>& text) {
  return text ? std::string(*text) : std::string(to_string(text.error()));
}

Movement received() {
  Movement movement;
  movement.op = Op::kReceive;
  movement.code = *Code::from("]C10109501101530003172612310ABC123");
  movement.to = *Location::from("MAIN/A-01");
  movement.qty = 5;
  movement.at_ms = kTimeMs;
  return movement;
}

Movement picked() {
  Movement movement;
  movement.op = Op::kPick;
  movement.code = *Code::from("05901234123457");
  movement.from = *Location::from("MAIN/A-01");
  movement.qty = 1;
  movement.ref = *Reference::from("1007");
  return movement;
}

Movement moved_with_every_field() {
  Movement movement;
  movement.op = Op::kMove;
  movement.sku = *Sku::from("BOLT-8");
  movement.from = *Location::from("MAIN/A-01");
  movement.to = *Location::from("MAIN/B-02/03");
  movement.qty = 1'000'000;
  movement.at_ms = kTimeMs;
  movement.age_ms = 1234;
  movement.by = *Operator::from("anna");
  movement.ref = *Reference::from("DN-7");
  movement.lot = *Lot::from("L\"1\\");
  movement.serial = *Serial::from("S-1");
  movement.expiry_yyyymmdd = 20261231;
  return movement;
}

Movement of(Op op, std::string_view code, Quantity qty) {
  Movement movement;
  movement.op = op;
  movement.code = *Code::from(code);
  movement.to = *Location::from("MAIN/A-01");
  movement.qty = qty;
  return movement;
}

Movement undone(Sequence undoes) {
  Movement movement;
  movement.op = Op::kUndo;
  movement.undoes = undoes;
  return movement;
}

TEST(Golden, BatchesAreWrittenAsReleased) {
  std::array<char, kBatchBytesMaxMcu> buffer{};
  UpWriter two(buffer, Epoch{0x9F3C01AA}, 1041, 1030, ChainChecksum{0x77C0DE01});
  EXPECT_TRUE(two.add(received(), ChainChecksum{0x0BADCAFE}));
  EXPECT_TRUE(two.add(picked(), ChainChecksum{0x1F00BAA5}));
  EXPECT_EQ(text_or_status(two.finish()), golden("up.json"));

  UpWriter hello(buffer, Epoch{0x9F3C01AA}, 1, 1, ChainChecksum{0x9F3C01AA});
  EXPECT_EQ(text_or_status(hello.finish()), golden("up-hello.json"));

  UpWriter all(buffer, Epoch{0xFFFFFFFF}, 2147483640, 2147483640, ChainChecksum{0});
  EXPECT_TRUE(all.add(moved_with_every_field(), ChainChecksum{1}));
  EXPECT_TRUE(all.add(of(Op::kCount, "]E04006381333931", 0), ChainChecksum{2}));
  EXPECT_TRUE(all.add(of(Op::kReturn, "\xC3\xA4\x1d\xE2\x82\xAC", 1), ChainChecksum{3}));
  EXPECT_TRUE(all.add(of(Op::kScrap, "\xFF\x00", 1), ChainChecksum{4}));
  EXPECT_TRUE(all.add(undone(2147483641), ChainChecksum{5}));
  EXPECT_EQ(text_or_status(all.finish()), golden("up-every-field.json"));
}

TEST(Golden, AcksAreWrittenAndReadAsReleased) {
  Ack usual;
  usual.epoch = Epoch{0x9F3C01AA};
  usual.acked = 1046;
  usual.chain_checksum = ChainChecksum{0x5EED0001};
  usual.now_ms = 1790000001234;
  usual.refused_total = 3;
  usual.refused_count = 1;
  usual.refused[0] = {1043, Refusal::kUnknownCode};
  Ack questioned = usual;
  questioned.doubt_total = 2;
  questioned.doubt_count = 2;
  questioned.doubt[0] = {1042, Doubt::kUnknownReference};
  questioned.doubt[1] = {1044, Doubt::kMoreThanOrdered};
  Ack unsynchronised;
  unsynchronised.epoch = Epoch{0x9F3C01AA};
  unsynchronised.chain_checksum = ChainChecksum{0x9F3C01AA};

  std::array<char, kAckBytesMax> buffer{};
  for (const auto& [ack, file] : {std::pair{usual, "ack.json"},
                                  {questioned, "ack-questioned.json"},
                                  {unsynchronised, "ack-unsynchronised.json"},
                                  {longest_ack(), "ack-longest.json"}}) {
    EXPECT_EQ(text_or_status(write_ack(ack, buffer)), golden(file));
    EXPECT_EQ(read_ack(golden(file)), ack) << file;
  }
  EXPECT_EQ(golden("ack-longest.json").size(), kAckBytesMax);
  EXPECT_EQ(read_ack(golden("ack-from-a-newer-gateway.json")), usual);
  EXPECT_EQ(read_ack(golden("ack-of-version-2.json")), fail(Status::kVersion));
}

TEST(Golden, StatesAreWrittenAsReleased) {
  std::array<char, kNodeStateBytesMax> buffer{};
  const NodeState node{*Version::from("0.1.0"), *Hardware::from("lm3s6965"), 81, 0};
  EXPECT_EQ(text_or_status(write_node_state(node, buffer)), golden("node-state.json"));
  EXPECT_EQ(text_or_status(write_node_will(node, buffer)), golden("node-will.json"));
}

TEST(Golden, EveryFileIsStrictJson) {
  std::size_t files = 0;
  const auto folder = support::source_tree() / "tests/golden/wire/v1";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto read = gateway::json::parse(golden(entry.path().filename().string()));
    EXPECT_TRUE(read) << entry.path() << ": " << (read ? "" : read.error().what);
    ++files;
  }
  EXPECT_GE(files, 19U);
}

}  // namespace
}  // namespace wire
