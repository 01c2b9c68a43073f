// SPDX-License-Identifier: MIT
// Promise: a movement is read at exactly the bounds of the protocol, and what is beyond one is
// refused by the field's name.
// How: one movement of a scanner, or of a person, with one field at each side of each bound.

#include "gateway/intake/movement.h"

#include <gtest/gtest.h>

#include <string>

#include "gateway/json/parse.h"
#include "wire/limits.h"

namespace gateway::intake {
namespace {

StatedMovement read(const std::string& members,
                    MovementChannel channel = MovementChannel::kScanner) {
  const auto parsed = json::parse("{" + members + "}");
  EXPECT_TRUE(parsed) << members;
  return read_movement(parsed ? *parsed : json::Value(json::Object{}), channel);
}

/// A pick that is good but for `more`.
StatedMovement pick(const std::string& more) {
  return read(R"("op":"pick","sku":"A","from":"MAIN","qty":1,)" + more);
}

std::string refused_field(const StatedMovement& stated) {
  return stated.problems.empty() ? std::string() : stated.problems.front().field;
}

std::string text(const std::string& value) {
  return '"' + value + '"';
}

TEST(StatedMovement, HasATimeUpToTheLastOne) {
  EXPECT_EQ(pick(R"("at_ms":9999999999999)").movement.at_ms, wire::kWallTimeMsMax);
  EXPECT_EQ(refused_field(pick(R"("at_ms":9999999999999)")), "");
  EXPECT_EQ(refused_field(pick(R"("at_ms":0)")), "");
  EXPECT_EQ(refused_field(pick(R"("at_ms":10000000000000)")), "at_ms");
  EXPECT_EQ(refused_field(pick(R"("at_ms":-1)")), "at_ms");
}

TEST(StatedMovement, HasAnAgeUpToTheLongest) {
  EXPECT_EQ(pick(R"("age_ms":4294967295)").movement.age_ms, 4'294'967'295U);
  EXPECT_EQ(refused_field(pick(R"("age_ms":0)")), "");
  EXPECT_EQ(refused_field(pick(R"("age_ms":4294967296)")), "age_ms");
}

TEST(StatedMovement, HasAnExpiryOfOneFormOnly) {
  EXPECT_EQ(pick(R"("exp":"2028-02-29")").movement.expiry_yyyymmdd, 20280229U);
  EXPECT_EQ(pick(R"("exp":"2027-12-31")").movement.expiry_yyyymmdd, 20271231U);
  for (const char* date :
       {"2027-06x30", "2027x06-30", "2027-06-3", "2027-06-300", "2027-6-300", "2027-06-31",
        "2027-13-01", "2027-00-01", "2027-06-00", "2027-06-3x", "2027-0x-30", "202x-06-30", ""}) {
    const auto stated = pick(R"("exp":)" + text(date));
    EXPECT_EQ(refused_field(stated), "exp") << date;
    EXPECT_EQ(stated.refused, wire::Refusal::kMalformed) << date;
  }
}

TEST(StatedMovement, HasAQuantityWithinItsBounds) {
  const auto qty = [](const char* op, const std::string& number) {
    return read(R"("op":")" + std::string(op) + R"(","sku":"A","from":"MAIN","to":"B","qty":)" +
                number);
  };
  EXPECT_EQ(qty("pick", "1").movement.qty, 1);
  EXPECT_EQ(qty("pick", "1000000").movement.qty, wire::kQuantityMax);
  EXPECT_EQ(refused_field(qty("pick", "1000000")), "");
  EXPECT_EQ(refused_field(qty("pick", "0")), "qty");
  EXPECT_EQ(refused_field(qty("pick", "1000001")), "qty");
  EXPECT_EQ(refused_field(qty("count", "0")), "");
  EXPECT_EQ(refused_field(qty("count", "-1")), "qty");
}

TEST(StatedMovement, UndoesASequenceThatThereCanBe) {
  const auto undo = [](const std::string& seq) { return read(R"("op":"undo","undoes":)" + seq); };
  EXPECT_EQ(undo("1").movement.undoes, 1U);
  EXPECT_EQ(undo("2147483647").movement.undoes, wire::kSequenceMax);
  EXPECT_EQ(refused_field(undo("2147483647")), "");
  EXPECT_EQ(refused_field(undo("0")), "undoes");
  EXPECT_EQ(refused_field(undo("2147483648")), "undoes");
}

TEST(StatedMovement, NamesOneThingThatWasScanned) {
  const auto of = [](const std::string& what) {
    return read(R"("op":"pick","from":"MAIN","qty":1)" + what);
  };
  const std::string longest(wire::kCodeBytesMax, 'c');
  EXPECT_EQ(of(R"(,"code":)" + text(longest)).movement.code.view(), longest);
  EXPECT_EQ(refused_field(of(R"(,"code":)" + text(longest + 'c'))), "code");
  EXPECT_EQ(refused_field(of(R"(,"code":"")")), "code");
  const std::string hex(2 * wire::kCodeBytesMax, '0');
  EXPECT_EQ(of(R"(,"hex":)" + text(hex)).movement.code.size(), wire::kCodeBytesMax);
  EXPECT_EQ(refused_field(of(R"(,"hex":)" + text(hex + "00"))), "hex");
  EXPECT_EQ(refused_field(of("")), "sku");
  EXPECT_EQ(refused_field(of(R"(,"sku":"A","code":"1")")), "sku");
  EXPECT_EQ(refused_field(of(R"(,"sku":"A","hex":"00")")), "sku");
  EXPECT_EQ(refused_field(of(R"(,"code":"1","hex":"00")")), "sku");
}

TEST(StatedMovement, HasTextsThatFit) {
  const std::string lot(wire::kLotBytesMax, 'l');
  const std::string ref(wire::kNameBytesMax, 'r');
  EXPECT_EQ(pick(R"("lot":)" + text(lot)).movement.lot.view(), lot);
  EXPECT_EQ(refused_field(pick(R"("lot":)" + text(lot + 'l'))), "lot");
  EXPECT_EQ(pick(R"("serial":)" + text(lot)).movement.serial.view(), lot);
  EXPECT_EQ(refused_field(pick(R"("serial":)" + text(lot + 'l'))), "serial");
  EXPECT_EQ(pick(R"("ref":)" + text(ref)).movement.ref.view(), ref);
  EXPECT_EQ(refused_field(pick(R"("ref":)" + text(ref + 'r'))), "ref");
  EXPECT_EQ(pick(R"("by":)" + text(ref)).movement.by.view(), ref);
  EXPECT_EQ(refused_field(pick(R"("by":)" + text(ref + 'r'))), "by");
  EXPECT_EQ(refused_field(pick(R"("ref":"a\nb")")), "") << "a scan's text is kept if it fits";
}

TEST(StatedMovement, OfAPersonIsJudgedMoreStrictly) {
  const auto stated = [](const std::string& members) {
    return refused_field(read(members, MovementChannel::kManual));
  };
  const std::string good = R"("op":"pick","sku":"A","from":"MAIN","qty":1)";
  EXPECT_EQ(stated(good), "");
  EXPECT_EQ(stated(good + R"(,"ref":"a\nb")"), "ref");
  EXPECT_EQ(stated(good + R"(,"by":"a b")"), "by");
  EXPECT_EQ(stated(good + R"(,"lot":null,"ref":"")"), "");
  EXPECT_EQ(stated(good + R"(,"to":"@scrap")"), "");
  EXPECT_EQ(stated(good + R"(,"code":"1")"), "code") << "a person states the SKU";
  EXPECT_EQ(stated(R"("op":"undo","undoes":1)"), "op");
  EXPECT_EQ(stated(R"("op":"pick","sku":"A","qty":1)"), "from");
  EXPECT_EQ(stated(R"("op":"receive","sku":"A","qty":1)"), "to");
  EXPECT_EQ(stated(R"("op":"count","sku":"A","qty":1)"), "to");
  EXPECT_EQ(stated(R"("op":"count","sku":"A","qty":1,"from":"MAIN")"), "");
  EXPECT_EQ(refused_field(pick(R"("to":"@scrap")")), "to") << "a scanner names no virtual place";
}

}  // namespace
}  // namespace gateway::intake
