// SPDX-License-Identifier: MIT
// Promise: rows of each version can be read for ever, and no field changes its place,
// width or meaning unnoticed.
// How: tests/golden/rows holds two files a version of rows, which are never edited once a
// release has written it (version 1 is of the first release, which is still to come).
//   v<n>-rows.txt    one row of each kind whose newest version was n, every field with a value
//                    of its own: today's program must read exactly these values from the bytes
//                    of a kind's newest version, and must read those of older ones;
//   v<n>-store.txt   all rows of a small gateway's life (`fill()` of damage.h at the
//                    time): today's program must open it, find it sound and go on.
// SHELFWIRE_WRITE_GOLDEN=1 gateway_domain_test --gtest_filter='Golden*' makes the files of
// kRowsVersion and no others; tests/golden/store has the folders that go with them.

#include <concepts>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "damage.h"
#include "scanners/histories.h"
#include "support/source_tree.h"
#include "wire/hex.h"

namespace domain_test {
namespace {

using namespace gateway;  // one row of each kind below

const std::string kFolder = support::source_tree() / "tests/golden/rows";

bool writing() {
  return std::getenv("SHELFWIRE_WRITE_GOLDEN") != nullptr;
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text.push_back(wire::kHexDigits[(static_cast<unsigned char>(byte) >> 4U) & 0xfU]);
    text.push_back(wire::kHexDigits[static_cast<unsigned char>(byte) & 0xfU]);
  }
  return text;
}

std::string bytes_of(std::string_view text) {
  std::string bytes(text.size() / 2, '\0');
  EXPECT_TRUE(wire::parse_hex_bytes(text, bytes));
  return bytes;
}

std::string read_file(const std::string& name) {
  std::ifstream file(kFolder + '/' + name, std::ios::binary);
  EXPECT_TRUE(file) << name << " is missing";
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string file_of(RowVersion version, const std::string& what) {
  return 'v' + std::to_string(version) + '-' + what + ".txt";
}

/// Compares `row` with the line `name` of its version's file, both ways, and reads that of each
/// older version; or writes it.
class GoldenRows : public testing::Test {
 protected:
  template <typename Row>
  void expect(const std::string& name, const Row& row) {
    const std::string bytes = encode(row);
    if (kRowVersion<Row> == kRowsVersion) written += name + ' ' + hex(bytes) + '\n';
    if (writing()) return;
    for (RowVersion version = 1; version < kRowVersion<Row>; ++version) {
      const auto kept = kept_in(version, name);
      EXPECT_TRUE(!kept || decode<Row>(bytes_of(*kept)))
          << name << " of version " << int{version} << " cannot be read any more";
    }
    const auto kept = kept_in(kRowVersion<Row>, name);
    ASSERT_TRUE(kept) << name << " is not in " << file_of(kRowVersion<Row>, "rows");
    EXPECT_EQ(hex(bytes), *kept)
        << name << " is written in another way: a released version is never changed, so give "
        << "kRowVersion of its row the next number";
    const auto read = decode<Row>(bytes_of(*kept));
    ASSERT_TRUE(read) << name << " cannot be read any more";
    EXPECT_EQ(encode(*read), bytes) << name << " is read as something else";
    if constexpr (std::equality_comparable<Row>) {
      EXPECT_EQ(*read, row);
    }
    expect_one_reading<Row>(name, bytes);
  }

  /// Whatever a byte is changed to: what is read is written as it was read, or it is refused. An
  /// older version is written as the newest.
  template <typename Row>
  void expect_one_reading(const std::string& name, const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      std::string changed = bytes;
      // An older version of the same fields is written in the newest one.
      for (int value = at == 0 ? kRowVersion<Row> : 0; value < 256; ++value) {
        changed[at] = static_cast<char>(value);
        if (at == 0 && value < kRowVersion<Row>) continue;
        const auto read = decode<Row>(changed);
        ASSERT_TRUE(!read || encode(*read) == changed)
            << name << ": byte " << at << " as " << value << " is read as something else";
      }
    }
  }

  /// The row's bytes in hexadecimal; none: this version had no such row of its own.
  std::optional<std::string> kept_in(RowVersion version, const std::string& name) {
    auto& text = golden[version];
    if (text.empty()) text = '\n' + read_file(file_of(version, "rows"));
    const std::string line = '\n' + name + ' ';
    const auto at = text.find(line);
    if (at == text.npos) return std::nullopt;
    const auto start = at + line.size();
    return text.substr(start, text.find('\n', start) - start);
  }

  std::map<RowVersion, std::string> golden;
  std::string written;
};

wire::Movement a_movement() {
  wire::Movement movement;
  movement.op = wire::Op::kScrap;
  movement.code = text<wire::Code>(std::string_view("]C0\x1d\xe9", 5));
  movement.sku = text<wire::Sku>("BOLT-8");
  movement.from = text<wire::Location>("MAIN/A-01");
  movement.to = text<wire::Location>("EAST/B");
  movement.qty = -2;
  movement.undoes = 0x01020304;
  movement.at_ms = 1'790'000'000'001;
  movement.age_ms = 77;
  movement.by = text<wire::Operator>("JANE");
  movement.ref = text<wire::Reference>("DN-7");
  movement.lot = text<wire::Lot>("L1");
  movement.serial = text<wire::Serial>("S2");
  movement.expiry_yyyymmdd = 20'271'231;
  return movement;
}

Entry a_full_entry() {
  Entry entry;
  entry.seq = 0x0102030405060708;
  entry.op = wire::Op::kMove;
  entry.sku = text<wire::Sku>("BOLT-8");
  entry.qty = 1'000'000'000'000;
  entry.from = text<wire::Location>("MAIN/A-01");
  entry.to = text<wire::Location>("EAST/B");
  entry.origin = {"dock-1", 0x9f3c01aa, 1041};
  entry.undoes = 5;
  entry.at_ms = 1'790'000'000'001;
  entry.at_source = TimeSource::kNodeClock;
  entry.received_ms = 1'790'000'000'002;
  entry.lot = text<wire::Lot>("L1");
  entry.serial = text<wire::Serial>("S2");
  entry.expiry_yyyymmdd = 20'271'231;
  entry.ref = text<wire::Reference>("DN-7");
  entry.by = text<wire::Operator>("JANE");
  entry.code = "]E05901234123457";
  entry.purchase_order = 17;
  entry.order = 18;
  return entry;
}

TEST_F(GoldenRows, KeepTheirFieldsInPlace) {
  expect("counters",
         Counters{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, true, 17, true});
  expect("ledger", a_full_entry());
  expect("bins",
         Bin{text<wire::Sku>("BOLT-8"), text<wire::Location>("MAIN/A-01"), -3, 4, 5, 6, 7, 8});
  expect("positions", Position{text<wire::Sku>("BOLT-8"),
                               "MAIN",
                               -3,
                               4,
                               5,
                               6,
                               true,
                               7,
                               8,
                               {{9, 10}, {11, 12}},
                               true,
                               true});
  NodeRow node{1, wire::ChainChecksum{2}, 3, 2, {}, true, false, true, 6};
  node.refused[0] = {4, wire::Refusal::kUnknownSku};
  node.refused[1] = {5, wire::Refusal::kMalformed};
  node.doubt = {{7, wire::Doubt::kNotOnOrder}, {8, wire::Doubt::kCountedSince}};
  expect("nodes", node);
  expect("booked", Booked{BookedAs::kWithdrawal, 1, wire::ChainChecksum{2}, {}});
  expect("booked_questioned",
         Booked{BookedAs::kLedger, 1, wire::ChainChecksum{2}, wire::Doubt::kMoreThanOrdered});
  Item item;
  item.sku = text<wire::Sku>("BOLT-8");
  item.name = "Schl\xc3\xbcssel";
  item.unit = "box";
  item.supplier = "ACME";
  item.threshold = 1;
  item.order_up_to = 2;
  item.pack_multiple = 3;
  item.moq = 4;
  item.lead_time_days = 5;
  item.low_stock_flag = false;
  item.price_minor = 6;
  item.currency = "EUR";
  item.tax_percent = 7;
  item.barcodes = {{"05901234123457", 1}, {"OWN", 12}};
  item.state = ItemState::kPhaseOut;
  expect("items", item);
  Item defaults;
  defaults.sku = item.sku;
  expect("items_of_defaults", defaults);
  expect("barcodes", Resolved{item.sku, 12});
  expect("suppliers", Supplier{"ACME", "Acme", "a@acme.example", 3, "de"});
  expect("locations_and_references", NumberRow{9});
  expect("exceptions", Task{1,
                            "bad_code",
                            TaskState::kSettled,
                            {"dock-1", 2, 3},
                            a_movement(),
                            4,
                            TimeSource::kNodeAge,
                            5,
                            "detail",
                            6,
                            "JANE",
                            "closed",
                            7});
  expect("incidents", Incident{1, IncidentKind::kKeyReused, "dock-1", 2, 3, 4, 5});
  PurchaseOrder order{1, "ACME", "MAIN", PurchaseState::kSent, {}, 2, 3, 4, 5, 6, 7, 8, "why"};
  order.lines.push_back(
      {item.sku, "Bolt", "05901234123457", "ea", 1, 2, 3, 4, 5, 6, 7, 8, true, 9, false, 10,
       11,       12,     "1007",           13});
  expect("purchase_orders", order);
  expect("outbox", OutboxRow{1,
                             OutboxKind::kMail,
                             2,
                             {},
                             0,
                             {},
                             "a@acme.example",
                             "Acme",
                             "de",
                             "subject",
                             "id@main",
                             DeliveryState::kMaybeSent,
                             3,
                             4,
                             5,
                             "451",
                             6,
                             7,
                             8,
                             9});
  expect("outbox_of_an_alert", OutboxRow{1,
                                         OutboxKind::kUpLow,
                                         0,
                                         LowFacts{item.sku, "MAIN", 2, 3, 4, 5},
                                         0,
                                         {},
                                         "",
                                         "",
                                         "",
                                         "low BOLT-8 MAIN",
                                         "low-1",
                                         DeliveryState::kQueued,
                                         3,
                                         4,
                                         5,
                                         ""});
  const gateway::OrderLine line{{"Bolt", "ea"}, item.sku, 1, 2, 3, 4, 5, 6};
  const gateway::Customer customer{"Jane", "jane@example.org", "Street 1\nTown"};
  expect("orders", gateway::Order{1,
                                  "1007",
                                  2,
                                  customer,
                                  gateway::OrderPolicy::kBackorder,
                                  {line},
                                  "EUR",
                                  gateway::OrderStage::kNotify,
                                  gateway::OrderState::kBackordered,
                                  gateway::OrderState::kReceived,
                                  "only 1",
                                  3,
                                  4,
                                  5,
                                  6,
                                  7,
                                  8,
                                  9,
                                  {{10, "check", "backordered"}}});
  expect("outbox_of_an_order",
         OutboxRow{1,
                   OutboxKind::kOrderMail,
                   0,
                   {},
                   2,
                   gateway::OrderNotice{"1007", gateway::OrderState::kConfirmed, "", {line}, 3},
                   "jane@example.org",
                   "Jane",
                   "",
                   "Order 1007 confirmed",
                   "order-2@main",
                   DeliveryState::kQueued,
                   3,
                   4,
                   5,
                   ""});
  expect("reservations", gateway::Reservation{1, item.sku, text<wire::Location>("MAIN/A-01"), 2});
  expect("backorders", gateway::Backorder{1, item.sku, 2, "MAIN"});
  gateway::Invoice invoice{1, "1007", {"Ours", "Street 2", "DE1", "EUR"}, customer, "EUR", {}, 2,
                           3, 4};
  invoice.lines.push_back({{"Bolt", "ea"}, item.sku, 1, 2, 3, 4, 5});
  expect("invoices", invoice);
  expect("lost_ranges", gateway::LostRange{1, wire::ChainChecksum{2}});
  expect("retired_names", gateway::RetiredName{"hall-2", "JANE", 3});
  expect("epoch_counts", gateway::EpochCount{1, 2, true});
  expect("seen_requests", Seen{1, 2, 3, 4, 5});
  expect("seen_ranges", SeenRange{1, 2});
  expect("place", gateway::Place{"board", "card", "machine", 1, 2});
  expect("import", gateway::ImportRow{true, 3, 2});
  expect("import_slice", gateway::ImportSlice{{item, item}});
  expect("restored", gateway::RestoredRow{1, "store_moved", {2, 3}, 4, 5, 6, 7});
  expect("second_gateway", gateway::SecondGatewayRow{1, 2, 3});
  expect("clock", gateway::ClockRow{{1'790'000'000'001, 2, 3, 4, 5}, 6});
  expect("channel", gateway::ChannelRow{1'790'000'000'001, 2});
  expect("unreadable", gateway::Unreadable{1, "topic", "{\xff", "why", 2});
  if (writing()) {
    std::ofstream(kFolder + '/' + file_of(kRowsVersion, "rows"), std::ios::binary) << written;
  }
}

class GoldenStores : public testing::TestWithParam<int> {};

TEST_P(GoldenStores, AreOpenedFoundSoundAndContinued) {
  if (writing() && GetParam() == kRowsVersion) {
    Warehouse warehouse;
    fill(warehouse);
    std::ofstream(kFolder + '/' + file_of(kRowsVersion, "store"), std::ios::binary)
        << dump(warehouse.store);
  }
  Warehouse warehouse;
  warehouse.store.erase(Table::kMeta, kIndexedKey);  // unless the file has it
  std::istringstream lines(read_file(file_of(static_cast<RowVersion>(GetParam()), "store")));
  int table = 0;
  std::string key;
  std::string value;
  while (lines >> table >> key >> value) {
    warehouse.store.put(Table{static_cast<std::uint8_t>(table)}, bytes_of(key), bytes_of(value));
  }
  // The warehouse has opened its store before, which the first release did without this.
  if (GetParam() == 1) warehouse.store.erase(Table::kHistories, kHistoriesMadeKey);
  ASSERT_EQ(warehouse.store.commit(), wire::Status::kOk);
  warehouse.restart();
  EXPECT_EQ(problems_of(warehouse.store), "");

  const auto length = warehouse.ledger_length();
  // Nothing is questioned in version 1.
  EXPECT_EQ(length, GetParam() == 1 ? 38U : 40U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 40);
  EXPECT_EQ(warehouse.purchases().size(), 12U);
  // In version 1 two incidents have no task, and a loss asked nothing.
  EXPECT_EQ(warehouse.tasks().size(), GetParam() == 1 ? 8U : 14U);

  Scanner scanner("S1", 0x11);
  const auto outcome = warehouse.apply(scanner.hello());
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.last().acks.at(0).ack.acked, 9U);
  EXPECT_EQ(warehouse.book(pick("BOLT", "MAIN/A", 1)).ledger_seq, length + 1);
  for (const auto stage : kOrderStages) warehouse.apply(StepOrders{stage});
  for (const auto* id : {"c7", "c8", "c9", "c10"}) {  // each waited for another stage
    const auto order = find_order(warehouse.store, id);
    ASSERT_TRUE(order) << id;
    EXPECT_EQ(order->state(), OrderState::kConfirmed) << id;
  }
  EXPECT_EQ(problems_of(warehouse.store), "");
}

INSTANTIATE_TEST_SUITE_P(Versions, GoldenStores, testing::Range(1, kRowsVersion + 1));

}  // namespace
}  // namespace domain_test
