// SPDX-License-Identifier: MIT
#include "commands/orders/action.h"

#include <algorithm>

#include "commands/orders/view.h"
#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "lib/files.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

using json::Value;

constexpr const char* kStandardInput = "-";
constexpr FileLimit kOrderLimit{kOrderBytesMax, "make two orders of it"};

Answer<std::string> read_input(const Session& session, const std::string& file) {
  if (file != kStandardInput) return read_file(file, kOrderLimit);
  if (session.terminal.in == nullptr) return std::string();
  return read_stream(*session.terminal.in, "Standard input", kOrderLimit);
}

/// "order.json, line 3, character 12"
std::string place_of(const std::string& file, std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t begin = before.rfind('\n') + 1;  // 0 if there is none
  // Counts no UTF-8 continuation bytes.
  const auto characters =
      std::count_if(before.begin() + static_cast<std::ptrdiff_t>(begin), before.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return (file == kStandardInput ? "Standard input" : file) + ", line " +
         std::to_string(lines + 1) + ", character " + std::to_string(characters);
}

std::string taken_text(const Value& answer, const Value& order) {
  const std::string id = text_field(order, "order");
  if (!bool_field(answer, "repeated")) {
    return "Order " + id + " taken. `shelfctl order show " + id + "` tells what becomes of it.";
  }
  return "Order " + id + " was taken before; it is " + text_field(order, "state") + ".";
}

std::string cancelled_text(const Value& order) {
  const std::string invoice = text_field(order, "invoice");
  return " cancelled: nothing is promised to it any more" +
         (invoice.empty() ? "." : ", and " + invoice + " is cancelled.");
}

std::string shipped_text(const Value& answer, const Value& order) {
  const bool whole = text_field(order, "state") == "shipped";
  return (whole ? " shipped: " : ": ") + entries_text(answer) + ".";
}

}  // namespace

int new_order(const Session& session, const std::string& file) {
  const auto text = read_input(session, file);
  if (!text) return report(session, text.error());
  // Parsed here to name the line: the gateway would only say at which byte.
  const auto parsed =
      json::parse(*text, {.bytes_max = kOrderBytesMax, .depth_max = kOrderDepthMax});
  if (!parsed) {
    return report(session, {place_of(file, *text, parsed.error().at) + ": " + parsed.error().what +
                            ". An order is a JSON object such as "
                            R"({"order":"1007","lines":[{"sku":"TABLE"}]}.)"});
  }
  const auto answer = session.api.change("POST", "/api/v1/orders", *text);
  if (!answer) return report(session, answer.error());
  const Value* const order = answer->find("order");
  return report_done(session, *answer, taken_text(*answer, order ? *order : Value()));
}

int list_orders(const Session& session, const std::string& state) {
  std::string filter;
  add_filter(filter, "state", state);
  return print_list(session, "orders", filter, orders_view());
}

int change_order(const Session& session, const OrderChange& change) {
  json::Object body;
  add_text(body, "why", change.why);
  add_text(body, "by", change.by);
  const auto answer = session.api.change(
      "POST", "/api/v1/orders/" + percent_encoded(change.id) + "/" + change.action,
      to_json(Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const Value* const found = answer->find("order");
  const Value order = found ? *found : Value();
  return report_done(
      session, *answer,
      "Order " + change.id +
          (change.action == "ship" ? shipped_text(*answer, order) : cancelled_text(order)));
}

}  // namespace gateway::cli
