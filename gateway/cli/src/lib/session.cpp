// SPDX-License-Identifier: MIT
#include "lib/session.h"

#include <cassert>

#include "gateway/cli/text.h"
#include "wire/json_writer.h"

namespace gateway::cli {
namespace {

void write(wire::JsonWriter& json, const json::Value& value) {
  if (const json::Array* const array = value.as_array()) {
    json.begin_array();
    for (const json::Value& element : *array) write(json, element);
    json.end_array();
  } else if (const json::Object* const object = value.as_object()) {
    json.begin_object();
    for (const auto& [key, member] : *object) {
      json.key(key);
      write(json, member);
    }
    json.end_object();
  } else if (const auto text = value.as_string()) {
    json.string_lossy(*text);
  } else if (const auto number = value.as_int()) {
    json.number(*number);
  } else if (const auto flag = value.as_bool()) {
    json.boolean(*flag);
  } else {
    json.null();
  }
}

/// "line 3, threshold: 'ten' is not a whole number"
std::string detail_text(const Detail& detail) {
  std::string text = detail.line > 0 ? "line " + std::to_string(detail.line) : "";
  if (!detail.field.empty()) text += (text.empty() ? "" : ", ") + detail.field;
  return text + (text.empty() ? "" : ": ") + detail.text;
}

}  // namespace

std::string text_field(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  return value != nullptr ? std::string(value->as_string().value_or("")) : std::string();
}

std::int64_t int_field(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  return value != nullptr ? value->as_int().value_or(0) : 0;
}

bool bool_field(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  return value != nullptr && value->as_bool().value_or(false);
}

std::string any_field(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  if (value != nullptr && value->as_int()) return std::to_string(*value->as_int());
  return text_field(object, key);
}

const json::Array& list_field(const json::Value& object, std::string_view key) {
  static const json::Array kNone;
  const json::Value* const value = object.find(key);
  return value != nullptr && value->as_array() != nullptr ? *value->as_array() : kNone;
}

void add_text(json::Object& object, const char* key, const std::string& text) {
  if (!text.empty()) object.push_back({key, json::Value(text)});
}

void add_number(json::Object& object, const char* key, std::uint64_t number) {
  if (number != 0) object.push_back({key, json::Value(static_cast<std::int64_t>(number))});
}

std::string to_json(const json::Value& value) {
  std::string text;
  wire::JsonWriter json(text);
  write(json, value);
  const auto written = json.finish();
  assert(written);
  return text;
}

std::string error_json(const Trouble& trouble) {
  std::string text;
  wire::JsonWriter json(text);
  json.begin_object().key("error").begin_object();
  json.key("message").string_lossy(trouble.text);
  if (!trouble.code.empty()) json.key("code").string_lossy(trouble.code);
  if (!trouble.details.empty()) {
    json.key("errors").begin_array();
    for (const Detail& detail : trouble.details) {
      json.begin_object();
      if (detail.line > 0) json.key("line").number(detail.line);
      if (!detail.field.empty()) json.key("field").string_lossy(detail.field);
      json.key("text").string_lossy(detail.text).end_object();
    }
    json.end_array();
  }
  if (trouble.more) json.key("more").boolean(true);
  json.end_object().end_object();
  const auto written = json.finish();
  assert(written);
  return text;
}

int report(const Session& session, const Trouble& trouble) {
  std::ostream& err = session.terminal.err;
  if (session.options.json) {
    err << error_json(trouble) << '\n';
    return 1;
  }
  err << "shelfctl: " << printable(trouble.text) << '\n';
  for (const Detail& detail : trouble.details)
    err << "  " << printable(detail_text(detail)) << '\n';
  if (trouble.more) err << "  and more\n";
  return 1;
}

int report_done(const Session& session, const json::Value& answer, const std::string& text) {
  if (session.options.json) {
    session.terminal.out << to_json(answer) << '\n';
  } else if (!session.options.quiet) {
    session.terminal.out << printable(text) << '\n';
  }
  return 0;
}

std::string entries_text(const json::Value& answer) {
  const std::int64_t entries = int_field(answer, "entries");
  const std::string last = std::to_string(int_field(answer, "seq"));
  if (entries == 0) return "was booked before, up to ledger entry " + last;
  if (entries == 1) return "booked as ledger entry " + last;
  return "booked as " + std::to_string(entries) + " ledger entries, the last is " + last;
}

}  // namespace gateway::cli
