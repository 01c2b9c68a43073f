// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"
#include "wire/limits.h"

namespace gateway::mqtt {
namespace {

using Why = tl::unexpected<std::string>;

// A text of 1 to `bytes_max` bytes.
std::optional<std::string> text(const json::Value& object, std::string_view key,
                                std::size_t bytes_max) {
  const json::Value* value = object.find(key);
  const auto found = value == nullptr ? std::nullopt : value->as_string();
  if (!found || found->empty() || found->size() > bytes_max) return std::nullopt;
  return std::string(*found);
}

}  // namespace

tl::expected<PlainSupply, std::string> decode_plain(std::string_view topic,
                                                    std::string_view payload) {
  const auto message = json::parse(payload, {.bytes_max = kPlainBytesMax});
  if (!message) {
    return Why(fmt::format("{} (at byte {})", message.error().what, message.error().at));
  }
  if (message->as_object() == nullptr) return Why("not a JSON object");
  auto product = text(*message, "product_code", wire::kCodeBytesMax);
  if (!product) {
    return Why(fmt::format("`product_code` must be a text of 1 to {} bytes", wire::kCodeBytesMax));
  }
  auto warehouse = text(*message, "warehouse_name", wire::kLocationBytesMax);
  if (!warehouse) {
    return Why(
        fmt::format("`warehouse_name` must be a text of 1 to {} bytes", wire::kLocationBytesMax));
  }
  const json::Value* stated = message->find("quantity");
  const auto quantity =
      stated == nullptr ? std::nullopt : stated->as_int(-wire::kQuantityMax, wire::kQuantityMax);
  if (!quantity || *quantity == 0) {
    return Why(fmt::format("`quantity` must be an integer from -{0} to {0} and not 0",
                           wire::kQuantityMax));
  }
  PlainSupply plain{std::string(topic), *std::move(product), *std::move(warehouse), *quantity, {}};
  if (message->find("message_id") != nullptr) {
    auto id = text(*message, "message_id", kMessageIdBytesMax);
    if (!id) {
      return Why(fmt::format("`message_id` must be a text of 1 to {} bytes", kMessageIdBytesMax));
    }
    plain.message_id = *std::move(id);
  }
  return plain;
}

}  // namespace gateway::mqtt
