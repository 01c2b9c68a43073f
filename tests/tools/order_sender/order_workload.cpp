// SPDX-License-Identifier: MIT
#include "order_workload.h"

#include <array>
#include <cassert>
#include <string_view>

#include "wire/hex.h"
#include "wire/json_writer.h"
#include "wire/limits.h"

namespace order_sender {
namespace {

constexpr std::uint32_t kLinesMax = 5;
constexpr std::uint32_t kQuantityMax = 10;
/// Of an order; empty: the gateway's own.
constexpr std::array<std::string_view, 4> kPolicies{"", "all_or_nothing", "partial", "backorder"};
constexpr std::size_t kBytesMax = 1024;

}  // namespace

OrderWorkload::OrderWorkload(std::vector<std::string> skus, std::uint32_t seed, std::uint32_t run)
    : skus_(std::move(skus)), random_(seed) {
  assert(!skus_.empty());
  const auto digits = wire::to_hex32(run);
  tag_ = "o" + std::to_string(seed) + "-" + std::string(digits.data(), digits.size()) + "-";
}

NewOrder OrderWorkload::next() {
  NewOrder order{tag_ + std::to_string(++drawn_), std::string(kBytesMax, '\0')};
  wire::JsonWriter json(order.json);
  json.begin_object().key("v").number(1).key("order").string(order.id);
  json.key("lines").begin_array();
  for (std::uint32_t left = 1 + below(kLinesMax); left > 0; --left) {
    const std::string& sku = skus_[below(static_cast<std::uint32_t>(skus_.size()))];
    json.begin_object().key("sku").string(sku);
    json.key("qty").number(1 + below(kQuantityMax)).end_object();
  }
  json.end_array();
  const std::string_view policy = kPolicies[below(kPolicies.size())];
  if (!policy.empty()) json.key("policy").string(policy);
  json.end_object();
  const auto text = json.finish();
  assert(text);
  order.json.resize(text->size());
  return order;
}

}  // namespace order_sender
