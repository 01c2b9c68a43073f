// SPDX-License-Identifier: MIT
// Promise: a CSV file of any honest spreadsheet is read as it was meant, and one
// with a broken form is refused with the line and the reason, nothing guessed.

#include "gateway/catalogue/csv.h"

#include <gtest/gtest.h>

#include "gateway/limits.h"

namespace domain_test {
namespace {

using gateway::read_item_csv;
using gateway::read_supplier_csv;

/// `line 3, field: text`, one a line.
template <typename Import>
std::string problems(const Import& import) {
  std::string text;
  for (const auto& problem : import.problems) {
    text += std::to_string(problem.line) + ' ' + problem.field + ": " + problem.text + '\n';
  }
  return text;
}

/// The values of column `name`, in file order.
std::vector<std::string> column(const gateway::CsvImport<gateway::ItemChange>& import,
                                std::string_view name) {
  std::vector<std::string> values;
  for (const auto& row : import.rows) {
    for (const auto& [column, value] : row.columns) {
      if (column == name) values.push_back(value);
    }
  }
  return values;
}

using Texts = std::vector<std::string>;

TEST(Csv, ReadsColumnsInAnyOrder) {
  const auto import = read_item_csv("name,threshold,sku\nBolt,5,BOLT\nNut,,NUT\n");
  EXPECT_EQ(problems(import), "");
  ASSERT_EQ(import.rows.size(), 2U);
  EXPECT_EQ(import.rows[0].sku.view(), "BOLT");
  EXPECT_EQ(import.rows[0].line, 2U);
  EXPECT_EQ(import.rows[1].line, 3U);
  EXPECT_EQ(column(import, "name"), (Texts{"Bolt", "Nut"}));
  EXPECT_EQ(column(import, "threshold"), (Texts{"5", ""}));
}

TEST(Csv, SkipsAByteOrderMarkAndEmptyLinesAndTakesCrLf) {
  const auto import = read_item_csv("\xef\xbb\xbfsku,name\r\n\r\nBOLT,Bolt\r\n\n\nNUT,Nut");
  EXPECT_EQ(problems(import), "");
  ASSERT_EQ(import.rows.size(), 2U);
  EXPECT_EQ(import.rows[0].line, 3U);
  EXPECT_EQ(import.rows[1].line, 6U);
  EXPECT_EQ(column(import, "name"), (Texts{"Bolt", "Nut"}));
}

TEST(Csv, QuotedFieldsHoldSeparatorsQuotesAndLines) {
  const auto import =
      read_item_csv("sku,name\nA,\"Bolt, M8\"\nB,\"6\"\" pipe\"\nC,\"two\nlines\"\nD,\"\"\nE,x\n");
  EXPECT_EQ(problems(import), "");
  EXPECT_EQ(column(import, "name"), (Texts{"Bolt, M8", "6\" pipe", "two\nlines", "", "x"}));
  EXPECT_EQ(import.rows.back().line, 7U) << "lines inside quotes count";
}

TEST(Csv, KeepsBlanksAndEmptyLastFields) {
  const auto import = read_item_csv("sku,name,unit\nA, Bolt ,\nB,x,");
  EXPECT_EQ(problems(import), "");
  EXPECT_EQ(column(import, "name"), (Texts{" Bolt ", "x"}));
  EXPECT_EQ(column(import, "unit"), (Texts{"", ""}));
}

TEST(Csv, NamesEveryColumnThatIsUnknownRepeatedOrMissing) {
  EXPECT_EQ(problems(read_item_csv("sku,colour,sku,size\n")),
            "1 colour: is not a column\n"
            "1 sku: is there twice\n"
            "1 size: is not a column\n"
            "1 name: is a required column and is missing\n");
  EXPECT_EQ(problems(read_supplier_csv("sku,name\n")),
            "1 sku: is not a column\n1 id: is a required column and is missing\n");
  EXPECT_EQ(problems(read_item_csv("")),
            "1 : the file is empty: its first line names the columns\n");
  EXPECT_EQ(
      problems(read_item_csv("SKU,name\nA,B\n")),
      "1 SKU: is not a column; did you mean sku?\n1 sku: is a required column and is missing\n")
      << "names are case-sensitive";
}

TEST(Csv, NamesTheColumnThatWasMeant) {
  EXPECT_EQ(problems(read_item_csv("sku,name,treshold,Supplier\n")),
            "1 treshold: is not a column; did you mean threshold?\n"
            "1 Supplier: is not a column; did you mean supplier?\n");
  EXPECT_EQ(problems(read_supplier_csv("id,name,emial\n")),
            "1 emial: is not a column; did you mean email?\n");
}

TEST(Csv, SaysThatFieldsAreSeparatedByCommas) {
  EXPECT_EQ(problems(read_item_csv("sku;name;unit\nA;B;ea\n")),
            "1 : the columns stand apart by semicolons: save the file with commas between its "
            "fields\n");
  EXPECT_EQ(problems(read_supplier_csv("id\tname\nA\tB\n")),
            "1 : the columns stand apart by tabs: save the file with commas between its fields\n");
}

TEST(Csv, ListsEveryRowOfABrokenForm) {
  const auto import = read_item_csv(
      "sku,name\n"
      "A\n"
      "B,b,b\n"
      "C,\"c\"x\n"
      "D,d\n"
      "bad sku,e\n"
      ",f\n"
      "E,\xff\n"
      "F,\"unclosed\n");
  EXPECT_EQ(problems(import),
            "2 : has 1 field, the header 2\n"
            "3 : has 3 fields, the header 2\n"
            "4 : text behind a closing quote, or a carriage return alone\n"
            "6 sku: is empty, too long or holds other characters than letters, digits, '.', '_' "
            "and '-'\n"
            "7 sku: is empty, too long or holds other characters than letters, digits, '.', '_' "
            "and '-'\n"
            "8 : is not UTF-8\n"
            "9 : a quoted field has no end\n");
  ASSERT_EQ(import.rows.size(), 1U) << "what is whole is kept, to be judged as well";
  EXPECT_EQ(import.rows[0].sku.view(), "D");
}

TEST(Csv, ABrokenHeaderIsOneProblem) {
  EXPECT_EQ(problems(read_item_csv("sku,\"name\nA,B\n")), "1 : a quoted field has no end\n");
  EXPECT_EQ(problems(read_item_csv("sku,na\xc3me\nA,B\n")), "1 : is not UTF-8\n");
}

TEST(Csv, ListsAThousandProblemsAtMostAndOneThatTellsOfMore) {
  std::string file = "sku,name\n";
  for (int i = 0; i < 1500; ++i) file += "A\n";
  EXPECT_EQ(read_item_csv(file).problems.size(), gateway::kRowErrorsMax + 1);
}

TEST(Csv, ReadsSuppliers) {
  const auto import =
      read_supplier_csv("id,email,name\nACME,orders@acme.example,Acme Ltd\nB B,,x\n");
  ASSERT_EQ(import.rows.size(), 1U);
  EXPECT_EQ(import.rows[0].id, "ACME");
  EXPECT_EQ(import.rows[0].columns[0],
            (std::pair<std::string, std::string>("email", "orders@acme.example")));
  EXPECT_EQ(import.problems.size(), 1U);
}

TEST(Csv, WritesRecordsThatItReadsBack) {
  const Texts fields{"A", "plain", "a,b", "say \"hi\"", "two\r\nlines", ""};
  std::string written;
  gateway::append_csv_record(written, fields);
  EXPECT_EQ(written, "A,plain,\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\r\n");

  const auto import = read_item_csv("sku,name,unit,supplier,currency,barcodes\n" + written);
  EXPECT_EQ(problems(import), "");
  Texts read{std::string(import.rows.at(0).sku.view())};
  for (const auto& [name, value] : import.rows.at(0).columns) read.push_back(value);
  EXPECT_EQ(read, fields);
}

}  // namespace
}  // namespace domain_test
