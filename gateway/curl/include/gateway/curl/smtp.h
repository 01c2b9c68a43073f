// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/curl/connection.h"

namespace gateway::curl {

enum class Direction : std::uint8_t { kSent, kReceived };

/// One mail. Its functions are called while it is delivered, on the thread of deliver(); they
/// must be set and must not throw.
struct SmtpDelivery {
  std::string from;  ///< bare addresses, without < and >
  std::string recipient;
  std::string_view text;      ///< with CRLF line ends; must outlive the exchange
  std::string username = {};  ///< empty: no login
  std::string password = {};
  /// Called when the last byte of the text was handed over; perhaps more than once.
  std::function<void()> on_text_read;
  /// Gets each line of the conversation, also those of the login. False: nothing more is read
  /// from the server.
  std::function<bool(Direction, std::string_view)> on_line;
};

/// Delivers one mail on a connection of its own; blocks. The URL begins with smtp:// or
/// smtps://. The conversation shows what became of the mail, not the outcome. Any thread.
[[nodiscard]] Outcome deliver(const Connection& connection, const SmtpDelivery& delivery);

}  // namespace gateway::curl
