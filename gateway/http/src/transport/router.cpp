// SPDX-License-Identifier: MIT
#include "transport/router.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "resources/catalogue/routes.h"
#include "resources/invoices/routes.h"
#include "resources/nodes/routes.h"
#include "resources/orders/routes.h"
#include "resources/purchases/routes.h"
#include "resources/state/routes.h"
#include "resources/stock/routes.h"
#include "resources/tasks/routes.h"
#include "toolkit/problem.h"

namespace gateway::http {
namespace {

constexpr char kAnyName = '*';
constexpr std::string_view kTasks = "/api/v1/tasks";
constexpr std::string_view kTasksAlias = "/api/v1/exceptions";

/// `path`, or the address of which it is an alias.
std::string resolve_alias(std::string_view path) {
  const std::string_view rest = path.substr(std::min(path.size(), kTasksAlias.size()));
  const bool alias = path.starts_with(kTasksAlias) && (rest.empty() || rest.front() == '/');
  return alias ? std::string(kTasks).append(rest) : std::string(path);
}

/// In the order in which a 405 names the methods of an address: reading first.
std::vector<Route> join_routes() {
  std::vector<Route> all;
  for (const auto routes :
       {state_reading(), state_changing(), state_verifying(), stock_reading(), stock_changing(),
        catalogue_reading(), catalogue_changing(), catalogue_importing(), tasks_reading(),
        tasks_changing(), purchases_reading(), purchases_changing(), orders_reading(),
        orders_changing(), invoices_reading(), nodes_changing()}) {
    all.insert(all.end(), routes.begin(), routes.end());
  }
  return all;
}

const std::vector<Route>& all_routes() {
  static const std::vector<Route> kAll = join_routes();
  return kAll;
}

/// Whether `path` matches; `name` is the text in place of the pattern's star.
bool fits(std::string_view pattern, std::string_view path, std::string& name) {
  const std::size_t star = pattern.find(kAnyName);
  if (star == std::string_view::npos) return path == pattern;
  const std::string_view tail = pattern.substr(star + 1);
  const bool long_enough = path.size() > star + tail.size();
  if (!long_enough || !path.starts_with(pattern.substr(0, star)) || !path.ends_with(tail)) {
    return false;
  }
  name = path.substr(star, path.size() - star - tail.size());
  return tail.empty() || name.find('/') == std::string::npos;
}

/// The longest matching pattern, which is the most exact one; empty: none matches.
std::string_view most_exact(std::string_view path) {
  std::string_view pattern;
  std::string name;
  for (const Route& route : all_routes()) {
    if (route.path.size() > pattern.size() && fits(route.path, path, name)) pattern = route.path;
  }
  return pattern;
}

}  // namespace

Match find_route(std::string_view method, std::string_view stated_path) {
  if (method == "HEAD") method = "GET";
  const std::string path = resolve_alias(stated_path);
  const std::string_view pattern = most_exact(path);
  Match match;
  for (const Route& route : all_routes()) {
    if (pattern.empty() || route.path != pattern) continue;
    if (route.method == method) {
      match.route = &route;
      fits(pattern, path, match.name);
      return match;
    }
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += route.method;
  }
  return match;
}

Response no_route(const Match& match) {
  if (match.allowed.empty()) {
    return not_found("There is nothing at this address. docs/http-api.md lists what there is.");
  }
  Response response = problem(405, "method_not_allowed", "This cannot be done here",
                              "This address takes: " + match.allowed + ".");
  response.headers.emplace_back("Allow", match.allowed);
  return response;
}

}  // namespace gateway::http
