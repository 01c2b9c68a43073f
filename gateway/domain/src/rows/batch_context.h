// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/rows/outcome.h"
#include "gateway/rows/settings.h"
#include "gateway/rows/store.h"
#include "rows/rows.h"

namespace gateway {

class Followers;
enum class OrderStage : std::uint8_t;

/// Why nothing is applied; empty in most acks.
struct AckNote {
  std::string owner;
  std::string renamed;
  bool held = false;
};

/// What a batch touched, by the keys of the rows. The engine reads their values at the end of
/// the batch; they are shown after the commit.
struct Touched {
  std::set<std::string> bins;        ///< by pair_key(SKU, location)
  std::map<std::string, bool> lows;  ///< by pair_key(SKU, warehouse); true: it rose
  std::map<std::pair<std::string, std::uint32_t>, AckNote> acks;  ///< due to (node, epoch)
  /// Rows to hand out, unless they are gone or wait for a person by then; true: at once.
  std::map<std::uint64_t, bool> outbox;
  std::vector<std::uint64_t> withdrawn;     ///< outbox rows that must not go out any more
  std::map<std::uint64_t, bool> purchases;  ///< true: it changed
  std::map<std::uint64_t, bool> orders;     ///< true: it changed
  std::set<OrderStage> stages;              ///< whose queues got longer
  std::vector<OrderNote> notes;             ///< in the order of the steps
  bool clock_noted = false;                 ///< what is remembered of the clock has changed
  bool clock_confirmed = false;             ///< a person said that the clock is right
};

/// One batch while it is decided: the store it works on, its time, the numbers it gives out,
/// the followers of its bookings, and what it touched.
class BatchContext {
 public:
  BatchContext(Store& store, const Settings& settings, const Now& now, Followers& followers);

  Store& store;
  const Settings& settings;
  const Now now;
  Followers& followers;  ///< of its bookings (stock/followers.h)
  const Counters counters_before;
  Counters counters;  ///< written back by finish()
  Touched touched;

  void touch_bin(std::string_view sku, std::string_view location);
  void touch_low(std::string_view sku, std::string_view warehouse);
  void raise_low(std::string_view sku, std::string_view warehouse);  ///< touches it, and it rose
  /// Of several batches of one (node, epoch) the last one says what its ack notes.
  AckNote& owe_ack(std::string_view node, std::uint32_t epoch);
  void deliver(std::uint64_t outbox_id) { touched.outbox.try_emplace(outbox_id, false); }
  /// A person wants it tried now.
  void retry(std::uint64_t outbox_id) { touched.outbox[outbox_id] = true; }
  void withdraw(std::uint64_t outbox_id) { touched.withdrawn.push_back(outbox_id); }
  void touch_purchase(std::uint64_t number) { touched.purchases[number] = true; }
  /// Not changed, but perhaps no longer shown: a newer one was opened.
  void hide_purchase(std::uint64_t number) { touched.purchases.try_emplace(number, false); }
  void touch_order(std::uint64_t number) { touched.orders[number] = true; }
  /// Not changed, but no longer shown: newer ones have closed.
  void hide_order(std::uint64_t number) { touched.orders[number] = false; }
  void note_order(OrderNote note) { touched.notes.push_back(std::move(note)); }
  void wake(OrderStage stage) { touched.stages.insert(stage); }

  /// Writes the counters, after the last decision.
  void finish();
};

}  // namespace gateway
