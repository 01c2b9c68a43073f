// SPDX-License-Identifier: MIT
// What all stored rows have in common: keys, typed access, and rows that only the engine
// uses. Each subject's rows.h lists the fields of its rows in the order in which they are
// stored: a change there changes the format. archive.h says how a field is added;
// docs/store-schema.md describes each row for other programs.
#pragma once

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/rows/origin.h"
#include "gateway/rows/settings.h"
#include "gateway/rows/store.h"
#include "rows/archive.h"

namespace gateway {

/// The store's incarnation, and the last number given out of each kind.
struct Counters {
  std::uint64_t incarnation = 0;  ///< of it the low half is used: see incarnation_id()
  std::uint64_t ledger = 0;
  std::uint64_t task = 0;
  std::uint64_t incident = 0;
  std::uint64_t purchase = 0;
  std::uint64_t outbox = 0;
  std::uint64_t outbox_rows = 0;  ///< rows there now
  std::uint64_t unreadable = 0;
  std::uint64_t order = 0;          ///< customers' orders
  std::uint64_t closed_orders = 0;  ///< customers' orders, as they close
  std::uint64_t backorders = 0;     ///< rows there now
  std::uint64_t invoice = 0;
  std::uint64_t customer_mails = 0;  ///< of the outbox's rows
  std::uint64_t posts = 0;           ///< of the outbox's rows, those for the upstream server
  std::uint64_t archived = 0;        ///< outbox rows that failed, as they leave
  std::uint32_t generation = 1;      ///< of the incarnation
  bool documents_wait = false;       ///< until a person has answered: RestoreWait
  std::uint32_t claim = 0;           ///< GatewayIdentity::claim
  bool held = false;                 ///< another gateway goes on in place of this one

  [[nodiscard]] std::uint32_t incarnation_id() const {
    return static_cast<std::uint32_t>(incarnation);
  }
  friend bool operator==(const Counters&, const Counters&) = default;
};

/// The request log: a request that was answered. `number`: its place in the source's order.
struct Seen {
  std::uint64_t content_hash = 0;
  std::uint64_t number = 0;
  std::uint8_t verdict = 0;
  std::uint64_t ledger_seq = 0;
  std::uint64_t task_id = 0;
};
/// The numbers that are kept of one source: `oldest` to `next` - 1.
struct SeenRange {
  std::uint64_t oldest = 1;
  std::uint64_t next = 1;
};

/// A row that holds one number: a policy, or the number of another row.
struct NumberRow {
  std::uint64_t number = 0;
};

template <typename T, typename Row>
concept RowOf = std::same_as<std::remove_const_t<T>, Row>;

void fields(auto& a, RowOf<Counters> auto& r, RowVersion version) {
  a(r.incarnation, r.ledger, r.task, r.incident, r.purchase, r.outbox, r.outbox_rows, r.unreadable,
    r.order, r.closed_orders, r.backorders, r.invoice);
  if (version >= 2) {
    a(r.customer_mails, r.posts, r.archived, r.generation, r.documents_wait, r.claim, r.held);
  }
}
template <>
inline constexpr RowVersion kRowVersion<Counters> = 2;
void fields(auto& a, RowOf<Seen> auto& r, RowVersion /*version*/) {
  a(r.content_hash, r.number, r.verdict, r.ledger_seq, r.task_id);
}
void fields(auto& a, RowOf<SeenRange> auto& r, RowVersion /*version*/) {
  a(r.oldest, r.next);
}
void fields(auto& a, RowOf<NumberRow> auto& r, RowVersion /*version*/) {
  a(r.number);
}
void fields(auto& a, RowOf<Place> auto& r, RowVersion /*version*/) {
  a(r.board, r.card, r.machine, r.inode, r.born_ns);
}
void fields(auto& a, RowOf<Origin> auto& r, RowVersion /*version*/) {
  a(r.source, r.epoch, r.seq);
}

// A text before another part of a key ends with a zero byte, which no name holds; numbers are
// big-endian, so that byte order is number order.

inline constexpr std::string_view kCountersKey = "counters";
/// kMeta: the Place where the store was last opened.
inline constexpr std::string_view kPlaceKey = "place";

/// kMeta: there since the open orders are listed.
inline constexpr std::string_view kIndexedKey = "indexed";

inline std::string number_key(std::uint64_t number) {
  std::string key;
  append_number(key, number);
  return key;
}
/// The number in a number_key(); 0: `key` is none.
inline std::uint64_t number_of_key(std::string_view key) {
  std::uint64_t bits = 0;
  if (key.size() != sizeof bits) return 0;
  std::memcpy(&bits, key.data(), sizeof bits);
  return big_endian(bits);
}
/// `first\0second`: bins (SKU, location), positions (SKU, warehouse).
inline std::string pair_key(std::string_view first, std::string_view second) {
  std::string key(first);
  key.push_back('\0');
  key.append(second);
  return key;
}
/// (order, SKU): names a line of a purchase or customer's order in sums.
inline std::string order_line_key(std::uint64_t order, std::string_view sku) {
  return number_key(order) + std::string(sku);
}
/// kMeta: the SeenRange of one source.
inline std::string seen_range_key(std::string_view source) {
  return pair_key("seen", source);
}

// A row that cannot be read fails the store, so that nobody takes it for a missing one: see
// Reader::fail().

/// Fails `store` because of the row under `key`. `why`: kCorrupt or kVersion.
void refuse_row(const Reader& store, Table table, std::string_view key, wire::Status why);

/// Fails `store` because the row is missing, or contradicts the rows that name it.
void refuse_contradiction(const Reader& store, Table table, std::string_view key);

/// None: the row is missing, or the store has failed.
template <typename Row>
std::optional<Row> get_row(const Reader& store, Table table, std::string_view key) {
  std::optional<Row> row;
  const auto bytes = store.get(table, key);
  if (!bytes) return row;
  const auto status = decode_into(row.emplace(), *bytes);
  if (status == wire::Status::kOk) return row;
  refuse_row(store, table, key, status);
  row.reset();
  return row;
}

template <typename Row>
void put_row(Store& store, Table table, std::string_view key, const Row& row) {
  static_assert(kRowVersion<Row> <= kRowsVersion, "raise kRowsVersion in gateway/rows/store.h");
  store.put(table, key, encode(row));
}

/// Visits rows, each valid during its visit, until `visit` returns false or the store fails.
template <typename Row, typename Visit>
void scan_rows(const Reader& store, Table table, std::string_view from, const Visit& visit) {
  Row row;
  store.scan(table, from, [&](std::string_view key, std::string_view value) {
    const auto status = decode_into(row, value);
    if (status == wire::Status::kOk) return visit(std::as_const(row));
    refuse_row(store, table, key, status);
    return store.failure() == wire::Status::kOk;  // a NotingView goes on
  });
}

/// The same for the keys that begin with `prefix`, those before `from` left out; other rows of
/// the table may be of another kind. `visit` gets the key too.
template <typename Row, typename Visit>
void scan_prefix(const Reader& store, Table table, std::string_view prefix, const Visit& visit,
                 std::string_view from = {}) {
  Row row;
  store.scan(table, from.empty() ? prefix : from,
             [&](std::string_view key, std::string_view value) {
               if (!key.starts_with(prefix)) return false;
               const auto status = decode_into(row, value);
               if (status == wire::Status::kOk) return visit(key, std::as_const(row));
               refuse_row(store, table, key, status);
               return store.failure() == wire::Status::kOk;
             });
}

}  // namespace gateway
