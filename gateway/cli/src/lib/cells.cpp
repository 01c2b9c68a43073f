// SPDX-License-Identifier: MIT
#include "lib/cells.h"

#include "gateway/cli/text.h"
#include "gateway/orders/invoice.h"
#include "lib/session.h"

namespace gateway::cli {

Column text_column(std::string title, int drop_priority) {
  return {.title = std::move(title), .drop_priority = drop_priority};
}

Column number_column(std::string title, int drop_priority) {
  return {
      .title = std::move(title), .align = Column::Align::kRight, .drop_priority = drop_priority};
}

Column wide_column(std::string title, int drop_priority) {
  return {.title = std::move(title), .may_shrink = true, .drop_priority = drop_priority};
}

Column optional_column(std::string title, int drop_priority) {
  Column column = number_column(std::move(title), drop_priority);
  column.hide_if_empty = true;
  return column;
}

Cell text_cell(const json::Value& row, std::string_view key) {
  return {any_field(row, key)};
}

Cell time_cell(const json::Value& row, std::string_view key) {
  return {local_time(int_field(row, key))};
}

Cell figure_cell(const json::Value& row, std::string_view key) {
  const std::int64_t number = int_field(row, key);
  return {std::to_string(number), number < 0 ? Style::kBad : Style::kPlain};
}

Cell optional_cell(const json::Value& row, std::string_view key) {
  return int_field(row, key) == 0 ? Cell{} : figure_cell(row, key);
}

Cell money_cell(const json::Value& row, std::string_view key, bool shown) {
  if (!shown) return {};
  return {format_money(int_field(row, key), text_field(row, "currency"))};
}

Cell state_cell(const json::Value& row, std::string_view key) {
  const std::string word = text_field(row, key);
  if (word == "open" || word == "failed") return {word, Style::kBad};
  if (word == "proposed" || word == "maybe_sent") return {word, Style::kWarning};
  if (word == "received" || word == "sent" || word == "confirmed") return {word, Style::kGood};
  for (const char* done : {"phase_out", "withdrawn", "settled", "dismissed", "cancelled"}) {
    if (word == done) return {word, Style::kDim};
  }
  return {word};
}

std::string source_text(const json::Value& row) {
  const std::string node = text_field(row, "node");
  if (node == "@manual") return "by hand";
  if (node == "@plain") return "message";
  return node;
}

const json::Value& customer_of(const json::Value& row) {
  static const json::Value kNobody;
  const json::Value* const customer = row.find("customer");
  return customer != nullptr ? *customer : kNobody;
}

std::string customer_name(const json::Value& row) {
  const json::Value& customer = customer_of(row);
  const std::string name = text_field(customer, "name");
  return name.empty() ? text_field(customer, "email") : name;
}

}  // namespace gateway::cli
