// SPDX-License-Identifier: MIT
// Every bound of the broker's connection, in one place.
#pragma once

#include <chrono>
#include <cstddef>

#include "gateway/limits.h"
#include "gateway/live/messages.h"

namespace gateway::mqtt {

using std::chrono::milliseconds;

/// Messages published and not finished: of QoS 1, and acks. Above 20 of QoS 1 a broker with
/// default settings queues; the MQTT library refuses more than 100 messages at a time.
inline constexpr std::size_t kInFlightMax = 20;
inline constexpr std::size_t kAcksInFlightMax = 50;

/// Retained topics of a broker that are compared with the store.
inline constexpr std::size_t kKeptTopicsMax = 200'000;
/// Payload of one of them: as long as the longest of ours.
inline constexpr std::size_t kKeptPayloadBytesMax = live::kPayloadBytesMax;
inline constexpr std::size_t kKeptBytesMax = 100'000'000;  ///< of all their payloads

/// Events that wait, and the lines of the orders among them. Enough for some seconds
/// of full load; more are dropped.
inline constexpr std::size_t kEventsWaitingMax = 4096;
inline constexpr std::size_t kEventLinesWaitingMax = 32'768;

inline constexpr milliseconds kConnectTimeout{6'000};
inline constexpr milliseconds kSubscribeTimeout{5'000};
inline constexpr milliseconds kCollectTimeout{10'000};  ///< without a further retained message

/// Waits between attempts double from the first to the last, +-20 %. They are short because
/// gateway and broker are in one building, and the library itself takes a second
/// to notice that a connection is made.
inline constexpr milliseconds kRetryFirst{100};
inline constexpr milliseconds kRetryLast{500};
/// After a message was left at the broker because intake is paused.
inline constexpr milliseconds kRetryWhilePaused{2'000};
/// A connection that lived shorter than this counts as a failed attempt.
inline constexpr milliseconds kShortLife{1'000};

inline constexpr milliseconds kStateEvery{1'000};     ///< between states when `seq` changes
inline constexpr milliseconds kStateRefresh{60'000};  ///< repeats the state, should it be lost
inline constexpr milliseconds kReadAgain{1'000};      ///< after the store could not be read
inline constexpr milliseconds kFlushTimeout{2'000};   ///< for what waits when stopping

static_assert(kInFlightMax + kAcksInFlightMax < 100);
static_assert((kPurchasesShown + kClosedOrdersShown) * kKeptPayloadBytesMax < kKeptBytesMax);
static_assert(kPurchaseLinesMax + kOrderLinesMax < kEventLinesWaitingMax);

}  // namespace gateway::mqtt
