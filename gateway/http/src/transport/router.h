// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// What is done for one method on one path. A star at the end of a path takes any
/// text, one in its middle any text without a slash; the handler gets it as `name`.
struct Route {
  std::string_view method;
  std::string_view path;
  std::size_t body_bytes_max;  ///< 0: takes no body
  Response (*handle)(Context& context, const Request& request, std::string_view name);
};

struct Match {
  const Route* route = nullptr;  ///< null: see `allowed`
  std::string name;
  std::string allowed;  ///< methods the path knows; empty: unknown path
};

/// Every route there is.
[[nodiscard]] std::span<const Route> routes();

/// HEAD is found as GET.
[[nodiscard]] Match find_route(std::string_view method, std::string_view path);

/// 404, or 405 with the methods allowed.
[[nodiscard]] Response no_route(const Match& match);

}  // namespace gateway::http
