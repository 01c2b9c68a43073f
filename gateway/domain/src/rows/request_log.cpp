// SPDX-License-Identifier: MIT
#include "rows/request_log.h"

#include <cassert>

#include "gateway/limits.h"

namespace gateway {

namespace {

static_assert(kSourceBytesMax + 1 + kMessageIdBytesMax <= kKeyBytesMax);

std::string request_key(std::string_view source, std::string_view id) {
  assert(source.size() <= kSourceBytesMax && id.size() <= kMessageIdBytesMax);
  return pair_key(source, id);
}

std::string order_key(std::string_view source, std::uint64_t number) {
  std::string key = pair_key(source, {});
  append_number(key, number);
  return key;
}

}  // namespace

std::uint64_t content_hash(std::string_view content) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : content) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return hash;
}

std::optional<Outcome> find_response(const BatchContext& context, std::string_view source,
                                     std::string_view id, std::uint64_t hash) {
  const auto row = get_row<Seen>(context.store, Table::kSeenRequests, request_key(source, id));
  if (!row) return std::nullopt;
  Outcome outcome;
  if (row->content_hash != hash) {
    outcome.verdict = Verdict::kRefused;
    outcome.refused = wire::Refusal::kKeyReused;
    return outcome;
  }
  outcome.verdict = Verdict::kRepeated;
  outcome.ledger_seq = row->ledger_seq;
  outcome.task_id = row->task_id;
  return outcome;
}

void record_response(BatchContext& context, std::string_view source, std::string_view id,
                     std::uint64_t hash, const Outcome& outcome) {
  Store& store = context.store;
  auto range =
      get_row<SeenRange>(store, Table::kMeta, seen_range_key(source)).value_or(SeenRange{});
  const Seen row{hash, range.next, static_cast<std::uint8_t>(outcome.verdict), outcome.ledger_seq,
                 outcome.task_id};
  put_row(store, Table::kSeenRequests, request_key(source, id), row);
  store.put(Table::kSeenOrder, order_key(source, range.next), id);
  ++range.next;
  if (range.next - range.oldest > kSeenPerSourceMax) {
    const auto oldest = order_key(source, range.oldest);
    if (const auto oldest_id = store.get(Table::kSeenOrder, oldest)) {
      store.erase(Table::kSeenRequests, request_key(source, *oldest_id));
      store.erase(Table::kSeenOrder, oldest);
    }
    ++range.oldest;
  }
  put_row(store, Table::kMeta, seen_range_key(source), range);
}

}  // namespace gateway
