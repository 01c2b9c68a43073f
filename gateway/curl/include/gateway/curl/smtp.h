// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/curl/connection.h"

namespace gateway::curl {

enum class Direction : std::uint8_t { kSent, kReceived };

/// One mail. The functions are called while it is delivered, on its thread; they must
/// not throw.
struct SmtpDelivery {
  std::string from;  ///< bare addresses, without < and >
  std::string recipient;
  std::string_view text;      ///< with CRLF line ends; must outlive the exchange
  std::string username = {};  ///< empty: no login
  std::string password = {};
  /// The last byte of the text was handed over; may come more than once.
  std::function<void()> on_text_read;
  /// Each line of the conversation, the login's too. False: nothing more is read from
  /// the server.
  std::function<bool(Direction, std::string_view)> on_line;
};

/// Delivers one mail on a connection of its own. The URL begins with smtp:// or smtps://.
/// What became of the mail is in the conversation, not in the outcome.
[[nodiscard]] Outcome deliver(const Connection& connection, const SmtpDelivery& delivery);

}  // namespace gateway::curl
