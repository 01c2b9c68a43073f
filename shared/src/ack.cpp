// SPDX-License-Identifier: MIT
#include "wire/ack.h"

#include <cassert>
#include <limits>

#include "wire/json_reader.h"
#include "wire/json_writer.h"
#include "wire/message_version.h"

namespace wire {
namespace {

// Our longest word of a Refusal or Doubt is far shorter; a newer gateway's may be longer.
constexpr std::size_t kWordBytesMax = 32;
constexpr std::string_view kHeldForFlood = "epoch_flood";

// Whatever the reason why a field cannot be read, the message is not an ack.
tl::unexpected<Status> not_an_ack() {
  return fail(Status::kInvalidArgument);
}

Result<std::int64_t> read_integer(const JsonValue& object, std::string_view key, std::int64_t min,
                                  std::int64_t max) {
  const Result<JsonValue> member = object.find(key);
  if (!member) return fail(member.error());
  return member->integer(min, max);
}

Result<std::uint32_t> read_hex32(const JsonValue& object, std::string_view key) {
  const Result<JsonValue> member = object.find(key);
  if (!member) return fail(member.error());
  return member->hex32();
}

/// A word that is none of ours reads as `otherwise`.
template <typename Why>
Why read_why(const JsonValue& word, Result<Why> (*parse)(std::string_view), Why otherwise) {
  std::array<char, kWordBytesMax> buffer{};
  const Result<std::string_view> text = word.string(buffer);
  if (!text) return otherwise;
  return parse(*text).value_or(otherwise);
}

void read_why(const JsonValue& word, Refusal& why) {
  why = read_why(word, parse_refusal, Refusal::kMalformed);
}
void read_why(const JsonValue& word, Doubt& why) {
  why = read_why(word, parse_doubt, Doubt::kOther);
}

/// Not there: an empty name.
Result<NodeName> read_name(const JsonValue& object, std::string_view key) {
  std::array<char, kNameBytesMax> buffer{};
  const Result<JsonValue> member = object.find(key);
  if (!member && member.error() == Status::kNotFound) return NodeName{};
  const Result<std::string_view> text =
      member ? member->string(buffer) : Result<std::string_view>(fail(member.error()));
  if (!text || !is_name(*text)) return not_an_ack();
  return *NodeName::from(*text);
}

/// Reads `[{"seq":…,"why":…}, …]` into the first elements of `out`.
template <typename Named>
Status read_list(const JsonValue& list, std::span<Named> out, std::uint8_t& filled) {
  const Result<std::size_t> count = list.size();
  if (!count || *count > out.size()) return Status::kInvalidArgument;
  for (std::size_t i = 0; i < *count; ++i) {
    const Result<JsonValue> element = list.at(i);
    if (!element) return Status::kInvalidArgument;
    const Result<std::int64_t> seq = read_integer(*element, "seq", 1, kSequenceMax);
    const Result<JsonValue> why = element->find("why");
    if (!seq || !why) return Status::kInvalidArgument;
    out[i].seq = static_cast<Sequence>(*seq);
    read_why(*why, out[i].why);
  }
  filled = static_cast<std::uint8_t>(*count);
  return Status::kOk;
}

/// A gateway of before says nothing of what is in doubt.
Status read_doubt(const JsonValue& object, Ack& ack) {
  const Result<std::int64_t> total =
      read_integer(object, "dt", 0, std::numeric_limits<std::uint32_t>::max());
  if (!total && total.error() != Status::kNotFound) return Status::kInvalidArgument;
  ack.doubt_total = static_cast<std::uint32_t>(total.value_or(0));
  const Result<JsonValue> list = object.find("doubt");
  if (!list) return list.error() == Status::kNotFound ? Status::kOk : Status::kInvalidArgument;
  const std::size_t room = kAckListMax - ack.refused_count;
  return read_list<DoubtedMovement>(*list, std::span(ack.doubt).first(room), ack.doubt_count);
}

template <typename Named>
void write_list(JsonWriter& json, std::string_view key, std::span<const Named> list) {
  json.key(key).begin_array();
  for (const Named& each : list) {
    assert(each.seq >= 1 && each.seq <= kSequenceMax);
    json.begin_object().key("seq").number(each.seq);
    json.key("why").string(to_string(each.why)).end_object();
  }
  json.end_array();
}

}  // namespace

Result<std::string_view> write_ack(const Ack& ack, std::span<char> out) {
  [[maybe_unused]] const int listed = ack.refused_count + ack.doubt_count;
  assert(ack.acked <= kSequenceMax && listed <= int{kAckListMax});
  assert(ack.states_position() || listed == 0);  // else it could be too long
  JsonWriter json(out);
  json.begin_object().key("v").number(kMessageVersion);
  json.key("e").hex32(raw(ack.epoch));
  json.key("acked").number(ack.acked);
  json.key("k").hex32(raw(ack.chain_checksum));
  if (ack.now_ms > 0 && ack.now_ms <= kWallTimeMsMax) json.key("now_ms").number(ack.now_ms);
  if (!ack.owner.empty()) json.key("owner").string(ack.owner.view());
  if (!ack.renamed.empty()) json.key("renamed").string(ack.renamed.view());
  if (ack.held) json.key("held").string(kHeldForFlood);
  json.key("rt").number(ack.refused_total);
  write_list<RefusedMovement>(json, "refused", std::span(ack.refused).first(ack.refused_count));
  if (ack.doubt_total != 0 || ack.doubt_count != 0) {
    json.key("dt").number(ack.doubt_total);
    write_list<DoubtedMovement>(json, "doubt", std::span(ack.doubt).first(ack.doubt_count));
  }
  json.end_object();
  return json.finish();
}

Result<Ack> read_ack(std::string_view json) {
  JsonReader reader;
  if (reader.read(json) != Status::kOk) return not_an_ack();
  const JsonValue object = reader.root();
  if (const Status status = check_version(object); status != Status::kOk) return fail(status);

  const Result<std::uint32_t> epoch = read_hex32(object, "e");
  const Result<std::int64_t> acked = read_integer(object, "acked", 0, kSequenceMax);
  const Result<std::uint32_t> check = read_hex32(object, "k");
  const Result<std::int64_t> total =
      read_integer(object, "rt", 0, std::numeric_limits<std::uint32_t>::max());
  if (!epoch || !acked || !check || !total) return not_an_ack();

  const Result<std::int64_t> now_ms = read_integer(object, "now_ms", 0, kWallTimeMsMax);
  if (!now_ms && now_ms.error() != Status::kNotFound) return not_an_ack();

  Ack ack;
  ack.epoch = Epoch{*epoch};
  ack.acked = static_cast<Sequence>(*acked);
  ack.chain_checksum = ChainChecksum{*check};
  ack.now_ms = now_ms.value_or(0);
  ack.refused_total = static_cast<std::uint32_t>(*total);
  const Result<NodeName> owner = read_name(object, "owner");
  const Result<NodeName> renamed = read_name(object, "renamed");
  if (!owner || !renamed) return not_an_ack();
  ack.owner = *owner;
  ack.renamed = *renamed;
  ack.held = object.find("held").has_value();  // whatever a newer gateway calls the reason
  const Result<JsonValue> refused = object.find("refused");
  if (!refused ||
      read_list<RefusedMovement>(*refused, ack.refused, ack.refused_count) != Status::kOk ||
      read_doubt(object, ack) != Status::kOk) {
    return not_an_ack();
  }
  return ack;
}

}  // namespace wire
