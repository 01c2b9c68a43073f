// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/engine.h"
#include "rows.h"

namespace gateway {

class Followers;

/// One batch while it is decided: the store it works on, its one moment, the
/// numbers it gives out, and what has to be shown after the commit.
class Decision {
 public:
  Decision(Store& store, const Settings& settings, const Now& now, Followers& followers);

  Store& store;
  const Settings& settings;
  const Now now;
  Followers& followers;  ///< of what stock announces
  Counters counters;     ///< written back by finish()

  void touch_bin(std::string_view sku, std::string_view location);
  void touch_low(std::string_view sku, std::string_view warehouse);
  void raise_low(std::string_view sku, std::string_view warehouse);  ///< touched, and it rose
  void owe_ack(std::string_view node, std::uint32_t epoch);
  void deliver(std::uint64_t outbox_id);   ///< left out when gone or failed by then
  void withdraw(std::uint64_t outbox_id);  ///< it must not go out any more
  void touch_purchase(std::uint64_t number);
  void hide_purchase(std::uint64_t number);  ///< unchanged, and perhaps too old to be shown now
  void touch_order(std::uint64_t number);
  void hide_order(std::uint64_t number);  ///< unchanged, and too old to be shown now
  void note_order(OrderNote note) { notes_.push_back(std::move(note)); }
  void wake(OrderStage stage) { work_.insert(stage); }
  void note_entry(const Entry& entry) { new_entries_.push_back(entry); }
  void note_exception(const Exception& exception) { new_exceptions_.push_back(exception); }
  void note_incident(const Incident& incident) { new_incidents_.push_back(incident); }

  /// Writes the counters and collects the effects, every row as it is now.
  [[nodiscard]] Effects finish(std::vector<Outcome> outcomes);

 private:
  const Counters counters_before_;
  std::set<std::string> bins_;
  std::map<std::string, bool> lows_;  ///< true: it rose
  std::set<std::pair<std::string, std::uint32_t>> acks_;
  std::set<std::uint64_t> outbox_;
  std::map<std::uint64_t, bool> purchases_;  ///< true: it changed
  std::map<std::uint64_t, bool> orders_;     ///< true: it changed
  std::set<OrderStage> work_;
  std::vector<OrderNote> notes_;
  std::vector<std::uint64_t> withdrawn_;
  std::vector<Entry> new_entries_;
  std::vector<Exception> new_exceptions_;
  std::vector<Incident> new_incidents_;
};

/// `row` with all a courier needs.
[[nodiscard]] DeliveryDue delivery_of(const Reader& store, const OutboxRow& row);

}  // namespace gateway
