// SPDX-License-Identifier: MIT
// Every bound of the gateway's domain, in one place. Wire bounds: wire/limits.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/limits.h"

namespace gateway {

inline constexpr std::size_t kItemNameBytesMax = 120;
inline constexpr std::size_t kUnitBytesMax = 12;
inline constexpr std::size_t kBarcodesPerItemMax = 32;
inline constexpr std::size_t kAddressBytesMax = 254;        ///< of mail; RFC 5321's path
inline constexpr std::size_t kMessageIdBytesMax = 64;       ///< of plain messages and HTTP requests
inline constexpr std::size_t kSourceBytesMax = 128;         ///< topic of plain messages
inline constexpr std::size_t kReasonBytesMax = 200;         ///< free text by a person
inline constexpr std::size_t kRawExcerptBytesMax = 512;     ///< kept of what could not be read
inline constexpr std::size_t kUnreadableKeptMax = 1000;     ///< newest unreadable messages
inline constexpr std::uint64_t kSeenPerSourceMax = 65'536;  ///< ids kept per source
inline constexpr std::size_t kPurchaseLinesMax =
    200;  ///< per purchase order; then another is opened
/// Positions a sweep looks at before scans are booked again: about 20 ms on a small board.
inline constexpr std::size_t kSweepSlice = 2'000;
// Undelivered rows of the outbox: each share is full by itself, and stops no other.
inline constexpr std::uint64_t kSupplierMailsMax = 10'000;
inline constexpr std::uint64_t kCustomerMailsMax = 100'000;
inline constexpr std::uint64_t kUpstreamPostsMax = 20'000;
inline constexpr std::uint64_t kOutboxArchiveMax = 10'000;  ///< newest rows that failed for good
inline constexpr std::size_t kOutboxSliceMax = 64;          ///< failed rows taken per command
inline constexpr std::uint64_t kPurchasesShown = 1'000;     ///< newest on dashboards, closed or not
inline constexpr std::size_t kOrderLinesMax = 100;          ///< per customer order
/// A customer's order as JSON, whichever way it comes: about three times the longest possible one
/// without unknown keys.
inline constexpr std::size_t kOrderBytesMax = 32 * 1024;
inline constexpr std::size_t kOrderDepthMax = 8;  ///< nesting of it; known fields need three
inline constexpr std::size_t kCustomerNameBytesMax = 120;
inline constexpr std::size_t kPostalAddressBytesMax = 400;
inline constexpr std::size_t kOrderHistoryMax = 32;         ///< steps kept per order
inline constexpr std::uint64_t kClosedOrdersShown = 1'000;  ///< newest closed, on dashboards
inline constexpr std::size_t kOrderSliceMax = 64;           ///< orders a stage takes per command
inline constexpr std::uint32_t kEpochsPerDayMax =
    16;  ///< new ones of a node, before a person is asked
inline constexpr std::int64_t kMoneyMax = 10'000'000'000'000;  ///< minor units per order
inline constexpr std::int64_t kStockMax = 1'000'000'000'000;   ///< absolute value of any figure
inline constexpr std::int64_t kThresholdMax = 1'000'000'000;
inline constexpr std::int64_t kPackMax = 100'000;  ///< base units in one scanned code
inline constexpr std::uint32_t kLeadTimeDaysMax = 3650;
inline constexpr std::size_t kImportRowsMax = 1'000'000;
inline constexpr std::size_t kImportBytesMax = 64 * 1024 * 1024;
/// Bytes of a file of items that is imported in one commit; a longer one in slices.
inline constexpr std::size_t kImportAtOnceBytesMax = 64 * 1024;
/// Items of a slice: some milliseconds, and less than kValueBytesMax with all their barcodes.
inline constexpr std::size_t kImportSliceRows = 250;
inline constexpr std::size_t kSupplierImportBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kRowErrorsMax = 1000;  ///< problems listed per import

static_assert(wire::kQuantityMax * kPackMax < kStockMax);
static_assert(kMoneyMax <= INT64_MAX / 200);  // tax at 100 %, before the division

}  // namespace gateway
