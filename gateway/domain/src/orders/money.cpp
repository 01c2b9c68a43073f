// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "gateway/orders/invoice.h"

namespace gateway {

namespace {

/// Currencies whose minor unit is not a hundredth, by ISO 4217 (list one, active codes).
constexpr std::array<std::string_view, 17> kNoDigits{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                     "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                     "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> kThreeDigits{"BHD", "IQD", "JOD", "KWD",
                                                       "LYD", "OMR", "TND"};
constexpr std::array<std::string_view, 2> kFourDigits{"CLF", "UYW"};

std::size_t digits_of(std::string_view currency) {
  const auto among = [&](const auto& list) {
    return std::find(list.begin(), list.end(), currency) != list.end();
  };
  if (among(kNoDigits)) return 0;
  if (among(kThreeDigits)) return 3;
  return among(kFourDigits) ? 4 : 2;
}

}  // namespace

std::string format_amount(std::int64_t minor, std::string_view currency) {
  const std::size_t digits = digits_of(currency);
  std::string text = std::to_string(minor);
  const std::size_t sign = minor < 0 ? 1 : 0;  // the zeros go behind a minus sign
  if (text.size() - sign <= digits) text.insert(sign, digits + 1 + sign - text.size(), '0');
  if (digits > 0) text.insert(text.size() - digits, 1, '.');
  return text;
}

std::string format_money(std::int64_t minor, std::string_view currency) {
  return format_amount(minor, currency) + (currency.empty() ? "" : " ") + std::string(currency);
}

}  // namespace gateway
