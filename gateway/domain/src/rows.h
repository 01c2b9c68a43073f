// SPDX-License-Identifier: MIT
// The fields of every stored row, in the order in which they are stored, and the
// keys under which rows are found. A change here is a change of the format: archive.h says
// how a field is added. docs/store-schema.md describes each for readers outside.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "archive.h"
#include "gateway/catalogue.h"
#include "gateway/invoice.h"
#include "gateway/ledger.h"
#include "gateway/purchase.h"
#include "gateway/tasks.h"
#include "wire/ack.h"

namespace gateway {

// --- rows that only the engine sees -----------------------------------------

/// The store's identity and the last number given out of each kind.
struct Counters {
  std::uint64_t store_id = 0;
  std::uint64_t ledger = 0;
  std::uint64_t exception = 0;
  std::uint64_t incident = 0;
  std::uint64_t purchase = 0;
  std::uint64_t outbox = 0;
  std::uint64_t outbox_rows = 0;  ///< rows there now
  std::uint64_t unreadable = 0;
  std::uint64_t order = 0;          ///< customer's
  std::uint64_t closed_orders = 0;  ///< customer's
  std::uint64_t backorders = 0;     ///< rows there now
  std::uint64_t invoice = 0;

  friend bool operator==(const Counters&, const Counters&) = default;
};

/// What the gateway knows of one (node, epoch); never forgotten.
struct NodeRow {
  wire::Sequence acked = 0;
  wire::Check check{};
  std::uint32_t refused_total = 0;
  std::uint8_t refused_count = 0;
  std::array<wire::RefusedMovement, wire::kRefusedListMax> refused{};
  bool key_reused = false;  ///< the incident exists
};

/// Where one movement of a node ended up.
enum class BookedAs : std::uint8_t {
  kLedger = 1,
  kException = 2,
  kWithdrawal = 3,
  kSettled = 4,  ///< an exception that a person booked: it names the entry
};
struct Booked {
  BookedAs as = BookedAs::kLedger;
  std::uint64_t id = 0;  ///< ledger entry, or exception (stored or withdrawn)
  wire::Check check{};
};

/// A request with an id of its own that was answered before.
struct Seen {
  std::uint64_t content_hash = 0;
  std::uint64_t number = 0;
  std::uint8_t verdict = 0;
  std::uint64_t ledger_seq = 0;
  std::uint64_t exception_id = 0;
};
struct SeenRange {
  std::uint64_t oldest = 1;
  std::uint64_t next = 1;
};

/// One number as a row: policies, references.
struct NumberRow {
  std::uint64_t number = 0;
};

// --- fields -------------------------------------------------------------------

template <typename T, typename Row>
concept RowOf = std::same_as<std::remove_const_t<T>, Row>;

void fields(auto& a, RowOf<Counters> auto& r, RowVersion /*version*/) {
  a(r.store_id, r.ledger, r.exception, r.incident, r.purchase, r.outbox, r.outbox_rows,
    r.unreadable, r.order, r.closed_orders, r.backorders, r.invoice);
}
void fields(auto& a, RowOf<wire::RefusedMovement> auto& r, RowVersion /*version*/) {
  a(r.seq, r.why);
}
void fields(auto& a, RowOf<NodeRow> auto& r, RowVersion /*version*/) {
  a(r.acked, r.check, r.refused_total, r.refused_count, r.key_reused);
  for (auto& refused : r.refused) a(refused);
}
void fields(auto& a, RowOf<Booked> auto& r, RowVersion /*version*/) {
  a(r.as, r.id, r.check);
}
void fields(auto& a, RowOf<Seen> auto& r, RowVersion /*version*/) {
  a(r.content_hash, r.number, r.verdict, r.ledger_seq, r.exception_id);
}
void fields(auto& a, RowOf<SeenRange> auto& r, RowVersion /*version*/) {
  a(r.oldest, r.next);
}
void fields(auto& a, RowOf<NumberRow> auto& r, RowVersion /*version*/) {
  a(r.number);
}

void fields(auto& a, RowOf<Barcode> auto& r, RowVersion /*version*/) {
  a(r.code, r.pack);
}
void fields(auto& a, RowOf<Resolved> auto& r, RowVersion /*version*/) {
  a(r.sku, r.pack);
}
void fields(auto& a, RowOf<Item> auto& r, RowVersion /*version*/) {
  a(r.sku, r.name, r.unit, r.supplier, r.threshold, r.order_up_to, r.pack_multiple, r.moq,
    r.lead_time_days, r.low_stock_flag, r.price_minor, r.currency, r.tax_percent, r.barcodes,
    r.state);
}
void fields(auto& a, RowOf<Supplier> auto& r, RowVersion /*version*/) {
  a(r.id, r.name, r.email, r.lead_time_days, r.language);
}

void fields(auto& a, RowOf<Origin> auto& r, RowVersion /*version*/) {
  a(r.source, r.epoch, r.seq);
}
void fields(auto& a, RowOf<Entry> auto& r, RowVersion /*version*/) {
  a(r.seq, r.op, r.sku, r.qty, r.from, r.to, r.origin, r.undoes, r.at_ms, r.at_source,
    r.received_ms, r.lot, r.serial, r.expiry_yyyymmdd, r.ref, r.by, r.code, r.purchase_order,
    r.order);
}
void fields(auto& a, RowOf<Bin> auto& r, RowVersion /*version*/) {
  a(r.sku, r.location, r.on_hand, r.reserved, r.seq, r.at_ms);
}
void fields(auto& a, RowOf<OpenLine> auto& r, RowVersion /*version*/) {
  a(r.purchase_order, r.cycle);
}
void fields(auto& a, RowOf<Position> auto& r, RowVersion /*version*/) {
  a(r.sku, r.warehouse, r.on_hand, r.reserved, r.backordered, r.on_order, r.low, r.low_since_ms,
    r.cycle, r.open_lines, r.held, r.told);
}

void fields(auto& a, RowOf<wire::Movement> auto& r, RowVersion /*version*/) {
  a(r.op, r.code, r.sku, r.from, r.to, r.qty, r.undoes, r.at_ms, r.age_ms, r.by, r.ref, r.lot,
    r.serial, r.expiry_yyyymmdd);
}
void fields(auto& a, RowOf<Exception> auto& r, RowVersion /*version*/) {
  a(r.id, r.why, r.state, r.origin, r.movement, r.at_ms, r.at_source, r.received_ms, r.detail,
    r.ledger_seq, r.closed_by, r.closed_why, r.closed_ms);
}
void fields(auto& a, RowOf<Incident> auto& r, RowVersion /*version*/) {
  a(r.id, r.kind, r.node, r.epoch, r.first_seq, r.last_seq, r.at_ms);
}
void fields(auto& a, RowOf<Unreadable> auto& r, RowVersion /*version*/) {
  a(r.id, r.topic, r.payload, r.why, r.at_ms);
}

void fields(auto& a, RowOf<PurchaseLine> auto& r, RowVersion /*version*/) {
  a(r.sku, r.name, r.gtin, r.unit, r.qty, r.received, r.cycle, r.on_hand, r.reserved, r.backordered,
    r.on_order, r.threshold, r.threshold_default, r.order_up_to, r.order_up_to_default, r.moq,
    r.pack_multiple, r.ledger_seq, r.order, r.at_ms);
}
void fields(auto& a, RowOf<PurchaseOrder> auto& r, RowVersion /*version*/) {
  a(r.number, r.supplier, r.warehouse, r.stage, r.lines, r.created_ms, r.at_ms, r.sent_ms,
    r.exception_id, r.mail, r.post, r.mails, r.why);
}
void fields(auto& a, RowOf<LowFacts> auto& r, RowVersion /*version*/) {
  a(r.sku, r.warehouse, r.available, r.on_order, r.threshold, r.since_ms);
}

void fields(auto& a, RowOf<Customer> auto& r, RowVersion /*version*/) {
  a(r.name, r.email, r.address);
}
void fields(auto& a, RowOf<OrderLine> auto& r, RowVersion /*version*/) {
  a(r.sku, r.qty, r.name, r.unit, r.price_minor, r.tax_percent, r.confirmed, r.backordered,
    r.picked);
}
void fields(auto& a, RowOf<OrderStep> auto& r, RowVersion /*version*/) {
  a(r.at_ms, r.stage, r.text);
}
void fields(auto& a, RowOf<Order> auto& r, RowVersion /*version*/) {
  a(r.number, r.id, r.content_hash, r.customer, r.policy, r.lines, r.currency, r.waits_for,
    r.decided, r.told, r.reason, r.invoice, r.total_minor, r.created_ms, r.at_ms, r.expires_ms,
    r.revision, r.closed_number, r.history);
}
void fields(auto& a, RowOf<Reservation> auto& r, RowVersion /*version*/) {
  a(r.order, r.sku, r.location, r.qty);
}
void fields(auto& a, RowOf<Backorder> auto& r, RowVersion /*version*/) {
  a(r.order, r.sku, r.qty, r.warehouse);
}
void fields(auto& a, RowOf<OrderNotice> auto& r, RowVersion /*version*/) {
  a(r.order, r.state, r.reason, r.lines, r.invoice);
}
void fields(auto& a, RowOf<Company> auto& r, RowVersion /*version*/) {
  a(r.name, r.address, r.tax_id, r.currency);
}
void fields(auto& a, RowOf<InvoiceLine> auto& r, RowVersion /*version*/) {
  a(r.sku, r.name, r.unit, r.qty, r.price_minor, r.tax_percent, r.net_minor, r.tax_minor);
}
void fields(auto& a, RowOf<Invoice> auto& r, RowVersion /*version*/) {
  a(r.number, r.order, r.company, r.customer, r.currency, r.lines, r.issued_ms, r.cancelled_ms);
}

void fields(auto& a, RowOf<OutboxRow> auto& r, RowVersion /*version*/) {
  a(r.id, r.kind, r.purchase_order, r.low, r.order, r.notice, r.to, r.to_name, r.language,
    r.subject, r.message_id, r.state, r.attempts, r.created_ms, r.next_ms, r.error);
}

// --- keys ---------------------------------------------------------------------
// Texts of composite keys end with a zero byte, which no name holds; numbers are
// big-endian, so that byte order is number order.

inline constexpr std::string_view kCountersKey = "counters";

inline std::string number_key(std::uint64_t number) {
  std::string key;
  append_number(key, number);
  return key;
}
/// `first\0second`: bins (SKU, location), positions (SKU, warehouse).
inline std::string pair_key(std::string_view first, std::string_view second) {
  std::string key(first);
  key.push_back('\0');
  key.append(second);
  return key;
}
inline std::string node_key(std::string_view node, std::uint32_t epoch) {
  std::string key = pair_key(node, {});
  append_number(key, epoch);
  return key;
}
inline std::string booked_key(std::string_view node, std::uint32_t epoch, std::uint32_t seq) {
  std::string key = node_key(node, epoch);
  append_number(key, seq);
  return key;
}
/// The node's own key in that of a booked movement.
inline std::string_view node_part(std::string_view booked_key) {
  return booked_key.substr(0,
                           booked_key.size() - std::min(booked_key.size(), sizeof(wire::Sequence)));
}
/// The number that a key ends with; of a booked movement: its sequence.
inline std::uint32_t number_part(std::string_view key) {
  std::uint32_t number = 0;
  for (const char byte : key.substr(node_part(key).size())) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}
/// kMeta: orders that new lines of (supplier, warehouse) join until the next sweep.
inline std::string proposed_prefix() {
  return pair_key("proposed", {});
}
inline std::string proposed_prefix(std::string_view supplier, std::string_view warehouse) {
  return proposed_prefix() + pair_key(supplier, warehouse) + '\0';
}
inline std::string proposed_key(const PurchaseOrder& order) {
  return proposed_prefix(order.supplier, order.warehouse) + number_key(order.number);
}
/// kMeta: the ids kept of one source.
inline std::string seen_range_key(std::string_view source) {
  return pair_key("seen", source);
}

/// kOrderQueues: (stage, order number), in the order of arrival.
inline std::string stage_prefix(OrderStage stage) {
  return std::string(1, static_cast<char>(stage));
}
inline std::string stage_key(OrderStage stage, std::uint64_t number) {
  return stage_prefix(stage) + number_key(number);
}
/// kOrderQueues: reservations by the time they expire.
inline std::string expiry_prefix() {
  return "e";
}
inline std::string expiry_key(std::int64_t expires_ms, std::uint64_t number) {
  return expiry_prefix() + number_key(static_cast<std::uint64_t>(expires_ms)) + number_key(number);
}
/// kOrderQueues: closed orders that are still shown, the first closed first.
inline std::string closed_prefix() {
  return "z";
}
inline std::string closed_key(std::uint64_t closed_number) {
  return closed_prefix() + number_key(closed_number);
}
/// kReservations: (order number, SKU, location).
inline std::string reservation_key(std::uint64_t order, std::string_view sku,
                                   std::string_view location) {
  return number_key(order) + pair_key(sku, location);
}
/// What is summed for a line of an order, customer's or purchase.
inline std::string order_line_key(std::uint64_t order, std::string_view sku) {
  return number_key(order) + std::string(sku);
}
/// kBackorders: (SKU, order number).
inline std::string backorder_key(std::string_view sku, std::uint64_t order) {
  return pair_key(sku, {}) + number_key(order);
}

// --- typed access -------------------------------------------------------------
// A row that is there and cannot be read fails the store, so that nobody takes it for one
// that is not there: see Reader::fail().

/// Fails `store` because of the row under `key`. `why`: kCorrupt or kVersion.
void refuse_row(const Reader& store, Table table, std::string_view key, wire::Status why);

/// Fails `store` because the row is not there, or says otherwise than those that name it.
void refuse_contradiction(const Reader& store, Table table, std::string_view key);

/// None: it is not there, or the store has failed.
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
  static_assert(kRowVersion<Row> <= kRowsVersion, "raise kRowsVersion in gateway/store.h");
  store.put(table, key, encode(row));
}

/// Visits rows from key `from` on until `visit` returns false, or the store fails.
template <typename Row, typename Visit>
void scan_rows(const Reader& store, Table table, std::string_view from, const Visit& visit) {
  Row row;
  store.scan(table, from, [&](std::string_view key, std::string_view value) {
    const auto status = decode_into(row, value);
    if (status == wire::Status::kOk) return visit(std::as_const(row));
    refuse_row(store, table, key, status);
    return store.failure() == wire::Status::kOk;  // some only note what cannot be read
  });
}

/// Visits keys and rows of those keys that begin with `prefix`; the others of the table may be
/// of another kind.
template <typename Row, typename Visit>
void scan_prefix(const Reader& store, Table table, std::string_view prefix, const Visit& visit) {
  Row row;
  store.scan(table, prefix, [&](std::string_view key, std::string_view value) {
    if (!key.starts_with(prefix)) return false;
    const auto status = decode_into(row, value);
    if (status == wire::Status::kOk) return visit(key, std::as_const(row));
    refuse_row(store, table, key, status);
    return store.failure() == wire::Status::kOk;
  });
}

}  // namespace gateway
