// SPDX-License-Identifier: MIT
#pragma once

#include <cassert>
#include <string>

#include "wire/json_writer.h"

namespace gateway::http {

/// The JSON that `fill(writer)` writes, as a string.
template <typename Fill>
[[nodiscard]] std::string json_text(Fill&& fill) {
  std::string text;
  wire::JsonWriter json(text);
  fill(json);
  const auto written = json.finish();
  assert(written);
  return text;
}

}  // namespace gateway::http
