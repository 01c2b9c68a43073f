// SPDX-License-Identifier: MIT
#include "gateway/upstream/post.h"

namespace gateway::upstream {

const char* to_string(Delivery delivery) {
  switch (delivery) {
    case Delivery::kSent:
      return "sent";
    case Delivery::kRetryLater:
      return "retry_later";
    case Delivery::kRefused:
      return "refused";
    case Delivery::kMaybeSent:
      return "maybe_sent";
  }
  return "unknown";
}

}  // namespace gateway::upstream
