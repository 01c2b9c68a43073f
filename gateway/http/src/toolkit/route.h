// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// The handler of one method on one path. A star at the end of a path stands for any
/// text, one in its middle for any text without a slash; the handler gets it as `name`.
struct Route {
  std::string_view method;
  std::string_view path;
  std::size_t body_bytes_max;  ///< 0: takes no body
  Response (*handle)(Context& context, const Request& request, std::string_view name);
};

}  // namespace gateway::http
