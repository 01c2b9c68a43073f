// SPDX-License-Identifier: MIT
#include "address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "check.h"
#include "gateway/upstream/post.h"

namespace gateway::upstream {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(char* text) const { curl_free(text); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

constexpr const char* kForm = "is not of the form https://HOST[:PORT]/PATH";

std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  const std::unique_ptr<char, UrlDeleter> owned(text);
  return text;
}

// RFC 3986's characters for host and path. libcurl lets more pass.
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
  // libcurl takes one slash, or three, for the two that belong there.
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
  const Url url(curl_url());
  const CURLUcode parsed = url ? curl_url_set(url.get(), CURLUPART_URL, text.c_str(),
                                              CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER)
                               : CURLUE_OUT_OF_MEMORY;
  if (parsed == CURLUE_USER_NOT_ALLOWED) {
    return tl::unexpected<std::string>("must not hold a login; use upstream.token_file");
  }
  if (parsed != CURLUE_OK || part(url, CURLUPART_PORT) == "0") {
    return tl::unexpected<std::string>(kForm);
  }
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") {
    return tl::unexpected<std::string>("must begin with https://");
  }
  Address address{part(url, CURLUPART_URL), part(url, CURLUPART_HOST), scheme == "https"};
  std::string& host = address.host;
  const bool in_brackets = host.starts_with('[');
  if (in_brackets) host = host.substr(1, host.size() - 2);
  if (const Problem problem = host_problem(host, in_brackets)) return tl::unexpected(*problem);
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

std::string without_secrets(const std::string& text) {
  const Url url(curl_url());
  if (!url ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return "";
  }
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return "";
  for (const CURLUPart secret : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                 CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
    if (curl_url_set(url.get(), secret, nullptr, 0) != CURLUE_OK) return "";
  }
  return part(url, CURLUPART_URL);
}

}  // namespace gateway::upstream
