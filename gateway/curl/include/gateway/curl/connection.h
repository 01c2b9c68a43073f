// SPDX-License-Identifier: MIT
// What exchanges over HTTP and SMTP have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

namespace gateway::curl {

/// Prepares libcurl for this process; false: it cannot be. Call it before the first
/// exchange; further calls do nothing. Any thread.
[[nodiscard]] bool start();

/// Whether an exchange is encrypted.
enum class Tls : std::uint8_t {
  kByScheme,  ///< as the URL's scheme says
  kNever,     ///< clear text, whatever the server offers
  kRequired,  ///< nothing of a login or a message is sent before TLS is set up
};

/// Where an exchange connects to, and how long it may take. No proxy is used, whatever the
/// environment says, and a login in the URL is refused.
struct Connection {
  std::string url;
  std::string unix_socket = {};  ///< when set, connects there instead of to the URL's host
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds total_timeout{};  ///< 0: no limit
  Tls tls = Tls::kByScheme;
  std::string ca_file = {};   ///< PEM, trusted instead of the system's authorities; empty: those
  std::stop_token stop = {};  ///< ends the exchange within about a second
};

/// Why an exchange was not completed.
enum class Failure : std::uint8_t {
  kNone,
  kStopped,      ///< the stop token asked for it
  kNotTaken,     ///< HttpRequest's on_head or on_body returned false
  kConnect,      ///< no server accepts the connection; see Outcome::system_error
  kTimeout,      ///< one of the time-outs
  kResolve,      ///< the host name cannot be resolved
  kProtocol,     ///< the server speaks another protocol
  kCertificate,  ///< the server's certificate or the file of authorities is not good
  kNoTls,        ///< the server offers no TLS
  kLogin,        ///< no way of login that the server offers may be used, or it was refused
  kMemory,
  kOther,
};

/// The result of an exchange.
struct Outcome {
  Failure failure = Failure::kNone;
  std::string text = {};                ///< libcurl's words for it; "No error" without a failure
  int system_error = 0;                 ///< errno of a connection that failed; 0: unknown
  int status = 0;                       ///< of an HTTP answer; 0: none came
  std::uint64_t bytes_sent = 0;         ///< of the request's body
  std::chrono::seconds retry_after{0};  ///< an HTTP server's Retry-After; 0: none
  std::string redirect_url = {};        ///< target of an HTTP redirect; may hold a login
};

}  // namespace gateway::curl
