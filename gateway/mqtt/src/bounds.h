// SPDX-License-Identifier: MIT
// Every bound of the broker's connection, in one place.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "gateway/limits.h"

namespace gateway::mqtt {

using std::chrono::milliseconds;

/// Messages published and not finished: of QoS 1, and acks. Above 20 of QoS 1 a broker with
/// default settings queues; the MQTT library refuses more than 100 messages at a time.
inline constexpr std::size_t kInFlightMax = 20;
inline constexpr std::size_t kAcksInFlightMax = 50;

/// Corrections of what the broker keeps, in flight. Fewer than kInFlightMax, so that changes
/// always find room; and published per second, so that brokers and dashboards have time for
/// scans.
inline constexpr std::size_t kCorrectionsInFlightMax = 8;
inline constexpr std::int64_t kCorrectionsPerS = 3'000;
/// Rows of the store, read from one snapshot, whose topics are compared together.
inline constexpr std::size_t kPartRowsMax = 8'192;
/// Topics of a broker that one look hears of; further ones are found by the next.
inline constexpr std::size_t kKeptTopicsMax = 65'536;
/// Topics that are looked up in the store together.
inline constexpr std::size_t kLookUpMax = 8'192;
/// Rows beyond which nobody looks for topics of SKUs that we never had: the broker would stand
/// still for a second or more, because it has to go through all it keeps.
inline constexpr std::uint64_t kSweepRowsMax = 200'000;
/// A look at everything is repeated as long as it finds something, after this, or after this
/// many times as long as it took.
inline constexpr milliseconds kSweepPauseMin{1'000};
inline constexpr int kSweepPauseFactor = 5;
/// Between two looks: as long as the last took, so that a busy broker is asked more rarely, but
/// within these.
inline constexpr milliseconds kLookPauseMin{4};
inline constexpr milliseconds kLookPauseMax{1'000};
inline constexpr milliseconds kLookSilence{300};    ///< without the mark of the end
inline constexpr milliseconds kReaderRetry{5'000};  ///< after the reading connection failed
inline constexpr int kReaderAttemptsMax = 3;        ///< then everything is published unread

/// Events that wait, and the lines of the orders among them. Enough for some seconds
/// of full load; more are dropped.
inline constexpr std::size_t kEventsWaitingMax = 4096;
inline constexpr std::size_t kEventLinesWaitingMax = 32'768;

inline constexpr milliseconds kConnectTimeout{6'000};
inline constexpr milliseconds kConnectSlow{2'000};  ///< then it is told that no answer comes
inline constexpr milliseconds kSubscribeTimeout{5'000};

/// Waits between attempts double from the first to the last, +-20 %. They are short because
/// gateway and broker are in one building, and the library itself takes a second
/// to notice that a connection is made.
inline constexpr milliseconds kRetryFirst{100};
inline constexpr milliseconds kRetryLast{500};
/// After a message was left at the broker because intake is paused.
inline constexpr milliseconds kRetryWhilePaused{2'000};
/// A connection that lived shorter than this counts as a failed attempt.
inline constexpr milliseconds kShortLife{1'000};

/// A connection that is lost within this after a message may have been ended because of it.
inline constexpr milliseconds kHangUpWithin{1'000};
/// Some brokers acknowledge the message first, and end the connection within this; where that does
/// not explain a loss, within twice as long, up to kHangUpWithin.
inline constexpr milliseconds kHangUpBehindAck{100};
/// How long such a topic is left out: at first, from the second time on, and one by which we judge
/// ourselves (our own state, messages to ourselves) from the second time on.
inline constexpr std::chrono::minutes kLeftOutFirst{1};
inline constexpr std::chrono::hours kLeftOutFor{24};
inline constexpr std::chrono::minutes kOwnLeftOutFor{10};
inline constexpr std::chrono::minutes kCarefulFor{1};  ///< one message at a time, after such a loss
inline constexpr std::size_t kSuspectsMax = 64;
inline constexpr std::size_t kLeftOutMax = 1'000;
inline constexpr milliseconds kProbeTimeout{5'000};   ///< of a message to ourselves
inline constexpr int kProbeMissesMax = 2;             ///< in a row: a right has failed
inline constexpr milliseconds kStateEvery{1'000};     ///< between states when `seq` changes
inline constexpr milliseconds kStateRefresh{60'000};  ///< repeats the state, should it be lost
inline constexpr milliseconds kReadAgain{1'000};      ///< after the store could not be read
inline constexpr milliseconds kFlushTimeout{2'000};   ///< for what waits when stopping

static_assert(kInFlightMax + kAcksInFlightMax < 100);
static_assert(kCorrectionsInFlightMax < kInFlightMax);
static_assert(kPurchaseLinesMax + kOrderLinesMax < kEventLinesWaitingMax);

}  // namespace gateway::mqtt
