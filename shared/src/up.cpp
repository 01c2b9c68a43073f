// SPDX-License-Identifier: MIT
#include "wire/up.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "wire/message_version.h"
#include "wire/utf8.h"

namespace wire {
namespace {

constexpr std::size_t kClosingBytes = 2;  // "]}"

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  if (!text.empty()) json.key(key).string_lossy(text);
}

void write_code(JsonWriter& json, std::string_view code) {
  if (code.empty()) return;
  if (travels_as_text(code)) {
    json.key("code").string(code);
  } else {
    json.key("hex").hex_bytes(code);
  }
}

// YYYY-MM-DD. The gateway refuses what is not a date, so any number is written in
// this form; digits beyond the year's four are dropped.
void write_date(JsonWriter& json, std::string_view key, std::uint32_t yyyymmdd) {
  char text[] = "0000-00-00";
  for (std::size_t i = sizeof text - 1; i-- > 0;) {
    if (text[i] == '-') continue;
    text[i] = static_cast<char>('0' + yyyymmdd % 10);
    yyyymmdd /= 10;
  }
  json.key(key).string(text);
}

void write_movement(JsonWriter& json, const Movement& movement, ChainChecksum check) {
  json.begin_object().key("op").string(to_string(movement.op));
  write_code(json, movement.code.view());
  write_text(json, "sku", movement.sku.view());
  write_text(json, "from", movement.from.view());
  write_text(json, "to", movement.to.view());
  if (movement.op != Op::kUndo || movement.qty != 0) json.key("qty").number(movement.qty);
  if (movement.op == Op::kUndo) json.key("undoes").number(movement.undoes);
  if (movement.at_ms != 0) json.key("at_ms").number(movement.at_ms);
  if (movement.age_ms) json.key("age_ms").number(*movement.age_ms);
  write_text(json, "by", movement.by.view());
  write_text(json, "ref", movement.ref.view());
  write_text(json, "lot", movement.lot.view());
  if (movement.expiry_yyyymmdd != 0) write_date(json, "exp", movement.expiry_yyyymmdd);
  write_text(json, "serial", movement.serial.view());
  json.key("k").hex32(raw(check)).end_object();
}

void write_notes(JsonWriter& json, std::span<const ForkNote> notes) {
  json.key("was").begin_array();
  for (const ForkNote& note : notes) {
    json.begin_object();
    write_text(json, "node", note.node.view());
    json.key("e").hex32(raw(note.epoch)).key("s").number(note.first);
    json.key("n").number(note.count).key("k").hex32(raw(note.previous_checksum)).end_object();
  }
  json.end_array();
}

}  // namespace

UpWriter::UpWriter(std::span<char> out, Epoch epoch, Sequence first, Sequence oldest,
                   ChainChecksum before, std::size_t movements_max, std::span<const ForkNote> notes)
    : json_(out), movements_max_(movements_max) {
  assert(first >= 1 && first <= kSequenceMax + 1 && oldest >= 1 && oldest <= first);
  assert(movements_max <= kBatchMovementsMax && notes.size() <= kForkNotesMax);
  json_.begin_object().key("v").number(kMessageVersion);
  json_.key("e").hex32(raw(epoch));
  json_.key("s").number(first);
  json_.key("b").number(oldest);
  json_.key("p").hex32(raw(before));
  if (!notes.empty()) write_notes(json_, notes);
  json_.key("m").begin_array();
}

bool UpWriter::add(const Movement& movement, ChainChecksum check) {
  if (count_ == movements_max_) return false;
  const JsonWriter before = json_;
  write_movement(json_, movement, check);
  return keep(before);
}

bool UpWriter::add_raw(std::span<const std::byte> record, ChainChecksum check) {
  assert(record.size() <= kRawBytesMax);
  if (count_ == movements_max_) return false;
  const JsonWriter before = json_;
  std::array<char, kRawBytesMax> bytes{};
  std::transform(record.begin(), record.end(), bytes.begin(),
                 [](std::byte byte) { return static_cast<char>(byte); });
  json_.begin_object().key("op").string(kRawOp);
  json_.key("hex").hex_bytes({bytes.data(), record.size()});
  json_.key("k").hex32(raw(check)).end_object();
  return keep(before);
}

/// Counts what was written since `before`, or takes it back where it does not fit.
bool UpWriter::keep(const JsonWriter& before) {
  if (json_.status() != Status::kOk || json_.room() < kClosingBytes) {
    json_ = before;
    return false;
  }
  ++count_;
  return true;
}

Result<std::string_view> UpWriter::finish() {
  json_.end_array().end_object();
  return json_.finish();
}

}  // namespace wire
