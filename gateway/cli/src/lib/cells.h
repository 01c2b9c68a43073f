// SPDX-License-Identifier: MIT
// Columns of tables, and cells from the fields of a row.
#pragma once

#include <string>
#include <string_view>

#include "gateway/cli/table.h"
#include "gateway/json/value.h"

namespace gateway::cli {

// `drop_priority` as in Column. A wide column shrinks where it is tight.
[[nodiscard]] Column text_column(std::string title, int drop_priority = 0);
[[nodiscard]] Column number_column(std::string title, int drop_priority = 0);
[[nodiscard]] Column wide_column(std::string title, int drop_priority = 0);
/// Of figures that are seldom there.
[[nodiscard]] Column optional_column(std::string title, int drop_priority = 0);

[[nodiscard]] Cell text_cell(const json::Value& row, std::string_view key);
[[nodiscard]] Cell time_cell(const json::Value& row, std::string_view key);
/// A negative one stands out.
[[nodiscard]] Cell figure_cell(const json::Value& row, std::string_view key);
/// Empty instead of 0.
[[nodiscard]] Cell optional_cell(const json::Value& row, std::string_view key);
/// A sum in the row's currency; empty where `shown` is false.
[[nodiscard]] Cell money_cell(const json::Value& row, std::string_view key, bool shown = true);

/// A field whose words mean that all is well, or that somebody has to look.
[[nodiscard]] Cell state_cell(const json::Value& row, std::string_view key);

/// The scanner, or which other door a movement came through.
[[nodiscard]] std::string source_text(const json::Value& row);
/// The customer of an order or an invoice; null where there is none.
[[nodiscard]] const json::Value& customer_of(const json::Value& row);
/// By name, else by mail address; empty where neither is known.
[[nodiscard]] std::string customer_name(const json::Value& row);

}  // namespace gateway::cli
