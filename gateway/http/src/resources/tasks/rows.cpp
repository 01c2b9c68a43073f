// SPDX-License-Identifier: MIT
#include "resources/tasks/rows.h"

#include <string>
#include <string_view>

#include "gateway/text/numbered_id.h"
#include "toolkit/entry.h"
#include "wire/hex.h"
#include "wire/utf8.h"

namespace gateway::http {

using wire::JsonWriter;

namespace {

std::string hex_text(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += wire::kHexDigits[value >> 4U];
    text += wire::kHexDigits[value & 0xFU];
  }
  return text;
}

}  // namespace

void write_task(JsonWriter& json, const Task& task) {
  const wire::Movement& movement = task.movement;
  json.begin_object().key("id").number(task.id);
  write_origin(json, task.origin);
  json.key("why").string_lossy(task.why);
  json.key("code").string_lossy(movement.code.view());
  json.key("sku").string_lossy(movement.sku.view());
  json.key("op").string(wire::to_string(movement.op));
  json.key("qty").number(movement.qty);
  json.key("from").string_lossy(movement.from.view());
  json.key("to").string_lossy(movement.to.view());
  json.key("ref").string_lossy(movement.ref.view());
  json.key("at_ms").number(task.at_ms);
  json.key("state").string(to_string(task.state));
  json.key("detail").string_lossy(task.detail);
  json.key("ledger_seq").number(task.ledger_seq);
  json.key("closed_by").string_lossy(task.closed_by);
  json.key("closed_why").string_lossy(task.closed_why);
  json.key("closed_ms").number(task.closed_ms);
  json.end_object();
}

void write_incident(JsonWriter& json, const Incident& incident) {
  json.begin_object();
  json.key("id").number(incident.id);
  json.key("kind").string(to_string(incident.kind));
  json.key("node").string_lossy(incident.node);
  json.key("epoch").hex32(incident.epoch);
  json.key("first_seq").number(incident.first_seq);
  json.key("last_seq").number(incident.last_seq);
  json.key("at_ms").number(incident.at_ms);
  json.end_object();
}

void write_unreadable(JsonWriter& json, const Unreadable& message) {
  const bool is_text = wire::is_utf8(message.payload);
  json.begin_object();
  json.key("id").number(message.id);
  json.key("topic").string_lossy(message.topic);
  json.key("why").string_lossy(message.why);
  json.key("payload").string(is_text ? std::string_view(message.payload) : "");
  json.key("hex").string(is_text ? "" : hex_text(message.payload));
  json.key("at_ms").number(message.at_ms);
  json.end_object();
}

std::string nothing_leaves(const Context& context) {
  const auto& health = context.probe.health;
  return health ? health().nothing_leaves : std::string();
}

void write_outbox(JsonWriter& json, const OutboxRow& row, std::string_view waits) {
  json.begin_object();
  json.key("id").number(row.id);
  json.key("kind").string(to_string(row.kind));
  json.key("to").string_lossy(row.to.empty() ? "upstream" : row.to);
  json.key("subject").string_lossy(row.subject);
  json.key("state").string(to_string(row.state));
  json.key("attempts").number(row.attempts);
  json.key("next_ms").number(row.next_ms);
  json.key("error").string_lossy(row.error);
  json.key("po").string(row.purchase_order == 0 ? "" : purchase_id(row.purchase_order));
  json.key("order").string_lossy(row.notice ? row.notice->order : "");
  json.key("created_ms").number(row.created_ms);
  json.key("waits").string_lossy(waits);
  json.end_object();
}

}  // namespace gateway::http
