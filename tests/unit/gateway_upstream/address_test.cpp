// SPDX-License-Identifier: MIT
// Goal: the host that is checked is the host that libcurl will connect to.
// Method: addresses in unusual spellings.

#include "address.h"

#include <gtest/gtest.h>

namespace gateway::upstream {
namespace {

TEST(Address, IsTakenApart) {
  const auto address = parse_address("HTTPS://Events.Example.com:8443/a/b");
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->host, "events.example.com");
  EXPECT_TRUE(address->secure);
  const auto local = parse_address("http://[::1]:8080");
  ASSERT_TRUE(local.has_value());
  EXPECT_EQ(local->url, "http://[::1]:8080/");
  EXPECT_EQ(local->host, "::1");
  EXPECT_FALSE(local->secure);
}

TEST(Address, IsReadAsLibcurlReadsIt) {
  // Numbers that are an IPv4 address in disguise, written out in url and host alike.
  for (const char* text : {"http://127.1/", "http://2130706433/", "http://0x7f000001/"}) {
    const auto address = parse_address(text);
    ASSERT_TRUE(address.has_value()) << text;
    EXPECT_EQ(address->host, "127.0.0.1") << text;
    EXPECT_EQ(address->url, "http://127.0.0.1/") << text;
  }
}

TEST(Loopback, IsDecidedByWhatIsWritten) {
  for (const char* host : {"127.0.0.1", "127.255.0.3", "::1", "0:0:0:0:0:0:0:1", "localhost"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"", "0.0.0.0", "128.0.0.1", "::", "::2", "::ffff:127.0.0.1",
                           "localhost.", "localhost.example.com", "127.0.0.1.example.com"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace gateway::upstream
