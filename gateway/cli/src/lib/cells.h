// SPDX-License-Identifier: MIT
// Columns of tables, and cells from the fields of a row.
#pragma once

#include <string>
#include <string_view>

#include "gateway/cli/table.h"
#include "gateway/json/value.h"

namespace gateway::cli {

// `drop_priority` as in Column. A wide column shrinks if there is little room.
[[nodiscard]] Column text_column(std::string title, int drop_priority = 0);
[[nodiscard]] Column number_column(std::string title, int drop_priority = 0);
[[nodiscard]] Column wide_column(std::string title, int drop_priority = 0);
/// A column of figures that rows seldom have.
[[nodiscard]] Column optional_column(std::string title, int drop_priority = 0);

[[nodiscard]] Cell text_cell(const json::Value& row, std::string_view key);
[[nodiscard]] Cell time_cell(const json::Value& row, std::string_view key);
/// A figure; a negative one is highlighted.
[[nodiscard]] Cell figure_cell(const json::Value& row, std::string_view key);
/// A figure; empty instead of 0.
[[nodiscard]] Cell optional_cell(const json::Value& row, std::string_view key);
/// A sum in the row's currency; empty if `shown` is false.
[[nodiscard]] Cell money_cell(const json::Value& row, std::string_view key, bool shown = true);

/// A field with a state, in the style of its word: good, done, or a person must look at it.
[[nodiscard]] Cell state_cell(const json::Value& row, std::string_view key);

/// The scanner, or the other channel through which a movement came.
[[nodiscard]] std::string source_text(const json::Value& row);
/// The customer of an order or an invoice; a null value if there is none.
[[nodiscard]] const json::Value& customer_of(const json::Value& row);
/// The customer's name, else the mail address; empty if neither is known.
[[nodiscard]] std::string customer_name(const json::Value& row);

}  // namespace gateway::cli
