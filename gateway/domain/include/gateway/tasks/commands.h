// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace gateway {

/// A message whose form nobody could read: counted and kept.
struct KeepUnreadable {
  std::string topic;
  std::string payload;
  std::string why;
};

}  // namespace gateway
