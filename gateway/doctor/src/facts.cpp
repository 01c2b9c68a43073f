// SPDX-License-Identifier: MIT
#include "gateway/doctor/facts.h"

#include <algorithm>

namespace gateway::doctor {

std::optional<OutboxFill> outbox_fill(const Reader& store, std::int64_t now_ms) {
  OutboxFill fill;
  scan_outbox(store, 0, [&](const OutboxRow& row) {
    ++fill.rows[share_of(row.kind)];
    if (needs_person(row)) {
      ++fill.failed;
      if (row.state == DeliveryState::kInDoubt) {
        ++fill.in_doubt;
      } else if (row.state != DeliveryState::kFailed) {
        ++fill.unsure;
      }
    } else {
      fill.oldest_age_s =
          std::max<std::int64_t>(fill.oldest_age_s, (now_ms - row.created_ms) / 1000);
    }
    return true;
  });
  if (store.failure() != wire::Status::kOk) return std::nullopt;
  return fill;
}

std::optional<UnreadableMessages> unreadable_messages(const Reader& store, std::int64_t now_ms) {
  UnreadableMessages messages;
  scan_unreadable(store, 0, [&](const Unreadable& row) {
    messages.count = row.id;
    messages.newest = row;
    messages.newest_age_s = (now_ms - row.at_ms) / 1000;
    return true;
  });
  if (store.failure() != wire::Status::kOk) return std::nullopt;
  return messages;
}

}  // namespace gateway::doctor
