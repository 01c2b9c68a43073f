// SPDX-License-Identifier: MIT
// Goal: a URL is taken apart as libcurl reads it, a login in it is always found, and an
// address that a server names loses its secrets before a person sees it.
// Method: URLs in unusual spellings, and what is left of them.

#include "gateway/curl/url.h"

#include <gtest/gtest.h>

namespace gateway::curl {
namespace {

TEST(ParseUrl, FindsEveryPart) {
  const auto url = parse_url("SMTPS://user:pass;AUTH=LOGIN@[::1]:465/name?q#f");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "smtps");
  EXPECT_EQ(url->host, "::1");
  EXPECT_TRUE(url->host_in_brackets);
  EXPECT_EQ(url->port, "465");
  EXPECT_EQ(url->path, "/name");
  EXPECT_EQ(url->query, "q");
  EXPECT_EQ(url->fragment, "f");
  EXPECT_FALSE(url->user.empty());
}

TEST(ParseUrl, FindsALoginHoweverItIsWritten) {
  for (const char* text :
       {"https://user@b.example/", "https://user:pass@b.example/", "https://@b.example/",
        "https://:pass@b.example/", "https://a.example@b.example/"}) {
    const auto url = parse_url(text, Login::kRefused);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error(), UrlProblem::kLogin) << text;
  }
  EXPECT_TRUE(parse_url("https://b.example/a@b", Login::kRefused));
}

TEST(ParseUrl, RefusesWhatIsNone) {
  for (const char* text : {"", "https://", "https://b.example:99999/"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error(), UrlProblem::kForm) << text;
  }
}

TEST(WithoutSecrets, LeavesHostPortAndPath) {
  EXPECT_EQ(without_secrets("https://user:pass@b.example:8443/x?token=1#part"),
            "https://b.example:8443/x");
  EXPECT_EQ(without_secrets("http://b.example/x"), "http://b.example/x");
}

TEST(WithoutSecrets, IsNothingWhenItIsNotOfTheWeb) {
  for (const char* text : {"", "x", "ftp://b.example/x", "file:///etc/passwd", "https://",
                           "javascript:alert(1)", "https://b.example:99999/"}) {
    EXPECT_EQ(without_secrets(text), "") << text;
  }
}

}  // namespace
}  // namespace gateway::curl
