// SPDX-License-Identifier: MIT
#pragma once

#include <cassert>
#include <cstddef>
#include <string>

#include "wire/json_writer.h"

namespace gateway::http {

/// The JSON that `fill(writer)` writes, as a string of its own. `bytes_max` must
/// suffice: the caller knows the bounds of what it writes.
template <typename Fill>
[[nodiscard]] std::string json_text(std::size_t bytes_max, Fill&& fill) {
  std::string text(bytes_max, '\0');
  wire::JsonWriter json(text);
  fill(json);
  const auto written = json.finish();
  assert(written);
  text.resize(written->size());
  return text;
}

}  // namespace gateway::http
