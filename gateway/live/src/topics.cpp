// SPDX-License-Identifier: MIT
#include "gateway/live/topics.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>
#include <utility>

namespace gateway::live {
namespace {

using wire::fail;
using wire::is_name;
using wire::Reference;
using wire::Result;
using wire::Status;
using wire::Topic;

constexpr std::string_view kStock = "/stock/";
constexpr std::string_view kLow = "/low/";
constexpr std::string_view kPurchase = "/po/";
constexpr std::string_view kOrder = "/order/";
constexpr std::string_view kEvent = "/event/";

// The longest topic there is: the stock of one SKU in one bin.
static_assert(wire::kPrefixBytesMax + 1 + wire::kNameBytesMax + kStock.size() +
                  wire::kNameBytesMax + 1 + wire::kLocationBytesMax <=
              wire::kTopicBytesMax);

Topic join(std::initializer_list<std::string_view> parts) {
  std::array<char, wire::kTopicBytesMax> bytes;
  std::size_t used = 0;
  for (const std::string_view part : parts) {
    assert(part.size() <= bytes.size() - used);
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(used));
    used += part.size();
  }
  return *Topic::from({bytes.data(), used});
}

}  // namespace

Result<Topic> Topics::stock(const wire::Sku& sku, const wire::Location& location) const {
  if (!is_name(sku.view()) || !wire::is_location(location.view())) {
    return fail(Status::kInvalidArgument);
  }
  return join({base_, kStock, sku.view(), "/", location.view()});
}

Result<Topic> Topics::low(const wire::Sku& sku, std::string_view warehouse) const {
  if (!is_name(sku.view()) || !is_name(warehouse)) return fail(Status::kInvalidArgument);
  return join({base_, kLow, sku.view(), "/", warehouse});
}

Result<Topic> Topics::purchase(std::string_view id) const {
  if (!is_name(id)) return fail(Status::kInvalidArgument);
  return join({base_, kPurchase, id});
}

Result<Topic> Topics::order(std::string_view id) const {
  if (!wire::is_order_id(id)) return fail(Status::kInvalidArgument);
  return join({base_, kOrder, id});
}

Result<Topic> Topics::event(std::string_view kind) const {
  if (!is_name(kind)) return fail(Status::kInvalidArgument);
  return join({base_, kEvent, kind});
}

Topic Topics::gateway_state() const {
  return join({base_, "/gateway/state"});
}
Topic Topics::new_order() const {
  return join({base_, kOrder, wire::kNewOrder});
}
Topic Topics::stock_base() const {
  return join({base_, kStock});
}
Topic Topics::all_orders() const {
  return join({base_, kOrder, "+"});
}

Topic Topics::all_purchases() const {
  return join({base_, kPurchase, "#"});
}
Topic Topics::all_low() const {
  return join({base_, kLow, "#"});
}
Topic Topics::all_stock() const {
  return join({base_, kStock, "#"});
}

Result<Topic> Topics::low_of(const wire::Sku& sku) const {
  if (!is_name(sku.view())) return fail(Status::kInvalidArgument);
  return join({base_, kLow, sku.view(), "/#"});
}

Result<Topic> Topics::stock_of(const wire::Sku& sku) const {
  if (!is_name(sku.view())) return fail(Status::kInvalidArgument);
  return join({base_, kStock, sku.view(), "/#"});
}

std::optional<Topics::Parsed> Topics::parse(std::string_view topic) const {
  if (!topic.starts_with(base_)) return std::nullopt;
  topic.remove_prefix(base_.size());
  using Kind = Parsed::Kind;
  for (const auto& [name, kind] :
       {std::pair{kStock, Kind::kStock}, std::pair{kLow, Kind::kLow},
        std::pair{kPurchase, Kind::kPurchase}, std::pair{kOrder, Kind::kOrder}}) {
    if (topic.starts_with(name)) return Parsed{kind, topic.substr(name.size())};
  }
  return std::nullopt;
}

Result<Reference> Topics::parse_order(std::string_view topic) const {
  const auto parsed = parse(topic);
  if (!parsed || parsed->kind != Parsed::Kind::kOrder || !wire::is_order_id(parsed->rest)) {
    return fail(Status::kInvalidArgument);
  }
  return Reference::from(parsed->rest);
}

}  // namespace gateway::live
