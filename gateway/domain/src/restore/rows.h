// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rows/rows.h"

namespace gateway {

/// How the present incarnation began, where it is not the first. The numbers are the last ones
/// that the store had then; Counters::documents_wait says whether a person is still asked.
struct RestoredRow {
  std::int64_t since_ms = 0;
  std::string why;
  std::vector<std::uint64_t> tasks;  ///< that tell of it; open until a person answers
  std::uint64_t order = 0;           ///< of customers
  std::uint64_t outbox = 0;
  std::uint64_t invoice = 0;
  std::uint64_t last_invoice = 0;  ///< that a person named; 0: not yet, or none
};

/// The other gateway that was seen last under this site's name.
struct SecondGatewayRow {
  std::uint32_t run = 0;
  std::uint32_t claim = 0;  ///< the highest of all that were seen
  std::uint64_t task = 0;   ///< that tells of it
};

template <>
inline constexpr RowVersion kRowVersion<RestoredRow> = 2;
template <>
inline constexpr RowVersion kRowVersion<SecondGatewayRow> = 2;

void fields(auto& a, RowOf<RestoredRow> auto& r, RowVersion /*version*/) {
  a(r.since_ms, r.why, r.tasks, r.order, r.outbox, r.invoice, r.last_invoice);
}

void fields(auto& a, RowOf<SecondGatewayRow> auto& r, RowVersion /*version*/) {
  a(r.run, r.claim, r.task);
}

// kMeta.
inline constexpr std::string_view kRestoredKey = "restored";
inline constexpr std::string_view kSecondGatewayKey = "second_gateway";

}  // namespace gateway
