// SPDX-License-Identifier: MIT
#include "gateway/live/messages.h"

#include <array>
#include <cassert>
#include <utility>

#include "gateway/orders/invoice.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/text/numbered_id.h"
#include "wire/json_writer.h"
#include "wire/message_version.h"

namespace gateway::live {
namespace {

using wire::JsonWriter;

/// Collects messages: one add() per kind of retained topic.
class Messages {
 public:
  explicit Messages(const Topics& topics) : topics_(topics) {}

  void add(const Bin& bin) {
    const bool shown = bin.on_hand != 0 || bin.reserved != 0;
    put(topics_.stock(bin.sku, bin.location), shown, [&](JsonWriter& json) {
      json.key("sku").string(bin.sku.view());
      json.key("loc").string(bin.location.view());
      json.key("on_hand").number(bin.on_hand);
      json.key("reserved").number(bin.reserved);
      json.key("available").number(bin.on_hand - bin.reserved);
      json.key("seq").number(bin.seq);
      json.key("at_ms").number(bin.at_ms);
    });
  }

  void add(const LowAlert& alert) {
    const Position& position = alert.position;
    put(topics_.low(position.sku, position.warehouse), position.low, [&](JsonWriter& json) {
      json.key("sku").string(position.sku.view());
      json.key("warehouse").string_lossy(position.warehouse);
      json.key("available").number(alert.available);
      json.key("on_order").number(position.on_order);
      json.key("threshold").number(alert.threshold);
      json.key("since_ms").number(position.low_since_ms);
      const std::uint64_t order = position.purchase_order();
      if (order != 0) json.key("order").string(purchase_id(order));
    });
  }

  void add(const PurchaseOrder& order, bool shown) {
    put(topics_.purchase(purchase_id(order.number)), shown, [&](JsonWriter& json) {
      json.key("po").string(purchase_id(order.number));
      json.key("supplier").string_lossy(order.supplier);
      json.key("warehouse").string_lossy(order.warehouse);
      json.key("state").string(to_string(order.state()));
      json.key("lines").begin_array();
      for (const PurchaseLine& line : order.lines) {
        json.begin_object().key("sku").string(line.sku.view());
        json.key("qty").number(line.qty);
        json.key("received").number(line.received).end_object();
      }
      json.end_array().key("at_ms").number(order.at_ms);
    });
  }

  void add(const Order& order, bool shown) {
    put(topics_.order(order.id), shown, [&](JsonWriter& json) {
      json.key("order").string(order.id);
      json.key("state").string(to_string(order.state()));
      json.key("reason").string_lossy(order.reason);
      json.key("lines").begin_array();
      for (const OrderLine& line : order.lines) {
        json.begin_object().key("sku").string(line.sku.view());
        json.key("qty").number(line.qty);
        json.key("reserved").number(line.reserved()).end_object();
      }
      json.end_array();
      if (order.invoice != 0) {
        json.key("invoice").string(invoice_id(order.invoice));
        json.key("total_minor").number(order.total_minor);
        if (!order.currency.empty()) json.key("currency").string_lossy(order.currency);
      }
      json.key("at_ms").number(order.at_ms);
    });
  }

  void add(const OrderShown& each) {
    if (each.changed && !each.shown) {  // whoever asked for it is told
      add(each.order, true);
      messages_.back().retained = false;
    }
    add(each.order, each.shown);
  }

  void add(const GatewayState& state) {
    put(topics_.gateway_state(), true, [&](JsonWriter& json) {
      json.key("online").boolean(state.online);
      json.key("version").string(state.version.view());
      json.key("seq").number(state.seq);
      json.key("started_ms").number(state.who.started_ms);
      json.key("run").hex32(state.who.run);
      json.key("incarnation").hex32(state.who.incarnation.id);
      json.key("generation").number(state.who.incarnation.generation);
      json.key("claim").number(state.who.claim);
      if (state.forbidden.empty()) return;
      json.key("forbidden").begin_array();
      for (const std::string& name : state.forbidden) json.string_lossy(name);
      json.end_array();
    });
  }

  /// Adds what the store has under this topic; nothing where it has nothing.
  void find(const Reader& store, std::int64_t default_threshold, const Topics::Parsed& topic) {
    const auto slash = topic.rest.find('/');
    const std::string_view sku = topic.rest.substr(0, slash);
    const std::string_view place =
        slash == std::string_view::npos ? std::string_view() : topic.rest.substr(slash + 1);
    const bool named = wire::is_name(sku) && !place.empty();
    switch (topic.kind) {
      case Topics::Parsed::Kind::kStock:
        if (!named || !wire::is_location(place)) return;
        if (const auto bin = find_bin(store, sku, place)) add(*bin);
        return;
      case Topics::Parsed::Kind::kLow:
        if (!named || !wire::is_name(place)) return;
        if (const auto position = find_position(store, sku, place)) {
          add(low_alert(store, *position, default_threshold));
        }
        return;
      case Topics::Parsed::Kind::kPurchase:
        if (const auto number = parse_purchase_id(topic.rest)) {
          if (const auto order = find_shown_purchase(store, *number)) add(*order, true);
        }
        return;
      case Topics::Parsed::Kind::kOrder:
        if (!wire::is_order_id(topic.rest)) return;
        if (const auto order = find_shown_order(store, topic.rest)) add(*order, true);
        return;
    }
  }

  void add_absent(const std::string& name) { messages_.push_back({name, {}}); }
  [[nodiscard]] std::size_t size() const { return messages_.size(); }

  std::vector<Message> take() { return std::move(messages_); }

 private:
  template <typename Write>
  void put(const wire::Result<wire::Topic>& topic, bool shown, Write write) {
    if (!topic) return;
    Message& message = messages_.emplace_back();
    message.topic = topic->view();
    if (!shown) return;
    const auto written = [&](JsonWriter json) {
      json.begin_object().key("v").number(wire::kMessageVersion);
      write(json);
      return json.end_object().finish();
    };
    std::array<char, 512> usual;  // most fit; a longer one is written again, to the heap
    auto text = written(JsonWriter(usual));
    if (!text) text = written(JsonWriter(longer_));
    assert(text);
    message.payload = *text;  // of exact size: thousands may wait
  }

  const Topics& topics_;
  std::vector<Message> messages_;
  std::string longer_;
};

}  // namespace

std::vector<Message> retained_messages(const Topics& topics, const Effects& effects) {
  Messages messages(topics);
  for (const Bin& bin : effects.bins) messages.add(bin);
  for (const LowAlert& alert : effects.lows) messages.add(alert);
  for (const PurchaseShown& each : effects.purchases) messages.add(each.order, each.shown);
  for (const OrderShown& each : effects.orders) messages.add(each);
  return messages.take();
}

std::vector<Message> find_retained(const Topics& topics, const Reader& store,
                                   std::int64_t default_threshold,
                                   std::span<const std::string> names) {
  Messages messages(topics);
  for (const std::string& name : names) {
    const std::size_t before = messages.size();
    if (const auto parsed = topics.parse(name)) {
      messages.find(store, default_threshold, *parsed);
    }
    if (messages.size() == before) messages.add_absent(name);
  }
  return messages.take();
}

LedgerSeq find_contradiction(const Topics& topics, const Reader& store,
                             std::span<const KeptEntry> kept) {
  for (const KeptEntry& each : kept) {
    const auto entry = find_entry(store, each.seq);
    const auto touched = [&](const wire::Location& location) {
      const auto topic = topics.stock(entry->sku, location);
      return topic && topic->view() == each.topic;
    };
    if (!entry || (!touched(entry->from) && !touched(entry->to))) return each.seq;
  }
  return 0;
}

Message state_message(const Topics& topics, const GatewayState& state) {
  Messages messages(topics);
  messages.add(state);
  return messages.take().front();
}

}  // namespace gateway::live
