// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "toolkit/exchange.h"
#include "toolkit/route.h"

namespace gateway::http {

struct Match {
  const Route* route = nullptr;  ///< null: see `allowed`
  std::string name;
  std::string allowed;  ///< methods of the path; empty: unknown path
};

/// Of the matching routes, the one with the most exact path, so that "PO-1/why" is not read as
/// an order's name. HEAD is found as GET, and /api/v1/exceptions is an alias of /api/v1/tasks.
[[nodiscard]] Match find_route(std::string_view method, std::string_view path);

/// 404, or 405 with the methods allowed.
[[nodiscard]] Response no_route(const Match& match);

}  // namespace gateway::http
