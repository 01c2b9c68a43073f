// SPDX-License-Identifier: MIT
#include "gateway/upstream/poster.h"

#include <utility>

#include "address.h"
#include "check.h"
#include "exchange.h"
#include "gateway/curl/connection.h"
#include "http.h"

namespace gateway::upstream {

tl::expected<Poster, std::vector<SettingError>> Poster::open(Settings settings) {
  std::vector<SettingError> errors = check(settings);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  auto address = parse_address(settings.url);
  if (!curl::start()) {
    return tl::unexpected(
        std::vector<SettingError>{{"upstream.url", "cannot be used: libcurl does not start"}});
  }
  settings.url = std::move(address->url);
  return Poster(std::move(settings));
}

Poster::Poster(Settings settings) : settings_(std::move(settings)) {}

Delivery Poster::post(const Post& post, const std::stop_token& stop) const {
  if (const Problem problem = post_problem(post)) return {DeliveryState::kFailed, *problem};
  return report(exchange(settings_, post, stop), settings_.token);
}

}  // namespace gateway::upstream
