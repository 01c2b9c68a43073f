// SPDX-License-Identifier: MIT
#include "gateway/live/messages.h"

#include <array>
#include <cassert>
#include <vector>

#include "gateway/orders/invoice.h"
#include "gateway/purchasing/purchase.h"

namespace gateway::live {
namespace {

// Runs one of the writers of payloads on a buffer that always suffices.
template <typename Write, typename Value>
std::string written(Write write, const Value& value) {
  std::array<char, kLiveBytesMax> buffer;
  const auto text = write(value, buffer);
  assert(text);
  return std::string(*text);
}

}  // namespace

std::optional<Message> stock_message(const Topics& topics, const Bin& bin) {
  const auto topic = topics.stock(bin.sku, bin.location);
  if (!topic) return std::nullopt;
  Message message{std::string(topic->view()), {}};
  if (bin.on_hand == 0 && bin.reserved == 0) return message;
  StockMessage stock;
  stock.sku = bin.sku;
  stock.loc = bin.location;
  stock.on_hand = bin.on_hand;
  stock.reserved = bin.reserved;
  stock.available = bin.on_hand - bin.reserved;
  stock.seq = bin.seq;
  stock.at_ms = bin.at_ms;
  message.payload = written(write_stock, stock);
  return message;
}

std::optional<Message> low_message(const Topics& topics, const LowAlert& alert) {
  const Position& position = alert.position;
  const auto topic = topics.low(position.sku, position.warehouse);
  const auto warehouse = wire::Location::from(position.warehouse);
  if (!topic || !warehouse) return std::nullopt;
  Message message{std::string(topic->view()), {}};
  if (!position.low) return message;
  LowMessage low;
  low.sku = position.sku;
  low.warehouse = *warehouse;
  low.available = alert.available;
  low.on_order = position.on_order;
  low.threshold = alert.threshold;
  low.since_ms = position.low_since_ms;
  if (position.purchase_order() != 0) {
    const auto order = wire::Reference::from(purchase_id(position.purchase_order()));
    if (order) low.order = *order;
  }
  message.payload = written(write_low, low);
  return message;
}

std::optional<Message> purchase_message(const Topics& topics, const PurchaseOrder& order,
                                        bool shown) {
  const auto po = wire::Reference::from(purchase_id(order.number));
  const auto supplier = wire::Reference::from(order.supplier);
  const auto warehouse = wire::Location::from(order.warehouse);
  if (!po || !supplier || !warehouse) return std::nullopt;
  const auto topic = topics.purchase(*po);
  if (!topic) return std::nullopt;
  Message message{std::string(topic->view()), {}};
  if (!shown) return message;
  std::vector<PurchaseLineMessage> lines;
  lines.reserve(order.lines.size());
  for (const PurchaseLine& line : order.lines) lines.push_back({line.sku, line.qty, line.received});
  message.payload.resize(purchase_bytes_max(lines.size()));
  const auto text = write_purchase(
      {*po, *supplier, *warehouse, to_string(order.state()), lines, order.at_ms}, message.payload);
  assert(text);
  message.payload.resize(text->size());
  return message;
}

std::optional<Message> order_message(const Topics& topics, const Order& order, bool shown) {
  const auto id = wire::Reference::from(order.id);
  const auto topic = id ? topics.order(*id) : wire::fail(wire::Status::kInvalidArgument);
  if (!topic) return std::nullopt;
  Message message{std::string(topic->view()), {}};
  if (!shown) return message;
  std::vector<OrderLineMessage> lines;
  lines.reserve(order.lines.size());
  for (const OrderLine& line : order.lines) lines.push_back({line.sku, line.qty, line.reserved()});
  OrderMessage content;
  content.order = *id;
  content.state = to_string(order.state());
  content.reason = order.reason;
  content.lines = lines;
  if (order.invoice != 0) {
    const auto invoice = wire::Reference::from(invoice_id(order.invoice));
    if (invoice) content.invoice = *invoice;
    content.total_minor = order.total_minor;
    content.currency = order.currency;
  }
  content.at_ms = order.at_ms;
  message.payload.resize(order_bytes_max(lines.size(), order.reason.size()));
  const auto text = write_order(content, message.payload);
  assert(text);
  message.payload.resize(text->size());
  return message;
}

Message state_message(const Topics& topics, const GatewayState& state) {
  return {std::string(topics.gateway_state().view()), written(write_gateway_state, state)};
}

}  // namespace gateway::live
