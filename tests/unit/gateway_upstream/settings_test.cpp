// SPDX-License-Identifier: MIT
// Goal: settings that would send a token or an event in clear text over a network, or
// that cannot work, are refused with the key and what would be right, all at once.
// Method: good_settings settings, changed in one or several places.

#include <gtest/gtest.h>

#include <functional>

#include "gateway/upstream/poster.h"

namespace gateway::upstream {
namespace {

Settings good_settings() {
  Settings settings;
  settings.url = "https://events.example.com/shelfwire";
  settings.token = "sesame.17-x_y~z+/=";
  return settings;
}

// The keys of what is wrong, in order, separated by blanks.
std::string wrong_keys(const std::function<void(Settings&)>& change) {
  Settings settings = good_settings();
  change(settings);
  std::string keys;
  for (const SettingError& error : check(settings)) {
    keys += (keys.empty() ? "" : " ") + error.key;
    EXPECT_EQ(error.text.find("sesame"), std::string::npos) << "tells the token";
  }
  return keys;
}

std::string keys_wrong_with_url(const std::string& url) {
  return wrong_keys([&](Settings& s) { s.url = url; });
}

std::string keys_wrong_with_token(const std::string& token) {
  return wrong_keys([&](Settings& s) { s.token = token; });
}

TEST(UpstreamSettings, TakesServers) {
  for (const char* url :
       {"https://events.example.com/shelfwire", "https://events.example.com",
        "https://events.example.com:8443/a/b", "https://192.0.2.7/", "https://[2001:db8::1]:8443/",
        "https://my_host/a%20b", "https://events.example.com/~a;b=c,d/@e"}) {
    EXPECT_EQ(keys_wrong_with_url(url), "") << url;
  }
  EXPECT_EQ(keys_wrong_with_token(""), "") << "a server may do without";
}

TEST(UpstreamSettings, RefusesUrlsThatAreNoServer) {
  for (const std::string& url :
       std::initializer_list<std::string>{"",
                                          "events.example.com",
                                          "ftp://a.example/",
                                          "file:///etc/passwd",
                                          "https:",
                                          "https://",
                                          "https:///a.example/",
                                          "https:/a.example/",
                                          "https:a.example",
                                          "https://a b/",
                                          "https://a.example/a b",
                                          "https://a.example:99999/",
                                          "https://a.example:0/",
                                          "https://a.example:x/",
                                          "https://bücher.example/",
                                          "https://a.example/ü",
                                          "https://a.example\\@b.example/",
                                          "https://a.example/\r\nX: y",
                                          "https://a.example/\tx",
                                          "https://a.example/\"x\"",
                                          "https://[::1/",
                                          "https://[zz]/",
                                          "https://a!b.example/",
                                          "https://a.example/" + std::string(2000, 'x'),
                                          std::string("https://a.example/\0x", 20)}) {
    EXPECT_EQ(keys_wrong_with_url(url), "upstream.url") << url;
  }
}

TEST(UpstreamSettings, RefusesSecretsInTheUrl) {
  for (const char* url :
       {"https://user:sesame@a.example/", "https://user@a.example/", "https://@a.example/",
        "https://:sesame@a.example/", "https://a.example/?token=sesame", "https://a.example/?",
        "https://a.example?x", "https://a.example/#sesame"}) {
    EXPECT_EQ(keys_wrong_with_url(url), "upstream.url") << url;
  }
}

TEST(UpstreamSettings, AllowsClearTextOnlyWithinThisMachine) {
  for (const char* url : {"http://127.0.0.1:8080/events", "http://127.8.9.1/",
                          "http://localhost:8080/", "http://LOCALHOST/", "http://[::1]:8080/"}) {
    EXPECT_EQ(keys_wrong_with_url(url), "") << url;
  }
  for (const char* url :
       {"http://events.example.com/", "http://192.168.1.4/", "http://0.0.0.0/", "http://128.0.0.1/",
        "http://[::2]/", "http://[::ffff:127.0.0.1]/", "http://127.0.0.1.example.com/",
        "http://localhost.example.com/", "http://localhost./", "http://a.localhost/",
        "http://localhost%2eexample.com/", "http://0300.0.0.1/"}) {
    EXPECT_EQ(keys_wrong_with_url(url), "upstream.url") << url;
  }
}

TEST(UpstreamSettings, RefusesTokensThatAreNoHeaderText) {
  for (int byte = 0; byte <= 0xFF; byte = byte == 0x20 ? 0x7F : byte + 1) {
    for (const std::size_t at : {0U, 3U, 6U}) {
      std::string token = "sesame";
      token.insert(at, 1, static_cast<char>(byte));
      EXPECT_EQ(keys_wrong_with_token(token), "upstream.token_file") << "byte " << byte;
    }
  }
  EXPECT_EQ(keys_wrong_with_token("sesame\r\nX-Evil: 1"), "upstream.token_file");
  EXPECT_EQ(keys_wrong_with_token(std::string(kTokenBytesMax, 't')), "");
  EXPECT_EQ(keys_wrong_with_token(std::string(kTokenBytesMax + 1, 't')), "upstream.token_file");
}

TEST(UpstreamSettings, NamesEverythingThatIsWrongAtOnce) {
  EXPECT_EQ(wrong_keys([](Settings& s) {
              s.url = "gopher://x";
              s.token = "a b";
              s.ca_file = "/nonexistent/ca.pem";
            }),
            "upstream.url upstream.token_file upstream.ca_file");
}

TEST(Poster, OpensNothingWithWrongSettings) {
  Settings settings = good_settings();
  settings.url = "http://events.example.com/";
  const auto poster = Poster::open(settings);
  ASSERT_FALSE(poster.has_value());
  EXPECT_EQ(poster.error().front().key, "upstream.url");
}

}  // namespace
}  // namespace gateway::upstream
