// SPDX-License-Identifier: MIT
// Errors as RFC 9457 problem documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/engine/commands.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// An answer of type application/problem+json:
/// {"type":"urn:shelfwire:<code>","title":…,"status":…,"detail":…,
///  "errors":[{"line":…,"field":…,"text":…}]}
/// `title` is fixed for a code; `detail` says what to do in this case. `errors` is
/// left out when empty, and so is the line of an error without a file. Of more than kRowErrorsMax
/// the first are listed, and `"more":true` follows.
[[nodiscard]] Response problem(int status, std::string_view code, std::string_view title,
                               std::string_view detail, const std::vector<Problem>& errors = {});

/// What to do about values that the request can give otherwise; those are listed.
inline constexpr const char* kCorrectAndSendAgain =
    "Nothing was changed. Correct what is listed and send all of it again.";

// Those that several handlers use.
[[nodiscard]] Response bad_request(std::string_view detail,
                                   const std::vector<Problem>& errors = {});
[[nodiscard]] Response not_found(std::string_view detail);
[[nodiscard]] Response too_large(std::size_t bytes_max);
/// 503 with Retry-After.
[[nodiscard]] Response unavailable(std::string_view code, std::string_view title,
                                   std::string_view detail);

}  // namespace gateway::http
