// SPDX-License-Identifier: MIT
// Promise: what a scanner sends becomes exactly the batch it stated; a message
// that cannot be trusted as a whole is refused with a reason; one bad movement is
// marked and keeps nothing behind it from being booked.
// How: tables of good and bad messages, each one change away from a good one, and
// random batches written by the scanner's own writer and read back.

#include "gateway/mqtt/decode.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "gateway/limits.h"
#include "random_messages.h"
#include "wire/limits.h"
#include "wire/up.h"

namespace gateway::mqtt {
namespace {

using wire::Refusal;

const wire::NodeName kNode = *wire::NodeName::from("scan-01");

// One movement: `fields` are its members but for `k`.
std::string up(const std::string& fields) {
  return R"({"v":1,"e":"9f3c01aa","s":7,"b":3,"p":"77c0de01","m":[{)" + fields +
         R"(,"k":"0badcafe"}]})";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what << " is not in " << text;
  return text.replace(at, what.size(), by);
}

const std::string kGood =
    R"({"v":1,"e":"9f3c01aa","s":1041,"b":1030,"p":"77c0de01","m":[)"
    R"({"op":"receive","code":"]C10109501101530003\u001d10ABC","to":"MAIN/A-01","qty":5,)"
    R"("at_ms":1790000000000,"age_ms":1200,"by":"kim","ref":"DN-7","lot":"L1","exp":"2028-02-29",)"
    R"("serial":"S9","k":"0badcafe"},)"
    R"({"op":"pick","sku":"PROD001","from":"MAIN","qty":1,"k":"1f00baa5"}]})";

const std::string kNote = R"({"node":"dock-2","e":"00000001","s":40,"n":3,"k":"00000002"})";

std::string forked(const std::string& was) {
  return replaced(kGood, R"("v":1,)", R"("v":1,"was":)" + was + ",");
}

TEST(DecodeUp, TakesARawMovementAsATaskWithItsBytes) {
  for (const std::size_t bytes : {22U, 96U, 97U, 240U}) {
    const std::string hex(2 * bytes, '7');
    const auto batch = decode_up(kNode, up(R"("op":"raw","hex":")" + hex + '"'));
    ASSERT_TRUE(batch) << batch.error();
    const BatchMovement& movement = batch->movements.at(0);
    EXPECT_EQ(movement.refused, Refusal::kMalformed) << bytes;
    EXPECT_EQ(movement.chain_checksum, wire::ChainChecksum{0x0badcafe});
    EXPECT_EQ(movement.movement, wire::Movement{}) << "nothing of it is read";
    EXPECT_NE(movement.raw.find(hex), std::string::npos) << movement.raw;
  }
}

TEST(DecodeUp, ReadsTheNotesOfForks) {
  const auto one = decode_up(kNode, forked(kNote));
  ASSERT_TRUE(one) << one.error();
  ASSERT_EQ(one->notes.size(), 1U);
  EXPECT_EQ(one->notes[0].node.view(), "dock-2");
  EXPECT_EQ(one->notes[0].epoch, wire::Epoch{1});
  EXPECT_EQ(one->notes[0].first, 40U);
  EXPECT_EQ(one->notes[0].count, 3U);
  EXPECT_EQ(one->notes[0].previous_checksum, wire::ChainChecksum{2});
  const auto two =
      decode_up(kNode, forked("[" + kNote + R"(,{"e":"00000003","s":1,"n":3,"k":"00000004"}])"));
  ASSERT_TRUE(two) << two.error();
  ASSERT_EQ(two->notes.size(), 2U);
  EXPECT_TRUE(two->notes[1].node.empty());
  EXPECT_EQ(two->movements.size(), 2U);
}

TEST(DecodeUp, ReadsEveryField) {
  const auto batch = decode_up(kNode, kGood);
  ASSERT_TRUE(batch) << batch.error();
  EXPECT_EQ(batch->node, kNode);
  EXPECT_EQ(batch->epoch, wire::Epoch{0x9f3c01aa});
  EXPECT_EQ(batch->first, 1041U);
  EXPECT_EQ(batch->oldest, 1030U);
  EXPECT_EQ(batch->previous_checksum, wire::ChainChecksum{0x77c0de01});
  ASSERT_EQ(batch->movements.size(), 2U);

  const BatchMovement& first = batch->movements[0];
  EXPECT_EQ(first.chain_checksum, wire::ChainChecksum{0x0badcafe});
  EXPECT_FALSE(first.refused);
  EXPECT_TRUE(first.raw.empty());
  const wire::Movement& receive = first.movement;
  EXPECT_EQ(receive.op, wire::Op::kReceive);
  EXPECT_EQ(receive.code.view(),
            "]C10109501101530003\x1d"
            "10ABC");
  EXPECT_EQ(receive.to.view(), "MAIN/A-01");
  EXPECT_TRUE(receive.from.empty());
  EXPECT_EQ(receive.qty, 5);
  EXPECT_EQ(receive.at_ms, 1790000000000);
  EXPECT_EQ(receive.age_ms, 1200U);
  EXPECT_EQ(receive.by.view(), "kim");
  EXPECT_EQ(receive.ref.view(), "DN-7");
  EXPECT_EQ(receive.lot.view(), "L1");
  EXPECT_EQ(receive.expiry_yyyymmdd, 20280229U);
  EXPECT_EQ(receive.serial.view(), "S9");

  EXPECT_EQ(batch->movements[1].movement.sku.view(), "PROD001");
  EXPECT_EQ(batch->movements[1].movement.from.view(), "MAIN");
  EXPECT_EQ(batch->movements[1].chain_checksum, wire::ChainChecksum{0x1f00baa5});
}

TEST(DecodeUp, ReadsAHello) {
  const auto hello = decode_up(
      kNode, R"({"v":1,"e":"00000001","s":2147483648,"b":2147483648,"p":"00000002","m":[]})");
  ASSERT_TRUE(hello) << hello.error();
  EXPECT_TRUE(hello->movements.empty());
  EXPECT_EQ(hello->first, 2147483648U);
}

TEST(DecodeUp, ReadsACodeThatIsNoTextFromHex) {
  const auto batch = decode_up(kNode, up(R"("op":"pick","hex":"00E9ff","from":"A","qty":1)"));
  ASSERT_TRUE(batch) << batch.error();
  EXPECT_FALSE(batch->movements[0].refused);
  EXPECT_EQ(batch->movements[0].movement.code.view(), std::string_view("\0\xE9\xFF", 3));
}

TEST(DecodeUp, AnUndoNeedsNoItem) {
  const auto batch = decode_up(kNode, up(R"("op":"undo","undoes":6)"));
  ASSERT_TRUE(batch) << batch.error();
  EXPECT_FALSE(batch->movements[0].refused);
  EXPECT_EQ(batch->movements[0].movement.undoes, 6U);
}

TEST(DecodeUp, IgnoresUnknownKeys) {
  std::string newer = replaced(kGood, R"("v":1,)", R"("v":1,"x":{"y":[1,{"z":null}]},)");
  newer = replaced(newer, R"("op":"pick",)", R"("op":"pick","colour":"blue",)");
  EXPECT_TRUE(decode_up(kNode, newer));
}

struct WholeMessage {
  const char* what;
  std::string payload;
};

TEST(DecodeUp, RefusesAMessageThatCannotBeTrusted) {
  const std::string moved(wire::kBatchMovementsMax + 1, 'x');
  std::string many;
  for (std::size_t i = 0; i < wire::kBatchMovementsMax + 1; ++i) {
    many += (i == 0 ? "" : ",") + std::string(R"({"op":"undo","undoes":1,"k":"00000000"})");
  }
  std::string deep = "1";
  for (int i = 0; i < 20; ++i) deep = "[" + deep + "]";
  const std::vector<WholeMessage> cases{
      {"empty", ""},
      {"no JSON", "hello"},
      {"no object", "[]"},
      {"cut short", kGood.substr(0, kGood.size() - 1)},
      {"something behind it", kGood + "x"},
      {"no v", replaced(kGood, R"("v":1,)", "")},
      {"v is 2", replaced(kGood, R"("v":1)", R"("v":2)")},
      {"v is a text", replaced(kGood, R"("v":1)", R"("v":"1")")},
      {"no e", replaced(kGood, R"("e":"9f3c01aa",)", "")},
      {"e is short", replaced(kGood, "9f3c01aa", "9f3c01a")},
      {"e is not hex", replaced(kGood, "9f3c01aa", "9f3c01ag")},
      {"e is a number", replaced(kGood, R"("9f3c01aa")", "12345678")},
      {"no p", replaced(kGood, R"("p":"77c0de01",)", "")},
      {"p is malformed", replaced(kGood, "77c0de01", "77c0de0")},
      {"no s", replaced(kGood, R"("s":1041,)", "")},
      {"s is 0", replaced(kGood, R"("s":1041,"b":1030)", R"("s":0,"b":0)")},
      {"s is a text", replaced(kGood, "1041", R"("1041")")},
      {"the last sequence does not exist", replaced(kGood, "1041", "2147483647")},
      {"no b", replaced(kGood, R"("b":1030,)", "")},
      {"b is above s", replaced(kGood, "1030", "1042")},
      {"b is negative", replaced(kGood, "1030", "-1")},
      {"no m", R"({"v":1,"e":"9f3c01aa","s":1,"b":1,"p":"9f3c01aa"})"},
      {"m is an object", R"({"v":1,"e":"9f3c01aa","s":1,"b":1,"p":"9f3c01aa","m":{}})"},
      {"a movement is no object", R"({"v":1,"e":"9f3c01aa","s":1,"b":1,"p":"9f3c01aa","m":[1]})"},
      {"no k", replaced(kGood, R"(,"k":"1f00baa5")", "")},
      {"k is malformed", replaced(kGood, "1f00baa5", "1f00baa")},
      {"a note of its own epoch", forked(R"({"e":"9f3c01aa","s":4,"n":1,"k":"00000002"})")},
      {"a note without k", forked(R"({"e":"00000001","s":4,"n":1})")},
      {"a note from 0", forked(R"({"e":"00000001","s":0,"n":1,"k":"00000002"})")},
      {"a note of less than nothing", forked(R"({"e":"00000001","s":4,"n":-1,"k":"00000002"})")},
      {"a note beyond the last sequence",
       forked(R"({"e":"00000001","s":2147483647,"n":2,"k":"00000002"})")},
      {"a note of no name", forked(R"({"node":"a/b","e":"00000001","s":4,"n":1,"k":"00000002"})")},
      {"no notes", forked("[]")},
      {"five notes",
       forked("[" + kNote + "," + kNote + "," + kNote + "," + kNote + "," + kNote + "]")},
      {"a newer note that covers less",
       forked("[" + kNote + R"(,{"e":"00000003","s":1,"n":2,"k":"00000002"}])")},
      {"was is a text", forked(R"("00000001")")},
      {"a fraction", replaced(kGood, R"("qty":1)", R"("qty":1.0)")},
      {"an exponent", replaced(kGood, R"("qty":1)", R"("qty":1e0)")},
      {"a key twice", replaced(kGood, R"("v":1,)", R"("v":1,"v":1,)")},
      {"a key twice in a movement", replaced(kGood, R"("qty":1)", R"("qty":1,"qty":1)")},
      {"too many movements",
       R"({"v":1,"e":"9f3c01aa","s":1,"b":1,"p":"9f3c01aa","m":[)" + many + "]}"},
      {"too deep", replaced(kGood, R"("v":1,)", R"("v":1,"x":)" + deep + ",")},
      {"too long", replaced(kGood, R"("v":1,)",
                            R"("v":1,"x":")" + std::string(wire::kBatchBytesMax, 'x') + R"(",)")},
      {"a megabyte", std::string(1024 * 1024, '[')},
  };
  for (const WholeMessage& each : cases) {
    SCOPED_TRACE(each.what);
    const auto batch = decode_up(kNode, each.payload);
    ASSERT_FALSE(batch);
    EXPECT_FALSE(batch.error().empty());
    EXPECT_LT(batch.error().size(), 200U);
  }
}

struct OneMovement {
  const char* what;
  std::string fields;
  Refusal why;
};

TEST(DecodeUp, MarksTheMovementThatIsWrong) {
  const std::string pick = R"("op":"pick","code":"4006381333931","from":"MAIN","qty":1)";
  const auto with = [&](const std::string& more) { return pick + "," + more; };
  const auto x = [](std::size_t count) { return std::string(count, 'x'); };
  const std::vector<OneMovement> cases{
      {"no op", R"("code":"1","from":"MAIN","qty":1)", Refusal::kMalformed},
      {"unknown op", replaced(pick, "pick", "pluck"), Refusal::kMalformed},
      {"raw, a later step", R"("op":"raw","hex":"00")", Refusal::kMalformed},
      {"op is a number", replaced(pick, R"("pick")", "3"), Refusal::kMalformed},
      {"nothing was scanned", R"("op":"pick","from":"MAIN","qty":1)", Refusal::kMalformed},
      {"code and sku", with(R"("sku":"A")"), Refusal::kMalformed},
      {"code and hex", with(R"("hex":"00")"), Refusal::kMalformed},
      {"code is empty", replaced(pick, "4006381333931", ""), Refusal::kBadCode},
      {"code is a number", replaced(pick, R"("4006381333931")", "4006381333931"),
       Refusal::kBadCode},
      {"code is null", replaced(pick, R"("4006381333931")", "null"), Refusal::kBadCode},
      {"code is too long", replaced(pick, "4006381333931", x(97)), Refusal::kBadCode},
      {"hex is odd", R"("op":"pick","hex":"0","from":"MAIN","qty":1)", Refusal::kBadCode},
      {"hex is no hex", R"("op":"pick","hex":"0g","from":"MAIN","qty":1)", Refusal::kBadCode},
      {"hex is empty", R"("op":"pick","hex":"","from":"MAIN","qty":1)", Refusal::kBadCode},
      {"hex is too long",
       R"("op":"pick","from":"MAIN","qty":1,"hex":")" + std::string(2 * 97, '0') + '"',
       Refusal::kBadCode},
      {"sku is no name", R"("op":"pick","sku":"a b","from":"MAIN","qty":1)", Refusal::kUnknownSku},
      {"sku is too long", R"("op":"pick","from":"MAIN","qty":1,"sku":")" + x(33) + '"',
       Refusal::kUnknownSku},
      {"sku is a list", R"("op":"pick","sku":[],"from":"MAIN","qty":1)", Refusal::kUnknownSku},
      {"from is no location", replaced(pick, "MAIN", "MAIN//A"), Refusal::kUnknownLocation},
      {"from is virtual", replaced(pick, "MAIN", "@supplier"), Refusal::kUnknownLocation},
      {"from is empty", replaced(pick, "MAIN", ""), Refusal::kUnknownLocation},
      {"from is a number", replaced(pick, R"("MAIN")", "1"), Refusal::kUnknownLocation},
      {"from is too long", replaced(pick, "MAIN", x(49)), Refusal::kUnknownLocation},
      {"to is malformed", with(R"("to":"#")"), Refusal::kUnknownLocation},
      {"no qty", replaced(pick, R"(,"qty":1)", ""), Refusal::kBadQuantity},
      {"qty is 0", replaced(pick, R"("qty":1)", R"("qty":0)"), Refusal::kBadQuantity},
      {"qty is negative", replaced(pick, R"("qty":1)", R"("qty":-1)"), Refusal::kBadQuantity},
      {"qty is too large", replaced(pick, R"("qty":1)", R"("qty":1000001)"), Refusal::kBadQuantity},
      {"qty is a text", replaced(pick, R"("qty":1)", R"("qty":"1")"), Refusal::kBadQuantity},
      {"a count below 0", R"("op":"count","sku":"A","to":"MAIN","qty":-1)", Refusal::kBadQuantity},
      {"an undo of nothing", R"("op":"undo")", Refusal::kNotReversible},
      {"an undo of 0", R"("op":"undo","undoes":0)", Refusal::kNotReversible},
      {"an undo of a text", R"("op":"undo","undoes":"6")", Refusal::kNotReversible},
      {"at_ms is a text", with(R"("at_ms":"now")"), Refusal::kMalformed},
      {"at_ms is negative", with(R"("at_ms":-1)"), Refusal::kMalformed},
      {"at_ms is too large", with(R"("at_ms":10000000000000)"), Refusal::kMalformed},
      {"age_ms is too large", with(R"("age_ms":4294967296)"), Refusal::kMalformed},
      {"age_ms is negative", with(R"("age_ms":-1)"), Refusal::kMalformed},
      {"by is too long", with(R"("by":")" + x(33) + '"'), Refusal::kMalformed},
      {"by is a number", with(R"("by":7)"), Refusal::kMalformed},
      {"ref is too long", with(R"("ref":")" + x(33) + '"'), Refusal::kMalformed},
      {"lot is too long", with(R"("lot":")" + x(21) + '"'), Refusal::kMalformed},
      {"serial is too long", with(R"("serial":")" + x(21) + '"'), Refusal::kMalformed},
      {"exp is no date", with(R"("exp":"2027-02-29")"), Refusal::kMalformed},
      {"exp has another form", with(R"("exp":"20280229")"), Refusal::kMalformed},
      {"exp has a sign", with(R"("exp":"2028--1-01")"), Refusal::kMalformed},
      {"exp is a number", with(R"("exp":20280229)"), Refusal::kMalformed},
  };
  for (const OneMovement& each : cases) {
    SCOPED_TRACE(each.what);
    const auto batch = decode_up(kNode, up(each.fields));
    ASSERT_TRUE(batch) << batch.error();
    ASSERT_EQ(batch->movements.size(), 1U);
    const BatchMovement& movement = batch->movements[0];
    ASSERT_TRUE(movement.refused);
    EXPECT_EQ(*movement.refused, each.why) << wire::to_string(*movement.refused);
    EXPECT_EQ(movement.chain_checksum, wire::ChainChecksum{0x0badcafe});
    EXPECT_LE(movement.raw.size(), kRawExcerptBytesMax);
    EXPECT_EQ(movement.raw.substr(0, 1), "{");
  }
}

TEST(DecodeUp, KeepsWhatItCouldReadOfABadMovementAndItsText) {
  const auto batch = decode_up(
      kNode, up(R"("op":"pick","code":"a\"\u0001","from":"@scrap","qty":3,"x":[true,null])"));
  ASSERT_TRUE(batch) << batch.error();
  const BatchMovement& movement = batch->movements[0];
  EXPECT_EQ(movement.refused, Refusal::kUnknownLocation);
  EXPECT_EQ(movement.movement.qty, 3);
  EXPECT_EQ(movement.movement.code.view(), "a\"\x01");
  EXPECT_EQ(
      movement.raw,
      R"({"op":"pick","code":"a\"\u0001","from":"@scrap","qty":3,"x":[true,null],"k":"0badcafe"})");
}

TEST(DecodeUp, CutsTheKeptTextBetweenCharacters) {
  std::string euros;
  for (int i = 0; i < 1000; ++i) euros += "\xE2\x82\xAC";
  for (const char* pad : {"", "x", "xx"}) {
    const auto batch = decode_up(kNode, up(R"("op":")" + (pad + euros) + '"'));
    ASSERT_TRUE(batch) << batch.error();
    const std::string& raw = batch->movements[0].raw;
    EXPECT_LE(raw.size(), kRawExcerptBytesMax);
    EXPECT_GT(raw.size(), kRawExcerptBytesMax - 4);
    EXPECT_EQ(raw.substr(raw.size() - 3), "\xE2\x82\xAC");
  }
}

TEST(DecodeUp, OneBadMovementLeavesItsNeighboursAlone) {
  const auto batch = decode_up(kNode, replaced(kGood, R"("qty":5)", R"("qty":"five")"));
  ASSERT_TRUE(batch) << batch.error();
  EXPECT_EQ(batch->movements[0].refused, Refusal::kBadQuantity);
  EXPECT_FALSE(batch->movements[1].refused);
  EXPECT_EQ(batch->movements[1].movement.qty, 1);
}

// The random scanner now and then scans nothing, or a 30th of February.
bool well_formed(const wire::Movement& movement) {
  const auto date = movement.expiry_yyyymmdd;
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(date / 10000)),
                                        std::chrono::month(date / 100 % 100),
                                        std::chrono::day(date % 100)};
  const bool item = !movement.code.empty() || !movement.sku.empty();
  return (item || movement.op == wire::Op::kUndo) && (date == 0 || day.ok());
}

TEST(DecodeUp, ReadsBackWhateverTheScannerWrites) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    wire::RandomMessages random(seed);
    const auto first = static_cast<wire::Sequence>(1 + random.below(1'000'000));
    const auto oldest = static_cast<wire::Sequence>(1 + random.below(first));
    std::vector<char> buffer(wire::kBatchBytesMax);
    wire::UpWriter writer(buffer, wire::Epoch{random.word()}, first, oldest,
                          wire::ChainChecksum{random.word()}, wire::kBatchMovementsMax);
    std::vector<wire::Movement> stated;
    std::vector<std::uint32_t> checks;
    const std::size_t wanted = random.below(40);
    while (stated.size() < wanted) {
      const wire::Movement movement = random.movement();
      const std::uint32_t check = random.word();
      if (!writer.add(movement, wire::ChainChecksum{check})) break;
      stated.push_back(movement);
      checks.push_back(check);
    }
    const auto payload = writer.finish();
    ASSERT_TRUE(payload);
    const auto batch = decode_up(kNode, *payload);
    ASSERT_TRUE(batch) << batch.error() << "\n" << *payload;
    ASSERT_EQ(batch->movements.size(), stated.size());
    EXPECT_EQ(batch->first, first);
    EXPECT_EQ(batch->oldest, oldest);
    for (std::size_t i = 0; i < stated.size(); ++i) {
      EXPECT_EQ(wire::raw(batch->movements[i].chain_checksum), checks[i]);
      EXPECT_EQ(!batch->movements[i].refused, well_formed(stated[i])) << *payload;
      if (well_formed(stated[i])) {
        EXPECT_EQ(batch->movements[i].movement, stated[i]) << *payload;
      }
    }
  }
}

// Never crashes, and says the same twice, whatever a byte becomes.
TEST(DecodeUp, SurvivesEveryDamagedByte) {
  for (std::size_t at = 0; at < kGood.size(); ++at) {
    for (const char put : {'\0', '"', '}', ',', '9', '\x80'}) {
      std::string damaged = kGood;
      damaged[at] = put;
      const auto once = decode_up(kNode, damaged);
      const auto again = decode_up(kNode, damaged);
      ASSERT_EQ(once.has_value(), again.has_value());
      if (once) {
        ASSERT_EQ(once->movements.size(), again->movements.size());
        for (std::size_t i = 0; i < once->movements.size(); ++i) {
          EXPECT_EQ(once->movements[i].refused, again->movements[i].refused);
          EXPECT_EQ(once->movements[i].movement, again->movements[i].movement);
          EXPECT_EQ(once->movements[i].raw, again->movements[i].raw);
        }
      } else {
        EXPECT_EQ(once.error(), again.error());
      }
    }
  }
}

}  // namespace
}  // namespace gateway::mqtt
