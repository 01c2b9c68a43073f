// SPDX-License-Identifier: MIT
// Promise: whoever mistypes an option or its value reads what would be right.
#include "command_line/command_line.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace command_line {
namespace {

const std::string kHelp = ". See `tool --help`.\n";

/// What a program with the options --qty and --rate says of `words`; empty: it takes them.
std::string complaint(const std::string& words) {
  CLI::App app("What it does.", "tool");
  std::uint32_t qty = 0;
  double rate = 0;
  std::string needed;
  app.add_option("--qty", qty)->transform(whole_number(1, 4'000'000'000));
  app.add_option("--rate", rate)->transform(number(0.001, 1'000'000));
  app.add_option("--needed", needed)->required();
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return what_is_wrong(app, error);
  }
  return {};
}

TEST(CommandLine, TakesBothBounds) {
  EXPECT_EQ(complaint("--needed x --qty 1 --rate 0.001"), "");
  EXPECT_EQ(complaint("--needed x --qty 4000000000 --rate 1000000"), "");
}

// The library alone reads a leading zero as the sign of an octal number.
TEST(CommandLine, ReadsDigitsAsDecimalWhateverTheyBeginWith) {
  for (const auto& [text, wanted] : {std::pair<std::string, std::uint32_t>{"010", 10},
                                     {"0100", 100},
                                     {"08", 8},
                                     {"0000001", 1}}) {
    CLI::App app("What it does.", "tool");
    std::uint32_t qty = 0;
    app.add_option("--qty", qty)->transform(whole_number(1, 1000));
    app.parse("--qty " + text);
    EXPECT_EQ(qty, wanted) << text;
  }
}

TEST(CommandLine, ReadsNumbersThatAreNotWhole) {
  for (const auto& [text, wanted] :
       {std::pair<std::string, double>{"0.1", 0.1}, {"1e3", 1000}, {"1000000", 1'000'000}}) {
    CLI::App app("What it does.", "tool");
    double rate = 0;
    app.add_option("--rate", rate)->transform(number(0.001, 1'000'000));
    app.parse("--rate " + text);
    EXPECT_EQ(rate, wanted) << text;
  }
}

TEST(CommandLine, SaysWhatAWholeNumberMayBe) {
  const std::string wanted = "tool: --qty: must be a whole number from 1 to 4000000000, not ";
  for (const std::string value :
       {"0", "4000000001", "1.5", "x", "-1", "99999999999999999999", "0x10", "1e3", "1'0"}) {
    EXPECT_EQ(complaint("--needed x --qty " + value), wanted + value + kHelp);
  }
}

TEST(CommandLine, SaysWhatANumberMayBe) {
  const std::string wanted = "tool: --rate: must be a number from 0.001 to 1000000, not ";
  for (const std::string value : {"0", "1000001", "fast", "nan", "inf", "0x1p3"}) {
    EXPECT_EQ(complaint("--needed x --rate " + value), wanted + value + kHelp);
  }
}

TEST(CommandLine, NamesAnOptionThatItDoesNotKnow) {
  EXPECT_EQ(complaint("--nedeed x"), "tool: '--nedeed' is not an option" + kHelp);
  EXPECT_EQ(complaint("--qty 1"), "tool: --needed is required" + kHelp);
}

}  // namespace
}  // namespace command_line
