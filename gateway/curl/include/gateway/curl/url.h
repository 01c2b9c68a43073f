// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace gateway::curl {

/// A URL taken apart as libcurl does it, so that the host that is checked is the host
/// that it connects to. Parts that are missing are empty.
struct Url {
  std::string text;  ///< as libcurl writes it
  std::string scheme;
  std::string user;
  std::string password;
  std::string options;
  std::string host;  ///< without the brackets of IPv6
  bool host_in_brackets = false;
  std::string port;
  std::string path;  ///< "/" when there is none
  std::string query;
  std::string fragment;
};

enum class UrlProblem : std::uint8_t { kForm, kLogin };
enum class Login : std::uint8_t { kTaken, kRefused };

/// Any scheme is taken. Errors: kLogin (there is one, even an empty one, and it is
/// refused), kForm (anything else).
[[nodiscard]] tl::expected<Url, UrlProblem> parse_url(const std::string& text,
                                                      Login login = Login::kTaken);

/// `url` without its login, options, query and fragment; empty when it is no http:// or
/// https:// URL.
[[nodiscard]] std::string without_secrets(const std::string& url);

}  // namespace gateway::curl
