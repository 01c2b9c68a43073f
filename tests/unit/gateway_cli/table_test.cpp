// SPDX-License-Identifier: MIT
// Promise: a table is aligned in columns whatever its texts, fits the terminal,
// says what it left out, and hides nothing from a program.
// Method: compare whole pictures.

#include "gateway/cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace gateway::cli {
namespace {

class TableTest : public testing::Test {
 protected:
  std::string picture(std::size_t columns, bool colour = false) {
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal{.out = out, .err = err, .columns = columns, .colour = colour};
    Table table(terminal, {{.title = "SKU"},
                           {.title = "NAME", .may_shrink = true},
                           {.title = "PLACE", .drop_priority = 1},
                           {.title = "ON HAND", .align = Column::Align::kRight},
                           {.title = "NOTE", .drop_priority = 2}});
    for (Row& row : rows_) table.add(row);
    table.finish();
    EXPECT_EQ(err.str(), "");
    return '\n' + out.str();
  }

  std::vector<Row> rows_ = {
      {{"BOLT-M8"}, {"Bolt M8, Schlüssel 13"}, {"MAIN/A-01"}, {"1200"}, {""}},
      {{"日本-1"}, {"Nut"}, {"N"}, {"-7", Style::kBad}, {"count it"}},
  };
};

TEST_F(TableTest, AlignsTextLeftAndNumbersRight) {
  EXPECT_EQ(picture(0), R"(
SKU      NAME                   PLACE      ON HAND  NOTE
BOLT-M8  Bolt M8, Schlüssel 13  MAIN/A-01     1200
日本-1   Nut                    N               -7  count it
)");
}

TEST_F(TableTest, LeavesOutOfATerminalWhatNobodyMisses) {
  const auto picture = [](std::size_t columns, const std::vector<std::vector<Row>>& parts) {
    std::ostringstream out;
    Terminal terminal{.out = out, .err = out, .columns = columns};
    Table table(terminal, {{.title = "SKU"}, {.title = "LATE", .hide_if_empty = true}});
    for (const auto& part : parts) {
      for (const Row& row : part) table.add(row);
      table.flush();
    }
    table.finish();
    return out.str();
  };
  const Row plain{{"BOLT"}, {""}};
  const Row late{{"NUT"}, {"7"}};
  EXPECT_EQ(picture(60, {{plain, plain}}), "SKU\nBOLT\nBOLT\n");
  EXPECT_EQ(picture(60, {{plain, late}}), "SKU   LATE\nBOLT\nNUT   7\n");
  EXPECT_EQ(picture(60, {{plain}, {late}}),
            "SKU\nBOLT\nNUT\n(no room for: LATE; use a wider terminal, or --json)\n");
  EXPECT_EQ(picture(0, {{plain}}), "SKU   LATE\nBOLT\n") << "a program counts columns";
}

TEST_F(TableTest, FitsExactly) {
  EXPECT_EQ(picture(60), picture(0));
}

TEST_F(TableTest, ShrinksBeforeItLeavesOut) {
  EXPECT_EQ(picture(50), R"(
SKU      NAME         PLACE      ON HAND  NOTE
BOLT-M8  Bolt M8, S…  MAIN/A-01     1200
日本-1   Nut          N               -7  count it
)");
}

TEST_F(TableTest, LeavesOutTheLeastNeededFirstAndSaysSo) {
  EXPECT_EQ(picture(41), R"(
SKU      NAME          PLACE      ON HAND
BOLT-M8  Bolt M8, Sc…  MAIN/A-01     1200
日本-1   Nut           N               -7
(no room for: NOTE; use a wider terminal,
or --json)
)");
  EXPECT_EQ(picture(30), R"(
SKU      NAME          ON HAND
BOLT-M8  Bolt M8, Sc…     1200
日本-1   Nut                -7
(no room for: PLACE, NOTE; use
a wider terminal, or --json)
)");
}

TEST_F(TableTest, KeepsWhatMayNotGoEvenWhereItCannotFit) {
  EXPECT_EQ(picture(20).substr(0, 31), "\nSKU      NAME        ON HAND\nB");
}

TEST_F(TableTest, ColoursOnlyWhereTold) {
  EXPECT_EQ(picture(0).find('\x1b'), std::string::npos);
  EXPECT_NE(picture(0, true).find("\x1b[31m-7\x1b[0m"), std::string::npos);
}

TEST_F(TableTest, PrintsRowsInPartsUnderOneTitle) {
  std::ostringstream out;
  Terminal terminal{.out = out, .err = out};
  Table table(terminal, {{.title = "SEQ", .align = Column::Align::kRight}, {.title = "SKU"}});
  table.flush();
  EXPECT_EQ(out.str(), "") << "no titles over nothing";
  table.add({{"1"}, {"A"}});
  table.flush();
  table.add({{"12345"}, {"B\x1b[2J"}});
  table.finish();
  EXPECT_EQ(out.str(), "SEQ  SKU\n  1  A\n12345  B�[2J\n");
}

}  // namespace
}  // namespace gateway::cli
