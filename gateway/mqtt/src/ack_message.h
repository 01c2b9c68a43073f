// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/engine/engine.h"
#include "gateway/live/messages.h"
#include "wire/topics.h"

namespace gateway::mqtt {

/// What tells a scanner which of its movements are on the disk.
[[nodiscard]] live::Message ack_message(const wire::Topics& topics, const AckDue& due);

}  // namespace gateway::mqtt
