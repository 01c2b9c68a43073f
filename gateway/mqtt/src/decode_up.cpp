// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "excerpt.h"
#include "gateway/intake/movement.h"
#include "gateway/json/parse.h"
#include "gateway/mqtt/decode.h"
#include "wire/hex.h"
#include "wire/limits.h"

namespace gateway::mqtt {
namespace {

using Why = tl::unexpected<std::string>;

std::optional<std::uint32_t> hex32(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  const auto text = value == nullptr ? std::nullopt : value->as_string();
  const auto number = wire::parse_hex32(text.value_or(""));
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<std::int64_t> integer(const json::Value& object, std::string_view key,
                                    std::int64_t max) {
  const json::Value* value = object.find(key);
  return value == nullptr ? std::nullopt : value->as_int(1, max);
}

// Reads everything but the movements, of which there are `count`.
tl::expected<NodeBatch, std::string> read_head(const json::Value& message, std::size_t count) {
  const auto epoch = hex32(message, "e");
  const auto before = hex32(message, "p");
  if (!epoch) return Why("`e` must be 8 hexadecimal digits");
  if (!before) return Why("`p` must be 8 hexadecimal digits");
  // The last sequence of a batch is at most kSequenceMax; a hello names the one after the last.
  const std::int64_t first_max = wire::kSequenceMax + std::int64_t{1} - std::int64_t(count);
  const auto first = integer(message, "s", first_max);
  if (!first) return Why(fmt::format("`s` must be an integer from 1 to {}", first_max));
  const auto oldest = integer(message, "b", *first);
  if (!oldest) return Why("`b` must be an integer from 1 to `s`");
  NodeBatch batch;
  batch.epoch = wire::Epoch{*epoch};
  batch.previous_checksum = wire::ChainChecksum{*before};
  batch.first = static_cast<wire::Sequence>(*first);
  batch.oldest = static_cast<wire::Sequence>(*oldest);
  return batch;
}

}  // namespace

tl::expected<NodeBatch, std::string> decode_up(const wire::NodeName& node,
                                               std::string_view payload) {
  const auto message = json::parse(payload, {.bytes_max = wire::kBatchBytesMax});
  if (!message) {
    return Why(fmt::format("{} (at byte {})", message.error().what, message.error().at));
  }
  if (message->as_object() == nullptr) return Why("not a JSON object");
  if (!integer(*message, "v", 1)) return Why("`v` is not 1");
  if (message->find("was") != nullptr) {
    return Why("a forked journal (`was`): this version of the gateway does not take it");
  }
  const json::Value* list = message->find("m");
  const json::Array* movements = list == nullptr ? nullptr : list->as_array();
  if (movements == nullptr) return Why("`m` must be an array");
  if (movements->size() > wire::kBatchMovementsMax) {
    return Why(fmt::format("more than {} movements", wire::kBatchMovementsMax));
  }

  auto batch = read_head(*message, movements->size());
  if (!batch) return batch;
  batch->node = node;
  batch->movements.reserve(movements->size());
  for (const json::Value& stated : *movements) {
    const auto check = hex32(stated, "k");
    if (!check) return Why("a movement's `k` must be 8 hexadecimal digits");
    auto read = intake::read_movement(stated, MovementChannel::kScanner);
    batch->movements.push_back({read.movement, wire::ChainChecksum{*check}, read.refused,
                                read.refused ? excerpt(stated) : std::string()});
  }
  return batch;
}

}  // namespace gateway::mqtt
