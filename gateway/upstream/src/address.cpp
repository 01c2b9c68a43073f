// SPDX-License-Identifier: MIT
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <string_view>

#include "check.h"
#include "gateway/curl/url.h"
#include "gateway/upstream/post.h"

namespace gateway::upstream {
namespace {

constexpr const char* kForm = "is not of the form https://HOST[:PORT]/PATH";

// RFC 3986's characters for host and path. libcurl accepts more.
bool is_url_character(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("-._~%!$&'()*+,;=:/[]@").find(c) != std::string_view::npos;
}

bool is_host_character(char c) {
  return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
}

Problem spelling_problem(std::string_view text) {
  if (text.size() > kUrlBytesMax) return "is longer than 2000 bytes";
  if (text.find('?') != std::string_view::npos) {
    return "must not have a query (?...); a secret belongs into upstream.token_file";
  }
  if (text.find('#') != std::string_view::npos) return "must not have a fragment (#...)";
  // libcurl also accepts one slash or three in place of the two.
  const std::size_t slashes = text.find("://");
  if (slashes == std::string_view::npos || slashes + 3 == text.size() || text[slashes + 3] == '/' ||
      !std::all_of(text.begin(), text.end(), is_url_character)) {
    return kForm;
  }
  return std::nullopt;
}

Problem host_problem(const std::string& host, bool in_brackets) {
  if (in_brackets) {
    in6_addr v6{};
    if (::inet_pton(AF_INET6, host.c_str(), &v6) == 1) return std::nullopt;
  } else if (!host.empty() && std::all_of(host.begin(), host.end(), is_host_character)) {
    return std::nullopt;
  }
  return "names no host (other alphabets are written in their xn-- form)";
}

}  // namespace

tl::expected<Address, std::string> parse_address(const std::string& text) {
  if (const Problem problem = spelling_problem(text)) return tl::unexpected(*problem);
  const auto url = curl::parse_url(text, curl::Login::kRefused);
  if (!url && url.error() == curl::UrlProblem::kLogin) {
    return tl::unexpected<std::string>("must not hold a login; use upstream.token_file");
  }
  if (!url || url->port == "0") return tl::unexpected<std::string>(kForm);
  if (url->scheme != "https" && url->scheme != "http") {
    return tl::unexpected<std::string>("must begin with https://");
  }
  Address address{url->text, url->host, url->scheme == "https"};
  std::string& host = address.host;
  if (const Problem problem = host_problem(host, url->host_in_brackets)) {
    return tl::unexpected(*problem);
  }
  std::transform(host.begin(), host.end(), host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return address;
}

bool is_loopback(const std::string& host) {
  in_addr v4{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127;
  in6_addr v6{};
  if (::inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6) != 0;
  return host == "localhost";  // libcurl never asks a name server for it
}

}  // namespace gateway::upstream
