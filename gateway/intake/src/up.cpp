// SPDX-License-Identifier: MIT
#include "gateway/intake/up.h"
#include "gateway/intake/excerpt.h"
#include "gateway/intake/movement.h"
#include "gateway/json/parse.h"
#include "wire/hex.h"
#include "wire/limits.h"

namespace gateway::intake {
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
  if (!first) return Why("`s` must be an integer from 1 to " + std::to_string(first_max));
  const auto oldest = integer(message, "b", *first);
  if (!oldest) return Why("`b` must be an integer from 1 to `s`");
  NodeBatch batch;
  batch.epoch = wire::Epoch{*epoch};
  batch.previous_checksum = wire::ChainChecksum{*before};
  batch.first = static_cast<wire::Sequence>(*first);
  batch.oldest = static_cast<wire::Sequence>(*oldest);
  return batch;
}

/// One note of a fork. Its epoch is another one than the batch's.
tl::expected<ForkNote, std::string> read_note(const json::Value& stated, wire::Epoch epoch) {
  const auto old_epoch = hex32(stated, "e");
  const auto before = hex32(stated, "k");
  const auto first = integer(stated, "s", wire::kSequenceMax);
  const json::Value* count = stated.find("n");
  const std::int64_t covered =
      count == nullptr ? -1 : count->as_int(0, wire::kSequenceMax).value_or(-1);
  if (!old_epoch || !before || !first || covered < 0 || wire::Epoch{*old_epoch} == epoch) {
    return Why("`was` must have `e`, `s`, `n` and `k` of an earlier epoch");
  }
  if (*first + covered - 1 > wire::kSequenceMax) return Why("`was` covers too many movements");
  ForkNote note{{},
                wire::Epoch{*old_epoch},
                static_cast<wire::Sequence>(*first),
                static_cast<std::uint32_t>(covered),
                wire::ChainChecksum{*before}};
  const json::Value* node = stated.find("node");
  if (node == nullptr) return note;
  const auto name = node->as_string();
  if (!name || !wire::is_name(*name)) return Why("`node` of `was` must be a scanner's name");
  note.node = *wire::NodeName::from(*name);
  return note;
}

/// `was`: one note, or an array of them, the oldest first.
tl::expected<std::vector<ForkNote>, std::string> read_notes(const json::Value& message,
                                                            wire::Epoch epoch) {
  std::vector<ForkNote> notes;
  const json::Value* was = message.find("was");
  if (was == nullptr) return notes;
  const json::Array one{*was};
  const json::Array& all = was->as_array() == nullptr ? one : *was->as_array();
  if (all.empty() || all.size() > wire::kForkNotesMax) {
    return Why("`was` must hold 1 to " + std::to_string(wire::kForkNotesMax) + " notes");
  }
  for (const json::Value& stated : all) {
    auto note = read_note(stated, epoch);
    if (!note) return Why(note.error());
    if (!notes.empty() && note->count < notes.back().count) {
      return Why("a newer note of `was` must cover what the older ones cover");
    }
    notes.push_back(*note);
  }
  return notes;
}

}  // namespace

tl::expected<NodeBatch, std::string> decode_up(const wire::NodeName& node,
                                               std::string_view payload) {
  const auto message = json::parse(payload, {.bytes_max = wire::kBatchBytesMax});
  if (!message) {
    return Why(std::string(message.error().what) + " (at byte " +
               std::to_string(message.error().at) + ")");
  }
  if (message->as_object() == nullptr) return Why("not a JSON object");
  if (!integer(*message, "v", 1)) return Why("`v` is not 1");
  const json::Value* list = message->find("m");
  const json::Array* movements = list == nullptr ? nullptr : list->as_array();
  if (movements == nullptr) return Why("`m` must be an array");
  if (movements->size() > wire::kBatchMovementsMax) {
    return Why("more than " + std::to_string(wire::kBatchMovementsMax) + " movements");
  }

  auto batch = read_head(*message, movements->size());
  if (!batch) return batch;
  auto notes = read_notes(*message, batch->epoch);
  if (!notes) return Why(notes.error());
  batch->notes = *std::move(notes);
  batch->node = node;
  batch->movements.reserve(movements->size());
  for (const json::Value& stated : *movements) {
    const auto check = hex32(stated, "k");
    if (!check) return Why("a movement's `k` must be 8 hexadecimal digits");
    auto read = read_movement(stated, MovementChannel::kScanner);
    batch->movements.push_back({read.movement, wire::ChainChecksum{*check}, read.refused,
                                read.refused ? excerpt(stated) : std::string()});
  }
  return batch;
}

}  // namespace gateway::intake
