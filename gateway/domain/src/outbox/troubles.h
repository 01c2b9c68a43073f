// SPDX-License-Identifier: MIT
// What a person is told of deliveries that do not succeed: a task for a row that is stuck, and
// one for everything of a kind while nothing of it goes out. Each is withdrawn when its cause is
// gone.
#pragma once

#include <string>

#include "gateway/outbox/commands.h"
#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

/// kMeta: the ChannelRow of the mails, or of the posts.
[[nodiscard]] std::string channel_key(OutboxKind kind);

/// `row` was not accepted, as `report` says; its attempt is noted. Asks a person where its
/// answers were lost kLostAnswersMax times, or it has been refused for days. Days are counted
/// by a trusted clock only. The caller stores the row.
void tell_of_row(BatchContext& context, OutboxRow& row, const DeliveryReport& report);

/// Everything of `row`'s kind waits, or goes again, as `report` says.
void tell_of_channel(BatchContext& context, const OutboxRow& row, const DeliveryReport& report);

/// Something of that kind was accepted, or nothing of it is left: nobody is asked any more.
void end_channel_trouble(BatchContext& context, OutboxKind kind);

}  // namespace gateway
