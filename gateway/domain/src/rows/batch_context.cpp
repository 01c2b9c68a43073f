// SPDX-License-Identifier: MIT
#include "rows/batch_context.h"

namespace gateway {

BatchContext::BatchContext(Store& the_store, const Settings& the_settings, const Now& the_now,
                           Followers& the_followers)
    : store(the_store),
      settings(the_settings),
      now(the_now),
      followers(the_followers),
      counters_before(
          get_row<Counters>(the_store, Table::kMeta, kCountersKey).value_or(Counters{})),
      counters(counters_before) {}

void BatchContext::touch_bin(std::string_view sku, std::string_view location) {
  touched.bins.insert(pair_key(sku, location));
}

void BatchContext::touch_low(std::string_view sku, std::string_view warehouse) {
  touched.lows.try_emplace(pair_key(sku, warehouse), false);
}

void BatchContext::raise_low(std::string_view sku, std::string_view warehouse) {
  touched.lows[pair_key(sku, warehouse)] = true;
}

AckNote& BatchContext::owe_ack(std::string_view node, std::uint32_t epoch) {
  return touched.acks[{std::string(node), epoch}] = {};
}

void BatchContext::finish() {
  if (counters != counters_before) put_row(store, Table::kMeta, kCountersKey, counters);
}

}  // namespace gateway
