// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/engine/engine.h"
#include "gateway/live/messages.h"
#include "wire/topics.h"

namespace gateway::mqtt {

/// The message that tells a scanner which of its movements are on the gateway's disk.
[[nodiscard]] live::Message ack_message(const wire::Topics& topics, const AckDue& due);

}  // namespace gateway::mqtt
