// SPDX-License-Identifier: MIT
// Promise: an amount is shown in its currency's own digits, exactly, however small or
// large. All examples are worked out by hand.
#include <gtest/gtest.h>

#include <cstdint>

#include "gateway/limits.h"
#include "gateway/orders/invoice.h"

namespace domain_test {
namespace {

using gateway::format_amount;
using gateway::format_money;

TEST(Money, HasTheDigitsOfItsCurrency) {
  EXPECT_EQ(format_money(123456, "EUR"), "1234.56 EUR");
  EXPECT_EQ(format_money(123456, "JPY"), "123456 JPY");
  EXPECT_EQ(format_money(123456, "KRW"), "123456 KRW");
  EXPECT_EQ(format_money(123456, "KWD"), "123.456 KWD");
  EXPECT_EQ(format_money(123456, "TND"), "123.456 TND");
  EXPECT_EQ(format_money(123456, "CLF"), "12.3456 CLF");
  EXPECT_EQ(format_money(123456, "USD"), "1234.56 USD");
}

TEST(Money, WithoutACurrencyHasTwoDigitsAndNoName) {
  EXPECT_EQ(format_money(123456, ""), "1234.56");
  EXPECT_EQ(format_money(123456, "XYZ"), "1234.56 XYZ") << "one that ISO 4217 does not know";
}

TEST(Money, BelowOneHasAZeroInFront) {
  EXPECT_EQ(format_amount(0, "EUR"), "0.00");
  EXPECT_EQ(format_amount(7, "EUR"), "0.07");
  EXPECT_EQ(format_amount(99, "EUR"), "0.99");
  EXPECT_EQ(format_amount(100, "EUR"), "1.00");
  EXPECT_EQ(format_amount(0, "JPY"), "0");
  EXPECT_EQ(format_amount(7, "KWD"), "0.007");
  EXPECT_EQ(format_amount(70, "KWD"), "0.070");
  EXPECT_EQ(format_amount(7, "UYW"), "0.0007");
}

TEST(Money, BelowNothingHasItsSignInFront) {
  EXPECT_EQ(format_amount(-7, "EUR"), "-0.07");
  EXPECT_EQ(format_amount(-123456, "EUR"), "-1234.56");
  EXPECT_EQ(format_amount(-5, "JPY"), "-5");
}

TEST(Money, IsExactAtItsLargest) {
  EXPECT_EQ(format_amount(gateway::kMoneyMax, "EUR"), "100000000000.00");
  EXPECT_EQ(format_amount(gateway::kMoneyMax - 1, "JPY"), "9999999999999");
  EXPECT_EQ(format_amount(INT64_MAX, "EUR"), "92233720368547758.07");
  EXPECT_EQ(format_amount(INT64_MIN, "EUR"), "-92233720368547758.08");
}

}  // namespace
}  // namespace domain_test
