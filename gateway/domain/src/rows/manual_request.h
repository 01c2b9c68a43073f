// SPDX-License-Identifier: MIT
// Requests of the manual channel: by a person at the gateway.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "gateway/rows/origin.h"
#include "gateway/rows/outcome.h"

namespace gateway {

/// A refusal because of `field`; `text` is one sentence that says what to do.
inline Outcome refuse(std::string field, std::string text) {
  Outcome outcome;
  outcome.verdict = Verdict::kRefused;
  outcome.problems.push_back({0, std::move(field), std::move(text)});
  return outcome;
}

inline constexpr std::string_view kManualSource = "@manual";

inline Origin manual_origin() {
  return {std::string(kManualSource), 0, 0};
}

}  // namespace gateway
