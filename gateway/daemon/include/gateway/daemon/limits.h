// SPDX-License-Identifier: MIT
// Every bound of the daemon, in one place.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/limits.h"

namespace gateway::daemon {

/// Movements and rows that wait for the writer; about 500 bytes each.
inline constexpr std::size_t kInboxWeightMax = 32'768;
/// Movements and rows decided in one commit.
inline constexpr std::size_t kBatchWeightMax = 4'096;
/// Most that one command (an import) counts as, so that it fits into an empty inbox.
inline constexpr std::size_t kCommandWeightMax = kBatchWeightMax;

inline constexpr std::uint32_t kOrderRetryMs = 1'000;    ///< between tries of a stalled stage
inline constexpr std::uint32_t kOrderExpiryMs = 10'000;  ///< between looks for old reservations
inline constexpr std::uint32_t kArchiveMs = 600'000;     ///< between looks for old failed rows

inline constexpr std::uint32_t kMainTickMs = 250;       ///< signals, sweep, watchdog
inline constexpr std::uint32_t kFirstLookMs = 3'000;    ///< for a broker to be asked after a start
inline constexpr std::uint32_t kHeartbeatMs = 500;      ///< longest sleep of an idle writer
inline constexpr std::uint32_t kPauseReviewMs = 1'000;  ///< between looks at the disk
inline constexpr std::uint32_t kPauseAtPercent = 80;    ///< of the store's map
inline constexpr std::uint32_t kHoldRepeatMs = 60'000;  ///< of the log, while its reason changes
inline constexpr std::uint32_t kCheckpointAgeMs = 300'000;     ///< oldest commit without one
inline constexpr std::uint32_t kProofDelayMs = 1'000;          ///< after the last commit
inline constexpr std::uint32_t kCheckpointPauseMsMax = 1'000;  ///< longest between two for readers
inline constexpr std::uint32_t kWriterStalledMs = 60'000;      ///< then the watchdog is not fed

inline constexpr std::uint32_t kRetryFirstMs = 5'000;     ///< first repeat of a mail
inline constexpr std::uint32_t kRetryMostMs = 3'600'000;  ///< longest wait between repeats
inline constexpr std::uint32_t kRetryJitterPercent = 20;
/// Rows that a courier holds in full, about 3 kB each; of others that wait it reads the content
/// again.
inline constexpr std::size_t kDeliveriesHeldMax = 1'000;
inline constexpr std::uint32_t kBlockedRetryMostMs = 900'000;  ///< while everything waits
/// Rows that are tried without a wait while one recipient alone was refused as if nothing could go.
inline constexpr std::size_t kUnblockTriesMax = 4;
/// No wait is longer, whatever the clock or the receiver says.
inline constexpr std::uint32_t kRetryWaitMaxMs = kRetryMostMs / 100 * (100 + kRetryJitterPercent);

static_assert(wire::kBatchMovementsMax <= kBatchWeightMax);
static_assert(2 * kCommandWeightMax <= kInboxWeightMax);

}  // namespace gateway::daemon
