// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/rows/origin.h"

namespace gateway {

/// Counts the message, and keeps the beginning of each field (see Unreadable).
struct KeepUnreadable {
  std::string topic;
  std::string payload;
  std::string why;
};

}  // namespace gateway
