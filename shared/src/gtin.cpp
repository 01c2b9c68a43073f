// SPDX-License-Identifier: MIT
#include "wire/gtin.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace wire {
namespace {

constexpr std::size_t kIdentifierBytes = 3;  // ']', code, modifier

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

GtinReading verdict_only(GtinVerdict verdict) {
  return {verdict, {}, {}};
}

// A whole number with its check digit, of any length up to 14.
GtinReading read_number(std::string_view digits) {
  if (!has_valid_check_digit(digits)) return verdict_only(GtinVerdict::kBadCheckDigit);
  std::array<char, Gtin::kBytesMax> padded{};
  padded.fill('0');
  std::copy_backward(digits.begin(), digits.end(), padded.end());
  return {GtinVerdict::kOne, *Gtin::from({padded.data(), padded.size()}), {}};
}

GtinReading read_upc_e(std::string_view digits) {
  const Result<UpcA> expanded = expand_upc_e(digits);
  if (!expanded) return verdict_only(GtinVerdict::kNotGtin);
  return read_number(expanded->view());
}

// Eight digits of unknown symbology: read as the number whose check digit is right.
GtinReading read_eight(std::string_view digits) {
  const GtinReading ean_8 = read_number(digits);
  const GtinReading upc_e = read_upc_e(digits);
  if (upc_e.verdict != GtinVerdict::kOne || upc_e.gtin == ean_8.gtin) return ean_8;
  if (ean_8.verdict != GtinVerdict::kOne) return upc_e;
  return {GtinVerdict::kEither, ean_8.gtin, upc_e.gtin};
}

// `]E0`: EAN-13, UPC-A and UPC-E. Some scan engines send UPC-A and UPC-E as printed,
// and one of them pads a UPC-E's eight digits to nine with a zero.
GtinReading read_ean_upc(std::string_view digits) {
  switch (digits.size()) {
    case 13:
    case 12:
      return read_number(digits);
    case 9:
      if (digits.front() != '0') return verdict_only(GtinVerdict::kNotGtin);
      digits.remove_prefix(1);
      return read_upc_e(digits);
    case 8:
      return read_upc_e(digits);
    default:
      return verdict_only(GtinVerdict::kNotGtin);
  }
}

GtinReading read_bare(std::string_view digits) {
  switch (digits.size()) {
    case 14:
    case 13:
    case 12:
      return read_number(digits);
    case 8:
      return read_eight(digits);
    default:
      return verdict_only(GtinVerdict::kNotGtin);
  }
}

// Symbologies whose content is free, so that digits may be a GTIN: not those with GS1
// element strings or another meaning of FNC1.
bool is_plain_carrier(char code, char modifier) {
  switch (code) {
    case 'C':
    case 'J':
      return modifier == '0';
    case 'd':
      return modifier == '0' || modifier == '1' || modifier == '4';
    case 'Q':
      return modifier == '0' || modifier == '1' || modifier == '2';
    case 'e':
      return false;
    default:
      return true;
  }
}

GtinReading read_carrier(char code, char modifier, std::string_view digits) {
  const std::size_t size = digits.size();
  if (code == 'E') {
    if (modifier == '0') return read_ean_upc(digits);
    if (modifier == '3' && (size == 15 || size == 18)) return read_number({digits.data(), 13});
    if (modifier == '4' && size == 8) return read_number(digits);
    return verdict_only(GtinVerdict::kNotGtin);
  }
  if (code == 'I' && modifier == '1') {
    return size == 14 ? read_number(digits) : verdict_only(GtinVerdict::kNotGtin);
  }
  return is_plain_carrier(code, modifier) ? read_bare(digits) : verdict_only(GtinVerdict::kNotGtin);
}

}  // namespace

char mod10_check_digit(std::string_view digits) {
  assert(all_digits(digits));
  unsigned sum = 0;
  unsigned weight = 3;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    sum += weight * static_cast<unsigned>(*digit - '0');
    weight = 4 - weight;  // 3, 1, 3, 1, ... from the right
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool has_valid_check_digit(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  const char check = digits.back();
  digits.remove_suffix(1);
  return mod10_check_digit(digits) == check;
}

Result<UpcA> expand_upc_e(std::string_view digits) {
  if (digits.size() != 8 || !all_digits(digits) || digits.front() > '1') {
    return fail(Status::kInvalidArgument);
  }
  // n d1 d2 d3 d4 d5 d6 c: d6 says where zeros were left out.
  const char n = digits[0], d1 = digits[1], d2 = digits[2], d3 = digits[3], d4 = digits[4],
             d5 = digits[5], d6 = digits[6], c = digits[7];
  std::array<char, 12> full{n, d1, d2, d3, d4, d5, '0', '0', '0', '0', d6, c};
  if (d6 <= '2') full = {n, d1, d2, d6, '0', '0', '0', '0', d3, d4, d5, c};
  if (d6 == '3') full = {n, d1, d2, d3, '0', '0', '0', '0', '0', d4, d5, c};
  if (d6 == '4') full = {n, d1, d2, d3, d4, '0', '0', '0', '0', '0', d5, c};
  return UpcA::from({full.data(), full.size()});
}

GtinReading normalise_gtin(std::string_view raw) {
  const bool identified = raw.size() >= kIdentifierBytes && raw.front() == ']';
  const char code = identified ? raw[1] : '\0';
  const char modifier = identified ? raw[2] : '\0';
  if (identified) raw.remove_prefix(kIdentifierBytes);
  if (raw.empty() || !all_digits(raw)) return verdict_only(GtinVerdict::kNotGtin);
  return identified ? read_carrier(code, modifier, raw) : read_bare(raw);
}

}  // namespace wire
