// SPDX-License-Identifier: MIT
// Promise: a kind of row can get a field. Rows of before are read with the field's default, new
// ones are written with it, and a program without the field takes a new row for what it is: not
// for damage, and never for a row that is not there.
// How: two programs in one. Old* is a kind of row as version 1 knew it; its namesake is the same
// kind as version 2 knows it, with a field of its own and one in a part of it.

#include <algorithm>
#include <map>

#include "damage.h"
#include "gateway/verify/verify.h"
#include "verify/noting_view.h"

namespace domain_test {
namespace {

struct OldSlat {
  std::uint32_t length_mm = 0;
};
struct OldCrate {
  std::string label;
  std::vector<OldSlat> slats;
  std::optional<std::int64_t> load;
};

struct Slat {
  std::uint32_t length_mm = 0;
  std::string wood = "pine";  ///< since 2
  friend bool operator==(const Slat&, const Slat&) = default;
};
struct Crate {
  std::string label;
  std::vector<Slat> slats;
  std::int64_t tare = -1;  ///< since 2
  std::optional<std::int64_t> load;
  friend bool operator==(const Crate&, const Crate&) = default;
};

using gateway::RowOf;
using gateway::RowVersion;

void fields(auto& a, RowOf<OldSlat> auto& r, RowVersion /*version*/) {
  a(r.length_mm);
}
void fields(auto& a, RowOf<OldCrate> auto& r, RowVersion /*version*/) {
  a(r.label, r.slats, r.load);
}
void fields(auto& a, RowOf<Slat> auto& r, RowVersion version) {
  a(r.length_mm);
  if (version >= 2) a(r.wood);
}
void fields(auto& a, RowOf<Crate> auto& r, RowVersion version) {
  a(r.label, r.slats);
  if (version >= 2) a(r.tare);
  a(r.load);
}

}  // namespace
}  // namespace domain_test

template <>
inline constexpr gateway::RowVersion gateway::kRowVersion<domain_test::Crate> = 2;

namespace domain_test {
namespace {

using gateway::decode;
using gateway::decode_into;
using gateway::encode;
using gateway::Table;
using wire::Status;

const OldCrate kOld{"A", {{100}, {200}}, 7};
const Crate kNew{"B", {{300, "oak"}}, 5, {}};

TEST(RowVersions, AnOldRowIsReadWithTheDefaultsOfWhatItDoesNotHave) {
  EXPECT_EQ(decode<Crate>(encode(kOld)), (Crate{"A", {{100, "pine"}, {200, "pine"}}, -1, 7}));
}

TEST(RowVersions, ANewRowIsWrittenInTheNewestVersionAndReadBack) {
  EXPECT_EQ(encode(kNew).front(), 2);
  EXPECT_EQ(decode<Crate>(encode(kNew)), kNew);
}

TEST(RowVersions, WhatWasReadBeforeDoesNotStayInAnOldRow) {
  Crate row;
  ASSERT_EQ(decode_into(row, encode(kNew)), Status::kOk);
  ASSERT_EQ(decode_into(row, encode(kOld)), Status::kOk);
  EXPECT_EQ(row.tare, -1);
  EXPECT_EQ(row.slats.front().wood, "pine");
}

TEST(RowVersions, AnOldProgramKnowsANewRowForOne) {
  EXPECT_EQ(decode<OldCrate>(encode(kNew)).error(), Status::kVersion);
  EXPECT_EQ(decode<OldCrate>("\x02").error(), Status::kVersion) << "whatever lies behind";
}

TEST(RowVersions, WhatIsNoRowIsDamageInEachVersion) {
  EXPECT_EQ(decode<Crate>("").error(), Status::kCorrupt);
  for (std::string bytes : {encode(kOld), encode(kNew)}) {
    EXPECT_EQ(decode<Crate>(bytes + 'x').error(), Status::kCorrupt);
    for (std::size_t size = 1; size < bytes.size(); ++size) {
      EXPECT_EQ(decode<Crate>(bytes.substr(0, size)).error(), Status::kCorrupt) << size;
    }
    bytes.front() = 0;
    EXPECT_EQ(decode<Crate>(bytes).error(), Status::kCorrupt) << "no program writes version 0";
  }
}

/// A row with one field of a kind that has more bit patterns than values.
template <typename Field>
struct Single {
  Field field{};
};
template <typename Field>
void fields(auto& a, Single<Field>& r, RowVersion /*version*/) {
  a(r.field);
}
template <typename Field>
void fields(auto& a, const Single<Field>& r, RowVersion /*version*/) {
  a(r.field);
}

template <typename Field>
class EveryEnumeration : public testing::Test {};
using Enumerations =
    testing::Types<wire::Op, wire::Refusal, wire::Doubt, gateway::TaskState, gateway::IncidentKind,
                   gateway::OrderStage, gateway::OrderState, gateway::OrderPolicy,
                   gateway::ItemState, gateway::PurchaseState, gateway::DeliveryState,
                   gateway::OutboxKind, gateway::TimeSource, gateway::BookedAs>;
TYPED_TEST_SUITE(EveryEnumeration, Enumerations);

TYPED_TEST(EveryEnumeration, IsReadAsOneOfItsValuesOrAsDamage) {
  for (int value = 0; value < 256; ++value) {
    const Single<TypeParam> row{static_cast<TypeParam>(value)};
    const auto read = decode<Single<TypeParam>>(encode(row));
    if (row.field >= TypeParam{1} && row.field <= TypeParam::kLast) {
      EXPECT_TRUE(read) << value;
    } else {
      EXPECT_EQ(read.error(), Status::kCorrupt) << value;
    }
  }
}

// An older program reads no value that it does not know: it must be told by the row's version.
TEST(RowVersions, ANewValueComesWithANewVersion) {
  const std::string what_to_do =
      "raise kRowsVersion, and kRowVersion of each row that holds the enumeration; then list the "
      "last values of the new version here";
  ASSERT_EQ(gateway::kRowsVersion, 2) << what_to_do;
  EXPECT_EQ(wire::Op::kLast, wire::Op::kUndo) << what_to_do;
  EXPECT_EQ(wire::Refusal::kLast, wire::Refusal::kMalformed) << what_to_do;
  EXPECT_EQ(wire::Doubt::kLast, wire::Doubt::kOther) << what_to_do;
  EXPECT_EQ(gateway::TaskState::kLast, gateway::TaskState::kDismissed) << what_to_do;
  EXPECT_EQ(gateway::IncidentKind::kLast, gateway::IncidentKind::kEpochFlood) << what_to_do;
  EXPECT_EQ(gateway::OrderStage::kLast, gateway::OrderStage::kNotify) << what_to_do;
  EXPECT_EQ(gateway::OrderState::kLast, gateway::OrderState::kCancelled) << what_to_do;
  EXPECT_EQ(gateway::OrderPolicy::kLast, gateway::OrderPolicy::kBackorder) << what_to_do;
  EXPECT_EQ(gateway::ItemState::kLast, gateway::ItemState::kPhaseOut) << what_to_do;
  EXPECT_EQ(gateway::NegativeStock::kLast, gateway::NegativeStock::kAllow) << what_to_do;
  EXPECT_EQ(gateway::PurchaseState::kLast, gateway::PurchaseState::kUnknown) << what_to_do;
  EXPECT_EQ(gateway::DeliveryState::kLast, gateway::DeliveryState::kInDoubt) << what_to_do;
  EXPECT_EQ(gateway::OutboxKind::kLast, gateway::OutboxKind::kOrderMail) << what_to_do;
  EXPECT_EQ(gateway::TimeSource::kLast, gateway::TimeSource::kReceipt) << what_to_do;
  EXPECT_EQ(gateway::BookedAs::kLast, gateway::BookedAs::kElsewhere) << what_to_do;
}

template <typename Enumeration>
std::string word_after_last() {
  const auto last = static_cast<std::uint8_t>(Enumeration::kLast);
  return to_string(static_cast<Enumeration>(last + 1));
}

TEST(RowVersions, TheLastValueIsTheLastThatHasAWord) {
  EXPECT_EQ(word_after_last<wire::Refusal>(), "unknown_refusal");
  EXPECT_EQ(word_after_last<wire::Doubt>(), "unknown_doubt");
  for (const std::string& word :
       {word_after_last<gateway::TaskState>(), word_after_last<gateway::IncidentKind>(),
        word_after_last<gateway::OrderStage>(), word_after_last<gateway::OrderState>(),
        word_after_last<gateway::OrderPolicy>(), word_after_last<gateway::NegativeStock>(),
        word_after_last<gateway::DeliveryState>(), word_after_last<gateway::OutboxKind>()}) {
    EXPECT_EQ(word, "unknown");
  }
}

TEST(RowVersions, AFlagIsReadAsOneOfTwoValuesOrAsDamage) {
  const std::string no = encode(Single<bool>{false});
  const std::string present = encode(Single<std::optional<bool>>{true});
  for (int value = 0; value < 256; ++value) {
    std::string bytes = no;
    bytes.back() = static_cast<char>(value);
    EXPECT_EQ(decode<Single<bool>>(bytes).has_value(), value <= 1) << value;
    bytes = present;
    bytes[1] = static_cast<char>(value);
    EXPECT_EQ((decode<Single<std::optional<bool>>>(bytes).has_value()), value == 1) << value;
  }
}

/// What a reader says after `read`: absent, unreadable and newer must differ.
class ThreeResults : public testing::Test {
 protected:
  void put(std::string_view bytes) { store.put(Table::kItems, "CAP", bytes); }
  bool found() { return gateway::get_row<OldCrate>(store, Table::kItems, "CAP").has_value(); }

  fakes::MemoryStore store;
};

TEST_F(ThreeResults, NotThere) {
  EXPECT_FALSE(found());
  EXPECT_EQ(store.failure(), Status::kOk);
}

TEST_F(ThreeResults, NotReadable) {
  put(encode(kOld) + 'x');
  EXPECT_FALSE(found());
  EXPECT_EQ(store.failure(), Status::kCorrupt);
  EXPECT_NE(store.failure_text().find("items \"CAP\" cannot be read"), std::string::npos)
      << store.failure_text();
  EXPECT_NE(store.failure_text().find("backup"), std::string::npos) << "what to do";
}

TEST_F(ThreeResults, Newer) {
  put(encode(kNew));
  EXPECT_FALSE(found());
  EXPECT_EQ(store.failure(), Status::kVersion);
  EXPECT_NE(store.failure_text().find("items \"CAP\" was written by a newer Shelfwire"),
            std::string::npos)
      << store.failure_text();
}

TEST_F(ThreeResults, OfARowInAScan) {
  put(encode(kNew));
  store.put(Table::kItems, "A", encode(kOld));
  store.put(Table::kItems, "Z", encode(kOld));
  int visited = 0;
  gateway::scan_rows<OldCrate>(store, Table::kItems, {},
                               [&](const OldCrate&) { return ++visited > 0; });
  EXPECT_EQ(visited, 1) << "a list with a hole is no list";
  EXPECT_EQ(store.failure(), Status::kVersion);
}

/// A view that only notes them is shown every row that can be read, and names every other one:
/// also where several lie behind each other, first and last.
TEST(AScanThatNotes, GoesOnAfterEachRowThatCannotBeRead) {
  fakes::MemoryStore store;
  for (const char* key : {"B", "E"}) store.put(Table::kItems, key, encode(kOld));
  for (const char* key : {"A", "C"}) store.put(Table::kItems, key, encode(kOld) + 'x');
  for (const char* key : {"D", "F"}) store.put(Table::kItems, key, encode(kNew));
  gateway::ProblemList noted;
  const gateway::NotingView view(store, noted);
  int visited = 0;
  const auto expect_all = [&] {
    EXPECT_EQ(visited, 2);
    ASSERT_EQ(noted.texts.size(), 4U);
    for (const char* key : {"A", "C", "D", "F"}) {
      const std::string place = gateway::place_of(Table::kItems, key);
      EXPECT_EQ(
          std::count_if(noted.texts.begin(), noted.texts.end(),
                        [&](const std::string& text) { return text.find(place) != text.npos; }),
          1)
          << key;
    }
    EXPECT_EQ(view.failure(), Status::kOk);
  };
  gateway::scan_rows<OldCrate>(view, Table::kItems, {},
                               [&](const OldCrate&) { return ++visited > 0; });
  expect_all();
  noted = {};
  visited = 0;
  gateway::scan_prefix<OldCrate>(view, Table::kItems, {},
                                 [&](std::string_view, const OldCrate&) { return ++visited > 0; });
  expect_all();
}

/// Nobody takes a damaged row for one that is not there: whatever the engine does with it, and
/// whichever row it is, nothing is committed and the row is named.
TEST(ADamagedRow, EndsTheWriterWithoutAcknowledging) {
  const std::map<Table, std::string> keys{
      {Table::kMeta, "counters"},
      {Table::kItems, "BOLT"},
      {Table::kBins, gateway::pair_key("BOLT", "MAIN/A")},
      {Table::kPositions, gateway::pair_key("BOLT", "MAIN")},
      {Table::kNodes, gateway::node_key("S1", 0x11)},
      {Table::kBarcodes, "05901234123457"},
  };
  constexpr char kNewer = gateway::kRowsVersion + 1;
  for (const auto& [table, key] : keys) {
    for (const bool newer : {false, true}) {
      Warehouse warehouse;
      fill(warehouse);
      std::string bytes(*warehouse.store.get(table, key));
      if (newer) bytes.front() = kNewer;
      warehouse.store.put(table, key, bytes.substr(0, bytes.size() - 1));
      ASSERT_EQ(warehouse.store.commit(), Status::kOk);
      Scanner known("S1", 0x11);
      Scanner scanner("S9", 0x99);
      auto movement = pick("", "MAIN/A", 1);
      movement.code = text<wire::Code>("5901234123457");
      scanner.add(movement);
      scanner.add(pick("BOLT", "MAIN/A", 1));
      gateway::Engine engine(warehouse.store, warehouse.settings());
      const std::vector<gateway::Command> batch{known.hello(), scanner.batch(1, 2)};
      static_cast<void>(engine.apply(batch, warehouse.now));
      EXPECT_EQ(warehouse.store.commit(), newer ? Status::kVersion : Status::kCorrupt);
      const auto place = gateway::place_of(table, key);
      EXPECT_NE(warehouse.store.failure_text().find(place), std::string::npos)
          << place << ": " << warehouse.store.failure_text();
    }
  }
}

TEST_F(VerifyFinds, RowsThatCannotBeReadFirstAndOnceEach) {
  for (const auto& [table, key] : {std::pair{Table::kItems, std::string("CAP")},
                                   std::pair{Table::kLedger, gateway::number_key(3)},
                                   std::pair{Table::kPurchaseOrders, gateway::number_key(2)}}) {
    warehouse.store.put(table, key, "\x01");
  }
  const auto report = gateway::verify(warehouse.store, {});
  const auto& texts = report.problems.texts;
  const auto named = std::count_if(texts.begin(), texts.end(), [](const std::string& text) {
    return text.find("cannot be read") != std::string::npos;
  });
  EXPECT_EQ(named, 3);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NE(texts.at(i).find("cannot be read"), std::string::npos) << texts.at(i);
  }
  EXPECT_NE(texts.at(3).find("missing from every figure"), std::string::npos) << texts.at(3);
  for (const auto& text : texts) {
    EXPECT_EQ(text.find("is missing or out of order"), std::string::npos) << text;
  }
  EXPECT_FALSE(report.problems.newer_rows) << "damage is no newer version";
}

TEST_F(VerifyFinds, NewerRowsOfAnyTableWhateverElseIsDamaged) {
  warehouse.store.put(Table::kOutbox, gateway::number_key(2), "\x01");
  for (const auto& [table, key] : {std::pair{Table::kItems, std::string("CAP")},
                                   std::pair{Table::kLedger, gateway::number_key(3)},
                                   std::pair{Table::kMeta, std::string("counters")}}) {
    const std::string before(*warehouse.store.get(table, key));
    warehouse.store.put(table, key, std::string(1, gateway::kRowsVersion + 1));
    EXPECT_TRUE(gateway::verify(warehouse.store, {}).problems.newer_rows) << key;
    warehouse.store.put(table, key, before);
  }
}

TEST_F(VerifyFinds, ALocationWithAPolicyThatIsNone) {
  warehouse.store.put(Table::kLocations, "MAIN/A", encode(gateway::NumberRow{99}));
  expect_problem("location MAIN/A is none, or has no policy");
  EXPECT_EQ(warehouse.store.failure(), Status::kOk) << "verify notes, and goes on";
  static_cast<void>(gateway::negative_stock_of(warehouse.store, "MAIN/A"));
  EXPECT_EQ(warehouse.store.failure(), Status::kCorrupt);
}

}  // namespace
}  // namespace domain_test
