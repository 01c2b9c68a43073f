// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/status.h"

namespace scanner {

enum class Qos : std::uint8_t { kAtMostOnce = 0, kAtLeastOnce = 1 };

/// The core's door to the broker, outward half. The inward half is the owner's
/// part: it calls Scanner::on_connected() once the ack topic is subscribed,
/// on_message() for each message and on_disconnected(), all from one thread.
class Link {
 public:
  /// Hands a message over for sending; both texts are copied. Never waits. That it
  /// returns kOk says nothing about delivery. Errors: kUnavailable (not connected,
  /// or no room just now: the core offers it again later).
  virtual wire::Status publish(std::string_view topic, std::string_view payload, Qos qos,
                               bool retained) = 0;

 protected:
  ~Link() = default;
};

}  // namespace scanner
