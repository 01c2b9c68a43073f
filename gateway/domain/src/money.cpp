// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "digits.h"
#include "gateway/invoice.h"

namespace gateway {

namespace {

/// Minor units that are not hundredths, by ISO 4217 (list one, active codes).
constexpr std::array<std::string_view, 17> kNoDigits{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                     "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                     "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> kThreeDigits{"BHD", "IQD", "JOD", "KWD",
                                                       "LYD", "OMR", "TND"};

std::size_t digits_of(std::string_view currency) {
  const auto among = [&](const auto& list) {
    return std::find(list.begin(), list.end(), currency) != list.end();
  };
  if (among(kNoDigits)) return 0;
  return among(kThreeDigits) ? 3 : 2;
}

}  // namespace

std::string format_amount(std::int64_t minor, std::string_view currency) {
  const std::size_t digits = digits_of(currency);
  std::string text = padded(minor < 0 ? -minor : minor, digits + 1);
  if (digits > 0) text.insert(text.size() - digits, 1, '.');
  return (minor < 0 ? "-" : "") + text;
}

std::string format_money(std::int64_t minor, std::string_view currency) {
  return format_amount(minor, currency) + (currency.empty() ? "" : " ") + std::string(currency);
}

}  // namespace gateway
