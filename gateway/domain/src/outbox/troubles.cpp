// SPDX-License-Identifier: MIT
#include "outbox/troubles.h"

#include "gateway/limits.h"
#include "outbox/rows.h"
#include "tasks/rows.h"
#include "tasks/store_tasks.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

constexpr std::int64_t kToldAfterMs = 86'400'000;  // of what nobody can place, or a server away
/// Of what the server asks to try later: most of that is over by then (RFC 5321, 4.5.4.1).
constexpr std::int64_t kLaterToldAfterMs = 4 * kToldAfterMs;

std::string title_of(const OutboxRow& row) {
  const std::string what = is_mail(row.kind) ? "the mail" : "the post";
  return what + " \"" + row.subject + '"' + (row.to.empty() ? "" : " to " + row.to);
}

std::uint64_t open_task(BatchContext& context, const char* why, std::string detail) {
  Task task;
  task.why = why;
  task.at_ms = context.now.wall_ms;
  task.detail = std::move(detail);
  return store_task(context, std::move(task));
}

/// A task that is still open says the newest of its cause.
void update_task(BatchContext& context, std::uint64_t id, const std::string& detail) {
  const auto key = number_key(id);
  auto task = get_row<Task>(context.store, Table::kExceptions, key);
  const std::string kept = excerpt(detail, kRawExcerptBytesMax);
  if (!task || task->state != TaskState::kOpen || task->detail == kept) return;
  task->detail = kept;
  put_row(context.store, Table::kExceptions, key, *task);
}

bool is_older(const BatchContext& context, std::int64_t since_ms, std::int64_t age_ms) {
  return context.now.wall_trusted && since_ms != 0 && context.now.wall_ms - since_ms >= age_ms;
}

std::string commands_for(const OutboxRow& row) {
  const std::string id = std::to_string(row.id);
  return "`shelfctl outbox retry " + id + "` sends it now, `shelfctl outbox drop " + id +
         "` gives it up";
}

/// Everything of the kind waits: since when, and whether a person knows.
void tell_that_all_wait(BatchContext& context, const OutboxRow& row, const DeliveryReport& report) {
  const auto key = channel_key(row.kind);
  const auto before = get_row<ChannelRow>(context.store, Table::kMeta, key);
  ChannelRow channel = before.value_or(ChannelRow{});
  if (channel.since_ms == 0 && context.now.wall_trusted) channel.since_ms = context.now.wall_ms;
  const std::string detail =
      std::string(is_mail(row.kind) ? "no mail goes out: "
                                    : "nothing goes to the upstream server: ") +
      report.error;
  if (channel.task_id != 0) {
    update_task(context, channel.task_id, detail);
  } else if (report.obstacle == Obstacle::kUs ||
             is_older(context, channel.since_ms, kToldAfterMs)) {
    channel.task_id = open_task(context, "outbox_blocked", detail);
  }
  if (before != channel) put_row(context.store, Table::kMeta, key, channel);
}

}  // namespace

std::string channel_key(OutboxKind kind) {
  return pair_key("channel", is_mail(kind) ? "mail" : "upstream");
}

void tell_of_row(BatchContext& context, OutboxRow& row, const DeliveryReport& report) {
  const bool about_row = report.obstacle == Obstacle::kRow || report.obstacle == Obstacle::kUnknown;
  if (about_row && row.refused_ms == 0 && context.now.wall_trusted) {
    row.refused_ms = context.now.wall_ms;
  }
  if (row.task_id != 0) return;
  if (is_unsure(row) && row.state != DeliveryState::kFailed) {
    row.task_id =
        open_task(context, "outbox_unsure",
                  title_of(row) +
                      " was handed over in full twice, and each time the answer was lost: ask "
                      "whether it came; " +
                      commands_for(row));
  } else if (about_row &&
             is_older(context, row.refused_ms,
                      report.obstacle == Obstacle::kUnknown ? kToldAfterMs : kLaterToldAfterMs)) {
    row.task_id = open_task(context, "outbox_stuck",
                            title_of(row) + " is refused for days: " + report.error +
                                "; it is tried again by itself; " + commands_for(row));
  }
}

void tell_of_channel(BatchContext& context, const OutboxRow& row, const DeliveryReport& report) {
  if (report.obstacle == Obstacle::kServer || report.obstacle == Obstacle::kUs) {
    return tell_that_all_wait(context, row, report);
  }
  if (report.state == DeliveryState::kSent) end_channel_trouble(context, row.kind);
}

void end_channel_trouble(BatchContext& context, OutboxKind kind) {
  const auto key = channel_key(kind);
  const auto channel = get_row<ChannelRow>(context.store, Table::kMeta, key);
  if (!channel) return;
  if (channel->task_id != 0) static_cast<void>(withdraw_task(context, channel->task_id));
  context.store.erase(Table::kMeta, key);
}

}  // namespace gateway
