// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/cli/invocation.h"
#include "gateway/cli/table.h"
#include "gateway/cli/terminal.h"
#include "gateway/json/value.h"
#include "lib/api.h"

namespace gateway::cli {

/// What every command uses.
struct Session {
  const Invocation& options;
  Terminal& terminal;
  Api& api;
};

// Fields of an answer; empty, 0 or false if the key is missing.
[[nodiscard]] std::string text_field(const json::Value& object, std::string_view key);
[[nodiscard]] std::int64_t int_field(const json::Value& object, std::string_view key);
[[nodiscard]] bool bool_field(const json::Value& object, std::string_view key);
/// A number or a text, as text; null is empty.
[[nodiscard]] std::string any_field(const json::Value& object, std::string_view key);
/// Empty if there is no such list.
[[nodiscard]] const json::Array& list_field(const json::Value& object, std::string_view key);

/// Adds a member, unless `text` is empty.
void add_text(json::Object& object, const char* key, const std::string& text);

/// Adds a member, unless `number` is 0.
void add_number(json::Object& object, const char* key, std::uint64_t number);

/// `value` as one line of JSON.
[[nodiscard]] std::string to_json(const json::Value& value);

/// `{"error":{"message","code","errors":[{"line","field","text"}],"more"}}`: what programs are told
/// of the trouble. What is not known is left out.
[[nodiscard]] std::string error_json(const Trouble& trouble);

/// Prints the trouble to `err`, with --json as JSON, and returns exit code 1.
int report(const Session& session, const Trouble& trouble);

/// Prints `text`, that something was done; with --quiet nothing, with --json `answer`.
/// Returns exit code 0.
int report_done(const Session& session, const json::Value& answer, const std::string& text);

/// "booked as ledger entry 12", from the answer to a receipt or a shipment.
[[nodiscard]] std::string entries_text(const json::Value& answer);

}  // namespace gateway::cli
