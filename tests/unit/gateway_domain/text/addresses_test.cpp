// SPDX-License-Identifier: MIT
// Promise: an address that is taken at the door is one that a mail server can be told.
#include "gateway/text/addresses.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

const std::string kLabel63(63, 'x');

TEST(Addresses, OfMailAreTakenAsServersTakeThem) {
  for (const std::string& good :
       {std::string(), std::string("a@b"), std::string("first.last+tag@mail.example.com"),
        std::string("o'hara_&_sons@x-1.example"), std::string(64, 'l') + "@" + kLabel63 + ".de"}) {
    EXPECT_EQ(judge_email(good), "") << good;
  }
}

TEST(Addresses, OfMailThatNoServerTakesAreRefused) {
  for (const std::string& bad :
       {std::string("orders"),
        std::string("@b"),
        std::string("a@"),
        std::string("a@b@c"),
        std::string(".a@b"),
        std::string("a.@b"),
        std::string("a..b@c"),
        std::string("a@b..c"),
        std::string("a@.b"),
        std::string("a@b."),
        std::string("a@-b"),
        std::string("a@b-"),
        std::string("a b@c"),
        std::string("<a@b>"),
        std::string("\"a\"@b"),
        std::string("a@[::1]"),
        std::string("a,b@c"),
        std::string("a@b,c@d"),
        std::string("m\u00fcller@b"),
        std::string("a@b\u00fccher.example"),
        std::string("a@b_c"),
        std::string("a\r\n@b"),
        std::string(65, 'l') + "@b",
        "a@x" + kLabel63,
        "a@" + kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + kLabel63}) {
    EXPECT_NE(judge_email(bad), "") << bad;
  }
}

TEST(Addresses, OfHostsAreLettersDigitsAndInnerHyphens) {
  for (const char* good : {"mail", "mail.example.com", "xn--bcher-kva.example", "1.2.3.4"}) {
    EXPECT_EQ(judge_host_name(good), "") << good;
  }
  for (const char* bad :
       {"", ".", "mail.", "a..b", "-a", "a-", "a b", "a_b", "b\u00fccher.example"}) {
    EXPECT_NE(judge_host_name(bad), "") << bad;
  }
}

}  // namespace
}  // namespace gateway
