// SPDX-License-Identifier: MIT
// The parts that all events share.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/outbox/events.h"
#include "gateway/text/calendar.h"
#include "wire/json_writer.h"

namespace gateway {

/// Puts the envelope around the members that `data(json)` writes.
template <typename Data>
Event make_event(const std::string& source, std::string kind, std::string id,
                 std::string_view subject, std::int64_t at_ms, const Data& data) {
  std::string text;
  wire::JsonWriter json(text);
  json.begin_object().key("specversion").string("1.0");
  json.key("id").string_lossy(id);
  json.key("source").string_lossy(source);
  json.key("type").string("shelfwire." + kind);
  if (!subject.empty()) json.key("subject").string_lossy(subject);
  json.key("time").string(rfc3339(at_ms));
  json.key("datacontenttype").string("application/json");
  json.key("data").begin_object();
  data(json);
  json.end_object().end_object();
  const auto written = json.finish();
  assert(written);
  return {std::move(kind), std::move(id), std::move(text)};
}

inline void write_text(wire::JsonWriter& json, std::string_view key, std::string_view text) {
  if (!text.empty()) json.key(key).string_lossy(text);
}

}  // namespace gateway
