// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/outbox/outbox.h"
#include "gateway/upstream/post.h"

namespace gateway::upstream {

/// The result of one exchange over HTTP.
struct Exchange {
  bool request_left = false;  ///< the last byte of the request was handed to the connection
  bool answer_whole = false;  ///< head and body came in full, or as far as we read
  bool stopped = false;       ///< we ended it, because the gateway is to end
  int status = 0;             ///< of the answer, e.g. 202; 0: none came
  std::string body;           ///< of the answer, its beginning
  std::string location;       ///< target of a redirect, without secrets; may be empty
  std::chrono::seconds retry_after{0};  ///< the server's Retry-After; 0: none
  std::string failure;                  ///< what went wrong with the connection, for people
  std::string advice;                   ///< what to do about it; may be empty
};

/// What became of the event.
DeliveryState verdict(const Exchange& exchange);

/// The same with a text for people, in which `token` does not occur.
Delivery report(const Exchange& exchange, std::string_view token);

}  // namespace gateway::upstream
