// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

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
  /// Ways of login that may be used, as SASL names them; empty: whichever the server offers.
  std::vector<std::string> logins = {};
  std::string hello = {};  ///< the name to say in EHLO; empty: this machine's host name
  /// Called about once a second; false ends the exchange, as a time-out. Empty: only the
  /// connection's time-outs do.
  std::function<bool()> may_wait = {};
  std::chrono::seconds answer_timeout_max{120};  ///< no wait for one answer is longer
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
