// SPDX-License-Identifier: MIT
// Every bound of the wire protocol, in one place.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wire {

inline constexpr std::size_t kNameBytesMax = 32;      ///< site, node, SKU, order, operator
inline constexpr std::size_t kLocationBytesMax = 48;  ///< whole path, e.g. MAIN/A-01/03
inline constexpr std::size_t kLocationDepthMax = 4;   ///< names in a path
inline constexpr std::size_t kCodeBytesMax = 96;      ///< one raw scan, AIM identifier included
inline constexpr std::size_t kLotBytesMax = 20;       ///< GS1 AI 10
inline constexpr std::size_t kSerialBytesMax = 20;    ///< GS1 AI 21
inline constexpr std::size_t kPrefixBytesMax = 64;    ///< topic prefix before the site
/// Every broker of MQTT 3.1.1 has to take a client id as long as this one.
inline constexpr std::size_t kClientIdBytesMax = 23;
inline constexpr std::size_t kTopicBytesMax = 192;  ///< any topic of the protocol

/// Any message that a scanner has to read.
inline constexpr std::size_t kNodeMessageBytesMax = 512;
inline constexpr std::size_t kAckBytesMax = 494;
inline constexpr std::size_t kAckListMax = 8;     ///< of `refused` and `doubt` together
inline constexpr std::size_t kForkNotesMax = 4;   ///< of one epoch
inline constexpr std::size_t kRawBytesMax = 512;  ///< of a movement sent as `raw`

/// One `up` message of a microcontroller (`Mcu`), and one of a scanner on Linux.
inline constexpr std::size_t kBatchMovementsMaxMcu = 32;
inline constexpr std::size_t kBatchBytesMaxMcu = 4096;
inline constexpr std::size_t kBatchMovementsMax = 256;
inline constexpr std::size_t kBatchBytesMax = 64 * 1024;

/// H of the protocol: how many sequences back the gateway can still compare chain checksums.
inline constexpr std::uint32_t kHistoryWindow = 1024;

inline constexpr std::uint32_t kSequenceMax = 0x7fffffff;
inline constexpr std::int64_t kQuantityMax = 1'000'000;            ///< of one movement, as scanned
inline constexpr std::int64_t kWallTimeMsMax = 9'999'999'999'999;  ///< 13 digits: year 2286

static_assert(kAckBytesMax <= kNodeMessageBytesMax);
static_assert(kBatchMovementsMaxMcu <= kBatchMovementsMax);
static_assert(2 * kBatchMovementsMax < kHistoryWindow);

}  // namespace wire
