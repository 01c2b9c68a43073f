// SPDX-License-Identifier: MIT
#include "gateway/limits.h"
#include "gateway/orders/order.h"
#include "gateway/purchasing/purchase.h"
#include "outbox/failed.h"
#include "outbox/queue.h"
#include "outbox/rows.h"
#include "outbox/troubles.h"
#include "verify/verification.h"

namespace gateway {

namespace {

bool names_its_order(const Reader& store, const OutboxRow& row) {
  const auto order = find_order(store, row.order);
  return order && row.notice && row.notice->order == order->id;
}

void check_row(Verification& run, std::string_view key, const OutboxRow& row) {
  const std::string name = "outbox row " + std::to_string(row.id);
  if (key != number_key(row.id) || row.id > run.counters.outbox) {
    run.problem(name + " is stored under another one's key");
  }
  const bool of_alert = row.kind == OutboxKind::kUpLow;
  const auto awaited = run.awaited.extract(row.id);
  const bool of_order = row.kind == OutboxKind::kOrderMail;
  const bool of_purchase = !awaited.empty() && awaited.mapped() == row.purchase_order;
  const bool fits = of_alert   ? row.low.has_value() && awaited.empty()
                    : of_order ? names_its_order(run.store, row) && awaited.empty()
                               : of_purchase;
  if (!fits || is_mail(row.kind) == row.to.empty() || row.state == DeliveryState::kSent) {
    run.problem(name + " belongs to nothing that waits for it");
  }
}

/// The list of those that failed names each of them, at its time, and no other.
void check_failed(Verification& run, std::set<std::string>& failed) {
  scan_prefix<NumberRow>(run.store, Table::kMeta, kFailedPrefix,
                         [&](std::string_view key, const NumberRow& listed) {
                           if (failed.erase(std::string(key)) == 0) {
                             run.problem("outbox row " + std::to_string(listed.number) +
                                         " is listed as failed, and is not");
                           }
                           return true;
                         });
  if (!failed.empty()) {
    run.problem(std::to_string(failed.size()) + " failed rows of the outbox are not listed");
  }
}

/// The task that says that nothing of a kind goes out is there.
void check_channel(Verification& run, OutboxKind kind) {
  const auto channel = get_row<ChannelRow>(run.store, Table::kMeta, channel_key(kind));
  if (channel && channel->task_id > run.counters.task) {
    run.problem("what is said of mails or posts that wait names a task that is not there");
  }
}

void check_archive(Verification& run) {
  run.report.checked.emplace_back("outbox_archive");
  const std::uint64_t last = run.counters.archived;
  std::uint64_t expected = last > kOutboxArchiveMax ? last - kOutboxArchiveMax + 1 : 1;
  bool in_order = true;
  run.each<OutboxRow>(Table::kOutboxArchive, [&](std::string_view key, const OutboxRow& row) {
    in_order = in_order && key == number_key(expected++) && row.state == DeliveryState::kFailed;
  });
  if (!in_order || expected != last + 1) {
    run.problem("the archive of the outbox has other rows than were put there");
  }
}

}  // namespace

void verify_outbox(Verification& run) {
  OutboxRows rows;
  std::set<std::string> failed;
  run.each<OutboxRow>(Table::kOutbox, [&](std::string_view key, const OutboxRow& row) {
    ++rows[share_of(row.kind)];
    check_row(run, key, row);
    if (row.state == DeliveryState::kFailed) failed.insert(failed_key(row.failed_ms, row.id));
  });
  if (rows != outbox_rows(run.counters)) {
    run.problem("the outbox's length is not what was counted");
  }
  for (const auto& [id, number] : run.awaited) {
    run.problem(purchase_id(number) + " waits for outbox row " + std::to_string(id) +
                ", which is not there");
  }
  check_failed(run, failed);
  check_channel(run, OutboxKind::kMail);
  check_channel(run, OutboxKind::kUpLow);
  check_archive(run);
}

}  // namespace gateway
