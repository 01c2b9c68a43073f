// SPDX-License-Identifier: MIT
#include "outbox/failed.h"

#include "gateway/limits.h"
#include "outbox/rows.h"

namespace gateway {

namespace {

/// Visits failed rows in the order of their times; a row that is missing contradicts the list.
template <typename Visit>
void scan_failed(const Reader& store, const Visit& visit) {
  scan_prefix<NumberRow>(store, Table::kMeta, kFailedPrefix,
                         [&](std::string_view, const NumberRow& listed) {
                           const auto row = find_outbox(store, listed.number);
                           if (row) return visit(*row);
                           refuse_contradiction(store, Table::kOutbox, number_key(listed.number));
                           return false;
                         });
}

}  // namespace

std::string failed_key(std::int64_t failed_ms, std::uint64_t id) {
  std::string key(kFailedPrefix);
  append_number(key, failed_ms);
  append_number(key, id);
  return key;
}

void list_failed(BatchContext& context, OutboxRow& row) {
  row.failed_ms = context.now.wall_trusted ? context.now.wall_ms : 0;
  put_row(context.store, Table::kMeta, failed_key(row.failed_ms, row.id), NumberRow{row.id});
}

void unlist_failed(BatchContext& context, OutboxRow& row) {
  context.store.erase(Table::kMeta, failed_key(row.failed_ms, row.id));
  row.failed_ms = 0;
}

std::vector<OutboxRow> failed_rows(const Reader& store, std::optional<OutboxShare> share,
                                   std::size_t most) {
  std::vector<OutboxRow> rows;
  scan_failed(store, [&](const OutboxRow& row) {
    if (rows.size() == most) return false;
    if (!share || share_of(row.kind) == *share) rows.push_back(row);
    return true;
  });
  return rows;
}

std::vector<OutboxRow> old_failed_rows(BatchContext& context, std::size_t most) {
  std::vector<OutboxRow> rows;
  if (!context.now.wall_trusted) return rows;
  const std::int64_t before_ms = context.now.wall_ms - kFailedKeptMs;
  scan_failed(context.store, [&](const OutboxRow& row) {
    if (rows.size() == most || row.failed_ms > before_ms) return false;
    rows.push_back(row);
    return true;
  });
  std::erase_if(rows, [&](OutboxRow& row) {
    if (row.failed_ms != 0) return false;
    unlist_failed(context, row);
    list_failed(context, row);
    put_row(context.store, Table::kOutbox, number_key(row.id), row);
    return true;
  });
  return rows;
}

void archive_row(BatchContext& context, const OutboxRow& row) {
  const std::uint64_t number = ++context.counters.archived;
  put_row(context.store, Table::kOutboxArchive, number_key(number), row);
  if (number > kOutboxArchiveMax) {
    context.store.erase(Table::kOutboxArchive, number_key(number - kOutboxArchiveMax));
  }
}

}  // namespace gateway
