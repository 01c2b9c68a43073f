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
  std::string allowed;  ///< methods the path knows; empty: unknown path
};

/// Of the routes of all resources, that of the most exact path: "*/why" is no order's name.
/// HEAD is found as GET, and what is below /api/v1/exceptions as below /api/v1/tasks.
[[nodiscard]] Match find_route(std::string_view method, std::string_view path);

/// 404, or 405 with the methods allowed.
[[nodiscard]] Response no_route(const Match& match);

}  // namespace gateway::http
