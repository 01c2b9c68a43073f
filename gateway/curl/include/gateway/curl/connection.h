// SPDX-License-Identifier: MIT
// What exchanges of every protocol have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

namespace gateway::curl {

/// Prepares libcurl for this process; false when it cannot be. Call it before the first
/// exchange; again does no harm. Any thread.
[[nodiscard]] bool start();

enum class Tls : std::uint8_t {
  kByScheme,  ///< as the URL's scheme says
  kNever,     ///< in clear text, whatever the server offers
  kRequired,  ///< no word of a login or a message before it is on
};

/// Where an exchange goes, and how long it may take. No proxy is used, whatever the
/// environment says, and no login in the URL is taken.
struct Connection {
  std::string url;
  std::string unix_socket = {};  ///< when set, connects there instead of to the URL's host
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds total_timeout{};  ///< 0: no limit
  Tls tls = Tls::kByScheme;
  std::string ca_file = {};   ///< trusted instead of the system's authorities; empty: these
  std::stop_token stop = {};  ///< ends the exchange within about a second
};

/// Why an exchange ended before its end.
enum class Failure : std::uint8_t {
  kNone,
  kStopped,      ///< the stop token asked for it
  kNotTaken,     ///< the caller took no more of the answer
  kConnect,      ///< nobody answers there; see Outcome::system_error
  kTimeout,      ///< of either time-out
  kResolve,      ///< there is no such host, or no name server says so
  kProtocol,     ///< what answers speaks another protocol
  kCertificate,  ///< the server's certificate, or the file of authorities
  kNoTls,        ///< the server offers none
  kMemory,
  kOther,
};

struct Outcome {
  Failure failure = Failure::kNone;
  std::string text = {};                ///< libcurl's words for it; "No error" without a failure
  int system_error = 0;                 ///< errno of a connection that failed; 0: unknown
  int status = 0;                       ///< of an HTTP answer; 0: none came
  std::uint64_t bytes_sent = 0;         ///< of the request's body
  std::chrono::seconds retry_after{0};  ///< as an HTTP server asked; 0: it did not
  std::string redirect_url = {};        ///< where an HTTP server points; may hold a login
};

}  // namespace gateway::curl
