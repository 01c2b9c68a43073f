// SPDX-License-Identifier: MIT
// Movements that are booked, since the goods are gone or there, but do not fit what is known.
// A task asks a person.
#pragma once

#include <string_view>

#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "wire/movement.h"

namespace gateway {

/// `Task::why` of a bin that must be counted again.
inline constexpr std::string_view kCountAgain = "count_again";

/// Whether a task with this `why` asks about a movement that is booked, or about its bin.
[[nodiscard]] bool is_question(std::string_view why);

/// Asks what the reference of `entry` was meant for. `why`: what is wrong with it.
void question_reference(BatchContext& context, const Entry& entry, wire::Doubt why);

/// Entry `seq` was taken back: nobody need answer question_reference() any more.
void withdraw_question(BatchContext& context, LedgerSeq seq);

/// What `entry`, which is about to change `bin`, means for the counts of it. True: it was scanned
/// before the newest count and came after it, so a person is asked to count again, once until that
/// is done. A count notes its time in `bin`, and answers. `time_known`: the clock that says when it
/// was scanned can be believed.
bool follow_count(BatchContext& context, const Entry& entry, Bin& bin, bool time_known);

}  // namespace gateway
