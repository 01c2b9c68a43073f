// SPDX-License-Identifier: MIT
// Promise: the catalogue changes as a whole or not at all; every bad row of an
// import is named; no barcode ever leads to two items or to none.

#include <algorithm>

#include "gateway/catalogue/csv.h"
#include "gateway/limits.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::Verdict;

class Catalogue : public DomainTest {
 protected:
  gateway::Outcome import_items(std::string_view csv) {
    auto file = gateway::read_item_csv(csv);
    return warehouse.apply(gateway::ChangeItems{std::move(file.rows), std::move(file.problems)});
  }
  gateway::Outcome import_suppliers(std::string_view csv) {
    auto file = gateway::read_supplier_csv(csv);
    return warehouse.apply(
        gateway::ChangeSuppliers{std::move(file.rows), std::move(file.problems)});
  }
  /// The import is refused with these problems and changes not a byte.
  void expect_problems(const gateway::Outcome& outcome, std::string_view expected) {
    EXPECT_EQ(outcome.verdict, Verdict::kRefused);
    std::string text;
    for (const auto& problem : outcome.problems) {
      text += std::to_string(problem.line) + ' ' + problem.field + ": " + problem.text + '\n';
    }
    EXPECT_EQ(text, expected);
  }
  gateway::Item item(std::string_view sku) {
    return gateway::find_item(warehouse.store, sku).value_or(gateway::Item{});
  }
  std::string owner(std::string_view code) {
    const auto found = gateway::resolve_code(warehouse.store, code);
    return found ? std::string(found->sku.view()) : "";
  }
};

TEST_F(Catalogue, ImportsEveryColumn) {
  import_suppliers("id,name\nACME,Acme\n");
  const auto outcome = import_items(
      "sku,name,unit,supplier,threshold,order_up_to,pack_multiple,moq,lead_time_days,"
      "low_stock_flag,price_minor,currency,tax_percent,barcodes\n"
      "BOLT,Bolt M8,pc,ACME,50,200,10,20,3,No,125,EUR,19,5901234123457 95012346*12 OWN-1*3\n");
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(outcome.changed, 1U);
  gateway::Item expected;
  expected.sku = text<wire::Sku>("BOLT");
  expected.name = "Bolt M8";
  expected.unit = "pc";
  expected.supplier = "ACME";
  expected.threshold = 50;
  expected.order_up_to = 200;
  expected.pack_multiple = 10;
  expected.moq = 20;
  expected.lead_time_days = 3;
  expected.low_stock_flag = false;
  expected.price_minor = 125;
  expected.currency = "EUR";
  expected.tax_percent = 19;
  expected.barcodes = {{"05901234123457", 1}, {"00000095012346", 12}, {"OWN-1", 3}};
  EXPECT_EQ(item("BOLT"), expected);
}

/// As a CSV file would say it.
std::vector<std::pair<std::string, std::string>> as_texts(const gateway::NamedValues& columns) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, value] : columns) {
    const auto* const number = std::get_if<std::int64_t>(&value);
    const auto* const text = std::get_if<std::string>(&value);
    texts.emplace_back(name, number ? std::to_string(*number) : text ? *text : "");
  }
  return texts;
}

TEST_F(Catalogue, PrintsWhatItReads) {
  import_suppliers("id,name\nACME,Acme\n");
  import_items(
      "sku,name,unit,supplier,threshold,order_up_to,pack_multiple,moq,lead_time_days,"
      "low_stock_flag,price_minor,currency,tax_percent,barcodes\n"
      "BOLT,Bolt M8,pc,ACME,50,200,10,20,3,No,125,EUR,19,05901234123457 OWN-1*3\n"
      "NUT,Nut,,,,,,,,,,,,\n");
  for (const auto* sku : {"BOLT", "NUT"}) {
    const auto before = item(sku);
    gateway::ItemChange change{0, before.sku, as_texts(gateway::item_columns(before))};
    EXPECT_EQ(warehouse.apply(gateway::ChangeItems{{change}}).verdict, Verdict::kDone);
    EXPECT_EQ(item(sku), before);
  }
  const auto supplier = *gateway::find_supplier(warehouse.store, "ACME");
  gateway::SupplierChange change{0, supplier.id, as_texts(gateway::supplier_columns(supplier))};
  EXPECT_EQ(warehouse.apply(gateway::ChangeSuppliers{{change}}).verdict, Verdict::kDone);
  EXPECT_EQ(gateway::find_supplier(warehouse.store, "ACME"), supplier);
}

TEST_F(Catalogue, ColumnsLeftOutKeepTheirValueAndEmptyOnesTakeTheDefault) {
  import_items("sku,name,threshold,moq,low_stock_flag\nBOLT,Bolt,50,5,No\n");
  import_items("sku,name\nBOLT,Bolt M8\n");
  EXPECT_EQ(item("BOLT").threshold, 50);
  EXPECT_EQ(item("BOLT").name, "Bolt M8");
  import_items("sku,name,threshold,moq,low_stock_flag\nBOLT,Bolt M8,,,\n");
  EXPECT_EQ(item("BOLT").threshold, std::nullopt);
  EXPECT_EQ(item("BOLT").moq, 1);
  EXPECT_TRUE(item("BOLT").low_stock_flag);
}

TEST_F(Catalogue, ListsEveryBadRowInLineOrderAndImportsNothing) {
  const auto before = dump(warehouse.store);
  expect_problems(import_items("sku,name,threshold,barcodes\n"
                               "A,,1,\n"
                               "B,b\n"
                               "C,c,many,4006381333930\n"
                               "D,d,5,\n"
                               "D,d,5,\n"),
                  "2 name: is empty\n"
                  "3 : has 2 fields, the header 4\n"
                  "4 threshold: 'many' is not a whole number from 0 to 1000000000\n"
                  "4 barcodes: check digit of 4006381333930 is wrong\n"
                  "6 sku: D is there twice\n");
  EXPECT_EQ(dump(warehouse.store), before);
}

TEST_F(Catalogue, JudgesEveryValue) {
  const std::string long_name(gateway::kItemNameBytesMax + 1, 'x');
  const std::string utf8_cut = std::string(39, 'x') + "\xc3\xa9";
  struct Case {
    std::string column;
    std::string value;
    std::string problem;
  };
  const Case cases[] = {
      {"name", long_name, "is longer than 120 bytes"},
      {"name", "a\tb", "holds a control character"},
      {"name", "a\x7f", "holds a control character"},
      {"name", "\xff", "is not UTF-8"},
      {"unit", "thirteen bytes", "is longer than 12 bytes"},
      {"supplier", "NOBODY", "NOBODY is not a known supplier: import it first"},
      {"threshold", "-1", "'-1' is not a whole number from 0 to 1000000000"},
      {"threshold", "1.5", "'1.5' is not a whole number from 0 to 1000000000"},
      {"threshold", " 5", "' 5' is not a whole number from 0 to 1000000000"},
      {"threshold", utf8_cut,
       "'" + std::string(39, 'x') + "' is not a whole number from 0 to 1000000000"},
      {"order_up_to", "1000000001", "'1000000001' is not a whole number from 0 to 1000000000"},
      {"pack_multiple", "0", "'0' is not a whole number from 1 to 100000"},
      {"moq", "99999999999999999999",
       "'99999999999999999999' is not a whole number from 1 to 1000000000"},
      {"lead_time_days", "3651", "'3651' is not a whole number from 0 to 3650"},
      {"low_stock_flag", "yes", "is neither Yes nor No"},
      {"price_minor", "1,5", "'1,5' is not a whole number from 0 to 1000000000000"},
      {"currency", "eur", "is not a currency code of three capital letters, such as EUR"},
      {"tax_percent", "101", "'101' is not a whole number from 0 to 100"},
      {"barcodes", "5901234123450", "check digit of 5901234123450 is wrong"},
      {"barcodes", "*12", "holds a pack without a barcode"},
      {"barcodes", "OWN*0", "pack of OWN*0: '0' is not a whole number from 1 to 100000"},
      {"barcodes", "OWN OWN*2", "names OWN twice"},
      {"barcodes", "5901234123457 05901234123457", "names 05901234123457 twice"},
      {"barcodes", "a\tb", "barcode a\tb holds a control character"},
      {"colour", "red", "is not a column"},
  };
  for (const auto& [column, value, problem] : cases) {
    const auto outcome = warehouse.set_item("BOLT", {{column, value}});
    ASSERT_EQ(outcome.verdict, Verdict::kRefused) << column << '=' << value;
    EXPECT_EQ(outcome.problems.back().text, problem);
    EXPECT_EQ(outcome.problems.back().field, column);
  }
  std::string many;
  for (std::size_t i = 0; i <= gateway::kBarcodesPerItemMax; ++i) many += " B" + std::to_string(i);
  EXPECT_EQ(warehouse.set_item("BOLT", {{"barcodes", many}}).problems.at(0).text,
            "more than 32 barcodes");
  EXPECT_TRUE(gateway::list_items(warehouse.store, {}, 10).empty());
}

TEST_F(Catalogue, ANewItemNeedsANameAndAnOldOneKeepsIt) {
  const auto change = [&](Columns columns) {
    return warehouse.apply(
        gateway::ChangeItems{{{0, text<wire::Sku>("BOLT"), std::move(columns)}}});
  };
  expect_problems(change({{"threshold", "5"}}), "0 name: is required for a new item\n");
  EXPECT_EQ(change({{"name", "Bolt"}}).verdict, Verdict::kDone);
  EXPECT_EQ(change({{"threshold", "5"}}).verdict, Verdict::kDone);
  expect_problems(change({{"order_up_to", "4"}}), "0 order_up_to: is below the threshold\n");
}

TEST_F(Catalogue, ABarcodeOfAnotherItemIsRefused) {
  warehouse.set_item("BOLT", {{"barcodes", "5901234123457"}});
  expect_problems(import_items("sku,name,barcodes\nNUT,Nut,05901234123457\n"),
                  "2 barcodes: 05901234123457 belongs to BOLT\n");
  expect_problems(import_items("sku,name,barcodes\nA,a,OWN\nB,b,OWN\n"),
                  "3 barcodes: OWN belongs to A\n");
  expect_problems(import_items("sku,name,barcodes\nBOLT,Bolt,5901234123457\nB,b,5901234123457*2\n"),
                  "3 barcodes: 05901234123457 belongs to BOLT\n");
}

TEST_F(Catalogue, TwoItemsMaySwapBarcodesInOneImport) {
  import_items("sku,name,barcodes\nA,a,ONE TWO*2\nB,b,THREE\n");
  EXPECT_EQ(import_items("sku,name,barcodes\nA,a,THREE\nB,b,TWO*5 ONE\n").verdict, Verdict::kDone);
  EXPECT_EQ(owner("ONE"), "B");
  EXPECT_EQ(owner("TWO"), "B");
  EXPECT_EQ(owner("THREE"), "A");
  EXPECT_EQ(gateway::resolve_code(warehouse.store, "TWO")->pack, 5);
}

TEST_F(Catalogue, ABarcodeTakenFromAnItemIsFree) {
  import_items("sku,name,barcodes\nA,a,ONE TWO\n");
  import_items("sku,name,barcodes\nA,a,TWO\n");
  EXPECT_EQ(owner("ONE"), "");
  EXPECT_EQ(import_items("sku,name,barcodes\nB,b,ONE\n").verdict, Verdict::kDone);
  EXPECT_EQ(owner("ONE"), "B");
}

TEST_F(Catalogue, ARemovedItemIsStillBookedAndComesBackWhenSet) {
  warehouse.set_item("BOLT", {{"barcodes", "OWN"}, {"threshold", "7"}});
  const auto remove = gateway::RemoveItem{text<wire::Sku>("BOLT")};
  EXPECT_EQ(warehouse.apply(remove).changed, 1U);
  EXPECT_EQ(item("BOLT").state, gateway::ItemState::kPhaseOut);
  EXPECT_EQ(warehouse.apply(remove).changed, 0U);
  EXPECT_EQ(owner("OWN"), "BOLT");
  EXPECT_EQ(warehouse.book(receive("BOLT", "MAIN", 5)).verdict, Verdict::kDone);

  warehouse.set_item("BOLT", {{"name", "again"}});
  EXPECT_EQ(item("BOLT").state, gateway::ItemState::kActive);
  EXPECT_EQ(item("BOLT").threshold, 7);
  EXPECT_EQ(warehouse.apply(gateway::RemoveItem{text<wire::Sku>("NUT")}).verdict,
            Verdict::kNotFound);
}

TEST_F(Catalogue, TakesColumnsOfSuppliersThatNothingReadsYet) {
  EXPECT_EQ(import_suppliers("id,name,documents,currency\nACME,Acme,pdf,EUR\n").changed, 1U);
  expect_problems(import_suppliers("id,name,documents,currency\nACME,Acme,pdf,euro\n"),
                  "2 currency: is not a currency code of three capital letters, such as EUR\n");
}

TEST_F(Catalogue, JudgesSuppliersAsWell) {
  expect_problems(import_suppliers("id,name,email,lead_time_days,currency,language\n"
                                   "A,,a@b.example,7,EUR,en\n"
                                   "B,b,two@ats@b.example,7,EUR,en\n"
                                   "C,c,\"C <c@b.example>\",7,EUR,en\n"
                                   "D,d,d@b.example,-1,euro,fr\n"
                                   "E,e,@b.example,,,\n"
                                   "E,e,,,,\n"),
                  "2 name: is empty\n"
                  "3 email: is not one plain address such as orders@example.com\n"
                  "4 email: is not one plain address such as orders@example.com\n"
                  "5 lead_time_days: '-1' is not a whole number from 0 to 3650\n"
                  "5 currency: is not a currency code of three capital letters, such as EUR\n"
                  "5 language: is neither en nor de\n"
                  "6 email: is not one plain address such as orders@example.com\n"
                  "7 id: E is there twice\n");
  EXPECT_TRUE(gateway::list_suppliers(warehouse.store, {}, 10).empty());

  EXPECT_EQ(import_suppliers("id,name,email\nA,a,\nB,b,b@b.example\n").changed, 2U);
  const auto supplier = gateway::find_supplier(warehouse.store, "B");
  EXPECT_EQ(supplier->email, "b@b.example");
  EXPECT_EQ(supplier->lead_time_days, 7U);
  EXPECT_EQ(supplier->language, "en");
}

TEST_F(Catalogue, AnAddressCannotSmuggleHeaders) {
  for (const auto* bad :
       {"a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "a@b.example;c@d.example",
        "a@\x01"
        "b",
        "a b@c.example"}) {
    EXPECT_EQ(warehouse.set_supplier("A", {{"email", bad}}).verdict, Verdict::kRefused) << bad;
  }
}

TEST_F(Catalogue, ListsBySkuFromAnyPoint) {
  for (const auto* sku : {"C", "A", "B"}) warehouse.set_item(sku);
  const auto two = gateway::list_items(warehouse.store, "B", 10);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].sku.view(), "B");
  EXPECT_EQ(gateway::list_items(warehouse.store, {}, 1).at(0).sku.view(), "A");
  EXPECT_TRUE(gateway::list_items(warehouse.store, {}, 0).empty());
}

}  // namespace
}  // namespace domain_test
