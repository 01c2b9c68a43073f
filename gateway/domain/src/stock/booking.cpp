// SPDX-License-Identifier: MIT
#include "stock/booking.h"

#include <algorithm>
#include <array>
#include <string>

#include "gateway/catalogue/catalogue.h"
#include "gateway/limits.h"
#include "stock/followers.h"
#include "stock/position_changes.h"
#include "stock/questions.h"
#include "stock/rows.h"

namespace gateway {

namespace {

using wire::Op;
using wire::Refusal;

struct Route {
  std::string_view from;
  std::string_view to;
};

constexpr std::array kVirtualLocations{wire::kAtSupplier, wire::kAtCustomer, wire::kAtScrap,
                                       wire::kAtAdjust, wire::kAtUnknown};

/// A movement may leave a location out or name a real one; a person may name virtual ones too.
bool may_name(std::string_view location, MovementChannel channel) {
  if (location.empty() || wire::is_location(location)) return true;
  return channel == MovementChannel::kManual &&
         std::find(kVirtualLocations.begin(), kVirtualLocations.end(), location) !=
             kVirtualLocations.end();
}

/// Where the goods come from and go to: the operation sets one side, the movement the rest.
tl::expected<Route, Refusal> route_of(const wire::Movement& movement, MovementChannel channel) {
  const auto given_to = movement.to.view();
  const auto given_from = movement.from.view();
  // A location that the operation does not use is judged as well: whoever states a wrong one
  // means something else than what would be booked.
  if (!may_name(given_from, channel) || !may_name(given_to, channel)) {
    return tl::unexpected(Refusal::kUnknownLocation);
  }
  if (movement.op == Op::kUndo) return tl::unexpected(Refusal::kNotReversible);
  const wire::OpRule& op = wire::rule_of(movement.op);
  Route route{op.takes ? given_from : op.outside, op.puts ? given_to : op.outside};
  // A counted bin may be stated as `from` too.
  if (movement.op == Op::kCount && given_to.empty()) route.to = given_from;
  if (route.from.empty() || route.to.empty() || route.from == route.to) {
    return tl::unexpected(Refusal::kUnknownLocation);
  }
  return route;
}

tl::expected<Resolved, Refusal> resolve(const BatchContext& context,
                                        const wire::Movement& movement) {
  if (!movement.sku.empty()) {
    if (!find_item(context.store, movement.sku.view())) {
      return tl::unexpected(Refusal::kUnknownSku);
    }
    return Resolved{movement.sku, 1};
  }
  const auto found = resolve_code(context.store, movement.code.view());
  if (found) return *found;
  return tl::unexpected(found.error() == wire::Status::kNotFound ? Refusal::kUnknownCode
                                                                 : Refusal::kBadCode);
}

bool quantity_good(const wire::Movement& movement) {
  return movement.qty >= wire::rule_of(movement.op).qty_min && movement.qty <= wire::kQuantityMax;
}

/// The stored bin, or an empty one.
Bin bin_of(const Reader& store, const wire::Sku& sku, const wire::Location& location) {
  return find_bin(store, sku.view(), location.view())
      .value_or(Bin{.sku = sku, .location = location});
}

/// A location gets its row at first use, with the default policy.
void know_location(Store& store, std::string_view location) {
  if (store.get(Table::kLocations, location)) return;
  put_row(store, Table::kLocations, location,
          NumberRow{static_cast<std::uint64_t>(NegativeStock::kFlag)});
}

void change_bin(BatchContext& context, const Entry& entry, Bin& bin, wire::Quantity delta) {
  const auto sku = bin.sku.view();
  const auto location = bin.location.view();
  bin.on_hand += delta;
  bin.seq = entry.seq;
  bin.at_ms = entry.received_ms;
  put_row(context.store, Table::kBins, pair_key(sku, location), bin);
  if (wire::is_virtual_location(location)) return;
  know_location(context.store, location);
  context.touch_bin(sku, location);
}

/// Opens a task where `entry` makes the bin that it takes from negative.
void flag_discrepancy(BatchContext& context, const Entry& entry, const Bin& from) {
  if (from.on_hand >= 0 || from.on_hand + entry.qty < 0) return;
  if (wire::is_virtual_location(from.location.view())) return;
  if (negative_stock_of(context.store, from.location.view()) != NegativeStock::kFlag) return;
  Task task;
  task.why = "discrepancy";
  task.origin = entry.origin;
  task.movement.op = entry.op;
  task.movement.sku = entry.sku;
  task.movement.from = entry.from;
  task.movement.qty = entry.qty;
  task.at_ms = entry.at_ms;
  task.detail = "the books say " + std::to_string(from.on_hand) + " of " +
                std::string(entry.sku.view()) + " at " + std::string(from.location.view()) +
                ": count the bin";
  store_task(context, std::move(task));
}

/// Whether the policy of the bin forbids taking the goods from it.
bool forbidden(const BatchContext& context, const Entry& entry, const Bin& from) {
  if (entry.qty == 0 || from.on_hand >= entry.qty) return false;
  if (wire::is_virtual_location(from.location.view())) return false;
  return negative_stock_of(context.store, from.location.view()) == NegativeStock::kForbid;
}

bool beyond_books(const Entry& entry, const Bin& from, const Bin& to) {
  return to.on_hand > kStockMax - entry.qty || from.on_hand < entry.qty - kStockMax;
}

/// Writes the entry, its bins and positions, and calls the followers. `time_known`: the clock that
/// says when it was scanned can be believed.
Booking post(BatchContext& context, Entry entry, bool time_known) {
  Bin from = bin_of(context.store, entry.sku, entry.from);
  Bin to = bin_of(context.store, entry.sku, entry.to);
  if (forbidden(context, entry, from)) return tl::unexpected(Refusal::kInsufficient);
  if (beyond_books(entry, from, to)) return tl::unexpected(Refusal::kBadQuantity);
  entry.seq = ++context.counters.ledger;
  auto doubt = context.followers.attribute(entry);
  put_row(context.store, Table::kLedger, number_key(entry.seq), entry);
  if (doubt) question_reference(context, entry, *doubt);
  const bool late_from = follow_count(context, entry, from, time_known);
  const bool late_to = follow_count(context, entry, to, time_known);
  if (!doubt && (late_from || late_to)) doubt = wire::Doubt::kCountedSince;
  change_bin(context, entry, from, -entry.qty);
  change_bin(context, entry, to, entry.qty);
  flag_discrepancy(context, entry, from);
  PositionChanges changes(entry);
  context.followers.follow_entry(entry, changes);
  changes.apply(context, {entry.seq});
  return Posted{entry.seq, doubt};
}

Entry entry_of(const BatchContext& context, const wire::Movement& movement, const Origin& origin,
               const ScanTime& scanned) {
  Entry entry;
  entry.op = movement.op;
  entry.origin = origin;
  entry.at_ms = scanned.at_ms;
  entry.at_source = scanned.source;
  entry.received_ms = context.now.wall_ms;
  entry.lot = movement.lot;
  entry.serial = movement.serial;
  entry.expiry_yyyymmdd = movement.expiry_yyyymmdd;
  entry.ref = movement.ref;
  entry.by = movement.by;
  entry.code = movement.code.view();
  return entry;
}

/// A count states what is there; the entry moves the difference.
void turn_count_into_difference(const BatchContext& context, Entry& entry) {
  const auto difference = entry.qty - bin_of(context.store, entry.sku, entry.to).on_hand;
  entry.qty = difference < 0 ? -difference : difference;
  if (difference < 0) std::swap(entry.from, entry.to);
}

wire::Location location_of(std::string_view text) {
  const auto location = wire::Location::from(text);
  return location ? *location : wire::Location{};  // route_of() checked the length
}

}  // namespace

Booking book(BatchContext& context, const wire::Movement& movement, const Origin& origin,
             MovementChannel channel) {
  ScanTime scanned = scan_time(movement, context.now);
  if (channel == MovementChannel::kManual) scanned.known = context.now.wall_trusted;  // it is now
  return book_at(context, movement, origin, channel, scanned);
}

Booking book_at(BatchContext& context, const wire::Movement& movement, const Origin& origin,
                MovementChannel channel, const ScanTime& scanned) {
  if (!quantity_good(movement)) return tl::unexpected(Refusal::kBadQuantity);
  const auto route = route_of(movement, channel);
  if (!route) return tl::unexpected(route.error());
  const auto resolved = resolve(context, movement);
  if (!resolved) return tl::unexpected(resolved.error());

  Entry entry = entry_of(context, movement, origin, scanned);
  entry.sku = resolved->sku;
  entry.qty = movement.qty * resolved->pack;
  entry.from = location_of(route->from);
  entry.to = location_of(route->to);
  if (movement.op == Op::kCount) turn_count_into_difference(context, entry);
  return post(context, std::move(entry), scanned.known);
}

Booking reverse(BatchContext& context, LedgerSeq seq, const wire::Movement& undo,
                const Origin& origin) {
  const auto original = find_entry(context.store, seq);
  const bool reversible = original && original->op != Op::kUndo &&
                          !context.store.get(Table::kReversals, number_key(seq));
  if (!reversible) return tl::unexpected(Refusal::kNotReversible);
  const ScanTime scanned = scan_time(undo, context.now);
  Entry entry = entry_of(context, undo, origin, scanned);
  entry.op = Op::kUndo;
  entry.sku = original->sku;
  entry.qty = original->qty;
  entry.from = original->to;
  entry.to = original->from;
  entry.lot = original->lot;
  entry.serial = original->serial;
  entry.expiry_yyyymmdd = original->expiry_yyyymmdd;
  entry.undoes = seq;
  entry.purchase_order = original->purchase_order;
  entry.order = original->order;
  const auto booked = post(context, std::move(entry), scanned.known);
  if (!booked) return booked;
  put_row(context.store, Table::kReversals, number_key(seq), NumberRow{booked->seq});
  withdraw_question(context, seq);
  return booked;
}

}  // namespace gateway
