// SPDX-License-Identifier: MIT
#include "gateway/curl/url.h"

#include "handle.h"

namespace gateway::curl {
namespace {

std::string part(const UrlHandle& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  return Text(text).get();
}

CURLUcode read(const UrlHandle& url, const std::string& text, unsigned flags) {
  if (!url) return CURLUE_OUT_OF_MEMORY;
  return curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME | flags);
}

}  // namespace

tl::expected<Url, UrlProblem> parse_url(const std::string& text, Login login) {
  const UrlHandle url(curl_url());
  const CURLUcode result = read(url, text, login == Login::kRefused ? CURLU_DISALLOW_USER : 0);
  if (result == CURLUE_USER_NOT_ALLOWED) return tl::unexpected(UrlProblem::kLogin);
  if (result != CURLUE_OK) return tl::unexpected(UrlProblem::kForm);
  Url parsed{.text = part(url, CURLUPART_URL),
             .scheme = part(url, CURLUPART_SCHEME),
             .user = part(url, CURLUPART_USER),
             .password = part(url, CURLUPART_PASSWORD),
             .options = part(url, CURLUPART_OPTIONS),
             .host = part(url, CURLUPART_HOST),
             .port = part(url, CURLUPART_PORT),
             .path = part(url, CURLUPART_PATH),
             .query = part(url, CURLUPART_QUERY),
             .fragment = part(url, CURLUPART_FRAGMENT)};
  parsed.host_in_brackets = parsed.host.starts_with('[');
  if (parsed.host_in_brackets) parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
  return parsed;
}

std::string without_secrets(const std::string& text) {
  const UrlHandle url(curl_url());
  if (read(url, text, 0) != CURLUE_OK) return "";
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return "";
  for (const CURLUPart secret : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                 CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
    if (curl_url_set(url.get(), secret, nullptr, 0) != CURLUE_OK) return "";
  }
  return part(url, CURLUPART_URL);
}

}  // namespace gateway::curl
