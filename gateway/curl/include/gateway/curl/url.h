// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace gateway::curl {

/// The parts of a URL as libcurl reads it, so that the host that is checked is the host
/// to which it connects. Missing parts are empty.
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

/// Reads a URL of any scheme. Errors: kLogin (there is a login, even an empty one, and
/// `login` refuses it), kForm (anything else). Any thread.
[[nodiscard]] tl::expected<Url, UrlProblem> parse_url(const std::string& text,
                                                      Login login = Login::kTaken);

/// `url` without its login, options, query and fragment; empty if it is not an http:// or
/// https:// URL. Any thread.
[[nodiscard]] std::string without_secrets(const std::string& url);

}  // namespace gateway::curl
