// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/status.h"

namespace scanner {

enum class Qos : std::uint8_t { kAtMostOnce = 0, kAtLeastOnce = 1 };

/// Interface through which the core publishes to the broker; a port implements it. In the
/// other direction the port calls Scanner::on_connected() once the ack topic is subscribed,
/// on_message() for each message and on_disconnected(), all from the scanner's thread.
class Link {
 public:
  /// Hands a message over for sending; both texts are copied. Never waits. kOk does not
  /// mean that the broker has it. Errors: kUnavailable (not connected, or no room just
  /// now: the core offers it again later).
  virtual wire::Status publish(std::string_view topic, std::string_view payload, Qos qos,
                               bool retained) = 0;

 protected:
  ~Link() = default;
};

}  // namespace scanner
