// SPDX-License-Identifier: MIT
// Goal: one item is one number however it was printed, a misread digit never
// becomes another item, and eight digits that fit two numberings are not guessed.
// Method: published vectors; every single wrong digit in them; every UPC-E number
// against a slow rule written the other way round.

#include "wire/gtin.h"

#include <gtest/gtest.h>

#include <string>

namespace wire {
namespace {

GtinReading one(std::string_view gtin) {
  return {GtinVerdict::kOne, *Gtin::from(gtin), {}};
}
GtinReading none(GtinVerdict verdict) {
  return {verdict, {}, {}};
}

constexpr std::string_view kWhole[] = {"6291041500213",  "036000291452",   "96385074",
                                       "950600013439",   "9501101531000",  "95012346",
                                       "24012345678905", "2112233789657",  "416000336108",
                                       "02345680",       "05901234123457", "4006381333931"};

TEST(CheckDigit, MatchesPublishedVectors) {
  EXPECT_EQ(mod10_check_digit("629104150021"), '3');
  EXPECT_EQ(mod10_check_digit("03600029145"), '2');
  EXPECT_EQ(mod10_check_digit("9638507"), '4');
  EXPECT_EQ(mod10_check_digit("95060001343"), '9');
  EXPECT_EQ(mod10_check_digit("950110153100"), '0');
  EXPECT_EQ(mod10_check_digit("9501234"), '6');
  for (const std::string_view number : kWhole) EXPECT_TRUE(has_valid_check_digit(number)) << number;
}

TEST(CheckDigit, NoticesEverySingleWrongDigit) {
  for (const std::string_view number : kWhole) {
    std::string misread(number);
    for (std::size_t at = 0; at < misread.size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        if (digit == number[at]) continue;
        misread[at] = digit;
        EXPECT_FALSE(has_valid_check_digit(misread)) << misread << " for " << number;
      }
      misread[at] = number[at];
    }
  }
}

TEST(CheckDigit, IsNotThereInWhatIsNotANumber) {
  for (const char* bad : {"", "0", "7", "96385074 ", "9638507x", " 96385074"}) {
    EXPECT_FALSE(has_valid_check_digit(bad)) << bad;
  }
}

TEST(UpcE, ExpandsAsPublished) {
  const std::pair<const char*, const char*> vectors[] = {{"07838604", "078000003864"},
                                                         {"03744806", "037000004486"},
                                                         {"04252614", "042100005264"},
                                                         {"01234565", "012345000065"},
                                                         {"00123457", "001234000057"}};
  for (const auto& [upc_e, upc_a] : vectors) EXPECT_EQ(expand_upc_e(upc_e)->view(), upc_a);
  for (const char* bad : {"", "0783860", "078386040", "27838604", "0783860x"}) {
    EXPECT_EQ(expand_upc_e(bad), fail(Status::kInvalidArgument)) << bad;
  }
}

// The compression rule of the specification, from the long form to the short.
std::string compressed(const std::string& a) {
  const auto zeros = [&a](std::size_t from, std::size_t to) {
    return a.find_first_not_of('0', from) >= to;
  };
  std::string six;
  if (a[3] <= '2' && zeros(4, 8)) {
    six = a.substr(1, 2) + a.substr(8, 3) + a[3];
  } else if (zeros(4, 9)) {
    six = a.substr(1, 3) + a.substr(9, 2) + "3";
  } else if (zeros(5, 10)) {
    six = a.substr(1, 4) + a[10] + "4";
  } else {
    six = a.substr(1, 5) + a[10];
  }
  return a[0] + six + a[11];
}

TEST(UpcE, CompressesBackToWhatItWas) {
  std::size_t canonical = 0;
  for (int number = 0; number < 1'000'000; number += 37) {
    std::string digits = std::to_string(number);
    digits.insert(0, 6 - digits.size(), '0').insert(0, 1, '1').append(1, '5');
    const auto expanded = expand_upc_e(digits);
    ASSERT_TRUE(expanded);
    const std::string back = compressed(std::string(expanded->view()));
    // Some long numbers have several short forms, one of which is canonical.
    if (back == digits) ++canonical;
    ASSERT_EQ(expand_upc_e(back)->view(), expanded->view()) << digits;
  }
  EXPECT_GT(canonical, 20'000U);
}

TEST(Gtin, IsOneNumberInEachPrintedForm) {
  for (const char* raw :
       {"]E00036000291452", "]E0036000291452", "0036000291452", "036000291452", "00036000291452",
        "]C0036000291452", "]I100036000291452", "]I000036000291452", "]d1036000291452",
        "]Q1036000291452", "]A0036000291452", "]E3003600029145212", "]E3003600029145212345"}) {
    EXPECT_EQ(normalise_gtin(raw), one("00036000291452")) << raw;
  }
  for (const char* raw :
       {"96385074", "]E496385074", "]C096385074", "00000096385074", "]I100000096385074"}) {
    EXPECT_EQ(normalise_gtin(raw), one("00000096385074")) << raw;
  }
  for (const char* raw : {"]E007838604", "]E0007838604", "]E0078000003864", "]E00078000003864"}) {
    EXPECT_EQ(normalise_gtin(raw), one("00078000003864")) << raw;
  }
  EXPECT_EQ(normalise_gtin("]I124012345678905"), one("24012345678905"));
  EXPECT_EQ(normalise_gtin("]E09501101531000"), one("09501101531000"));
}

TEST(Gtin, OfACaseIsNotThatOfThePieceInIt) {
  const GtinReading piece = normalise_gtin("4006381333931");
  const GtinReading boxed =
      normalise_gtin(std::string("1400638133393") + mod10_check_digit("1400638133393"));
  EXPECT_EQ(piece.verdict, GtinVerdict::kOne);
  EXPECT_EQ(boxed.verdict, GtinVerdict::kOne);
  EXPECT_NE(piece.gtin, boxed.gtin);
}

TEST(Gtin, IsRefusedWithEverySingleWrongDigit) {
  for (const std::string_view number : kWhole) {
    if (number.size() == 8) continue;  // without a symbology they have two readings
    std::string misread(number);
    for (std::size_t at = 0; at < misread.size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        if (digit == number[at]) continue;
        misread[at] = digit;
        EXPECT_EQ(normalise_gtin(misread), none(GtinVerdict::kBadCheckDigit)) << misread;
      }
      misread[at] = number[at];
    }
  }
  EXPECT_EQ(normalise_gtin("]E496385075"), none(GtinVerdict::kBadCheckDigit));
  EXPECT_EQ(normalise_gtin("]E007838605"), none(GtinVerdict::kBadCheckDigit));
  EXPECT_EQ(normalise_gtin("]I124012345678906"), none(GtinVerdict::kBadCheckDigit));
}

TEST(Gtin, OfEightDigitsIsDecidedByTheSymbologyOrNotAtAll) {
  // Every eight digits that start with 0 or 1 and are valid in both ways.
  std::size_t either = 0;
  for (int number = 0; number < 20'000'000; number += 401) {
    std::string digits = std::to_string(number);
    digits.insert(0, 8 - digits.size(), '0');
    const std::string upc_a(expand_upc_e(digits)->view());
    const bool ean_8 = has_valid_check_digit(digits);
    const bool upc_e = has_valid_check_digit(upc_a);
    const GtinReading reading = normalise_gtin(digits);
    if (ean_8 && upc_e && number != 0) {
      ++either;
      ASSERT_EQ(reading.verdict, GtinVerdict::kEither) << digits;
      ASSERT_EQ(reading.gtin.view(), "000000" + digits);
      ASSERT_EQ(reading.upc_e.view(), "00" + upc_a);
      ASSERT_EQ(normalise_gtin("]E4" + digits), one("000000" + digits));
      ASSERT_EQ(normalise_gtin("]E0" + digits), one("00" + upc_a));
    } else if (ean_8) {
      ASSERT_EQ(reading, one("000000" + digits));
    } else if (upc_e) {
      ASSERT_EQ(reading, one("00" + upc_a));
    } else {
      ASSERT_EQ(reading, none(GtinVerdict::kBadCheckDigit)) << digits;
    }
  }
  EXPECT_GT(either, 200U);
  EXPECT_EQ(normalise_gtin("00000000"), one("00000000000000"));
}

TEST(Gtin, IsNotFoundInOtherCodes) {
  for (const char* other : {"",
                            "]",
                            "]E",
                            "]E0",
                            "]E4",
                            "HELLO",
                            "SW:RECEIVE",
                            "1",
                            "123456789",
                            "12345678901",
                            "123456789012345",
                            "4006381333931 ",
                            "400638133393x",
                            "]C10104006381333931",
                            "]C14006381333931",
                            "]d24006381333931",
                            "]Q34006381333931",
                            "]e04006381333931",
                            "]J14006381333931",
                            "]C24006381333931",
                            "]E112",
                            "]E212345",
                            "]E34006381333931",
                            "]E44006381333931",
                            "]E0140063813339312",
                            "]I196385074",
                            "]E0978386042",
                            "]E0907838604",
                            "]E027838604",
                            "https://example.org/01/04006381333931"}) {
    EXPECT_EQ(normalise_gtin(other), none(GtinVerdict::kNotGtin)) << other;
  }
  EXPECT_EQ(normalise_gtin(std::string_view("400638\0"
                                            "333931",
                                            13)),
            none(GtinVerdict::kNotGtin));
}

}  // namespace
}  // namespace wire
