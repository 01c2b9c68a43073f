// SPDX-License-Identifier: MIT
#include "gateway/text/calendar.h"

#include <algorithm>

#include "text/digits.h"

namespace gateway {

// The date is computed by Howard Hinnant's civil_from_days, see
// https://howardhinnant.github.io/date_algorithms.html.
std::string rfc3339(std::int64_t at_ms) {
  at_ms = std::clamp<std::int64_t>(at_ms, 0, kLastDatedMs);
  const std::int64_t day = at_ms / kDayMs + 719'468;
  const std::int64_t era = day / 146'097;
  const std::int64_t of_era = day % 146'097;
  const std::int64_t year_of_era =
      (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;  // months from March
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const std::int64_t ms = at_ms % kDayMs;
  const std::int64_t day_of_month = day_of_year - (153 * shifted + 2) / 5 + 1;
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day_of_month, 2) + "T" +
         padded(ms / 3'600'000, 2) + ":" + padded(ms / 60'000 % 60, 2) + ":" +
         padded(ms / 1000 % 60, 2) + "." + padded(ms % 1000, 3) + "Z";
}

std::string date_utc(std::int64_t at_ms) {
  constexpr std::size_t kDateBytes = 10;
  return rfc3339(at_ms).substr(0, kDateBytes);
}

}  // namespace gateway
