// SPDX-License-Identifier: MIT
// Item numbers as GS1 prints them, and the one form in which we keep them. Pure: any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/status.h"
#include "wire/text.h"

namespace wire {

/// GTIN-14: always 14 digits, shorter numbers padded with zeros on the left.
/// GTIN-8, -12 and -13 are one number space after padding; an indicator digit
/// 1 .. 9 in front names another trade item (a case, a variable measure).
using Gtin = Text<14, struct GtinTag>;

/// The check digit that GS1 puts behind `digits`, e.g. '3' behind
/// "629104150021". Asserts that there are only digits.
[[nodiscard]] char mod10_check_digit(std::string_view digits);

/// True for two or more digits of which the last is the right check digit.
[[nodiscard]] bool has_valid_check_digit(std::string_view digits);

/// The 12 digits of the UPC-A number that an 8-digit UPC-E code stands for.
using UpcA = Text<12, struct UpcATag>;

/// Writes a UPC-E number out in full. Its check digit is carried over, not checked.
/// Errors: kInvalidArgument (not 8 digits that start with 0 or 1).
[[nodiscard]] Result<UpcA> expand_upc_e(std::string_view digits);

enum class GtinVerdict : std::uint8_t {
  kNotGtin = 0,        ///< another kind of code: look it up as it is
  kOne = 1,            ///< one number: `gtin`
  kEither = 2,         ///< 8 digits that are both an EAN-8 (`gtin`) and a UPC-E (`upc_e`)
  kBadCheckDigit = 3,  ///< right form, wrong check digit: misread or misprinted
};

struct GtinReading {
  GtinVerdict verdict = GtinVerdict::kNotGtin;
  Gtin gtin;   ///< kOne, kEither
  Gtin upc_e;  ///< kEither: the other candidate; refuse the scan when items have both

  friend bool operator==(const GtinReading&, const GtinReading&) = default;
};

/// Reads one raw scan as a trade item number. With an AIM identifier the symbology
/// decides: `]E0` (13, 12, or UPC-E as 9 or 8 digits), `]E3` (13 and an add-on of
/// 2 or 5, which is dropped), `]E4` (EAN-8), `]I1` (14). Behind `]C0` and other
/// plain carriers, and without an identifier, 8, 12, 13 or 14 digits count.
///
/// A number of a firm's own that looks like a GTIN but has no check digit reads as
/// kBadCheckDigit, so the gateway looks the raw text up first. GS1 element strings
/// (`]C1`, `]d2`, ...) are kNotGtin here.
[[nodiscard]] GtinReading normalise_gtin(std::string_view raw);

}  // namespace wire
