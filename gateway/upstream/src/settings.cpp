// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <system_error>
#include <utility>

#include "address.h"
#include "check.h"
#include "gateway/upstream/poster.h"

namespace gateway::upstream {
namespace {

Problem url_problem(const std::string& url) {
  const auto address = parse_address(url);
  if (!address) return address.error();
  if (address->secure || is_loopback(address->host)) return std::nullopt;
  return "may begin with http:// only for a server on this machine (127.0.0.1, [::1], "
         "localhost); use https://";
}

Problem file_problem(const std::string& path) {
  if (path.empty() || ::access(path.c_str(), R_OK) == 0) return std::nullopt;
  return "cannot be read: " + std::generic_category().message(errno);
}

}  // namespace

std::vector<SettingError> check(const Settings& settings) {
  assert(settings.connect_timeout.count() > 0 && settings.total_timeout.count() > 0);
  std::vector<SettingError> errors;
  const auto add = [&](const char* key, Problem problem) {
    if (problem) errors.push_back({key, std::move(*problem)});
  };
  add("upstream.url", url_problem(settings.url));
  add("upstream.token_file", token_problem(settings.token));
  add("upstream.ca_file", file_problem(settings.ca_file));
  return errors;
}

}  // namespace gateway::upstream
