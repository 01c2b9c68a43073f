// SPDX-License-Identifier: MIT
// Goal: settings that would send a login or a mail in clear text over a network, or
// that cannot work, are refused with the key and what would be right, all at once.
// Method: good settings, changed in one or several places.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "gateway/mail/mailer.h"

namespace gateway::mail {
namespace {

Settings good() {
  Settings settings;
  settings.url = "smtp://mail.example.com:587";
  settings.from = "stock@shop.example";
  settings.username = "stock";
  settings.password = "sesame";
  return settings;
}

// The keys of what is wrong, in order, separated by blanks.
std::string wrong_keys(const Settings& settings) {
  std::string keys;
  for (const SettingError& error : check(settings)) {
    keys += (keys.empty() ? "" : " ") + error.key;
    EXPECT_EQ(error.text.find("sesame"), std::string::npos) << "tells the password";
  }
  return keys;
}

std::string wrong_keys(const std::function<void(Settings&)>& change) {
  Settings settings = good();
  change(settings);
  return wrong_keys(settings);
}

TEST(MailSettings, TakesServersAndFolders) {
  EXPECT_EQ(wrong_keys(good()), "");
  for (const char* url : {"smtp://mail.example.com", "smtps://mail.example.com:465",
                          "smtp://192.0.2.7:587/gateway.example.com", "smtp://[2001:db8::1]:587",
                          "smtp://mail.example.com/"}) {
    EXPECT_EQ(wrong_keys([&](Settings& s) { s.url = url; }), "") << url;
  }
  Settings folder;
  folder.url = "maildir:/var/lib/shelfwire/mail";
  EXPECT_EQ(wrong_keys(folder), "") << "a folder needs nothing else";
}

TEST(MailSettings, RefusesUrlsThatAreNoMailServer) {
  for (const char* url :
       {"", "mail.example.com", "http://mail.example.com", "smtp:", "smtp://", "smtp://a b",
        "smtp://mail.example.com:99999", "smtp://mail.example.com/a b",
        "smtp://mail.example.com/a/b", "smtp://mail.example.com/x%0d%0aRSET",
        "smtp://mail.example.com?x", "maildir:", "maildir:/a\nb",
        "smtp://mail.example.com/\r\nRSET", "file:///etc/passwd"}) {
    EXPECT_EQ(wrong_keys([&](Settings& s) { s.url = url; }), "mail.url") << url;
  }
}

TEST(MailSettings, RefusesALoginInTheUrl) {
  for (const char* url : {"smtp://stock:sesame@mail.example.com", "smtp://stock@mail.example.com",
                          "smtp://;AUTH=PLAIN@mail.example.com"}) {
    EXPECT_EQ(wrong_keys([&](Settings& s) { s.url = url; }), "mail.url") << url;
  }
}

TEST(MailSettings, AllowsClearTextOnlyWithinThisMachine) {
  const auto with = [](const char* url) {
    return wrong_keys([&](Settings& s) {
      s.url = url;
      s.tls = Tls::kNone;
      s.username = s.password = "";
    });
  };
  for (const char* url :
       {"smtp://127.0.0.1:2525", "smtp://127.8.9.1", "smtp://localhost:25", "smtp://[::1]:2525"}) {
    EXPECT_EQ(with(url), "") << url;
  }
  for (const char* url : {"smtp://mail.example.com", "smtp://192.168.1.4", "smtp://0.0.0.0",
                          "smtp://128.0.0.1", "smtp://[::2]", "smtp://127.0.0.1.example.com",
                          "smtp://localhost.example.com", "smtps://127.0.0.1"}) {
    EXPECT_EQ(with(url), "mail.tls") << url;
  }
}

TEST(MailSettings, SendsNoLoginInClearTextNotEvenToThisMachine) {
  EXPECT_EQ(wrong_keys([](Settings& s) {
              s.url = "smtp://127.0.0.1";
              s.tls = Tls::kNone;
            }),
            "mail.tls");
}

TEST(MailSettings, RefusesHalfALoginAndControlBytes) {
  EXPECT_EQ(wrong_keys([](Settings& s) { s.password = ""; }), "mail.password_file");
  EXPECT_EQ(wrong_keys([](Settings& s) { s.username = ""; }), "mail.username");
  EXPECT_EQ(wrong_keys([](Settings& s) { s.password = "sesame\n"; }), "mail.password_file");
  EXPECT_EQ(wrong_keys([](Settings& s) { s.username += std::string(1, '\0'); }), "mail.username");
}

TEST(MailSettings, RefusesAFromThatIsNoAddress) {
  for (const char* from : {"", "stock", "Shop <stock@shop.example>", "stock@shop.example\r\nX: y",
                           "a@b.example,c@d.example"}) {
    EXPECT_EQ(wrong_keys([&](Settings& s) { s.from = from; }), "mail.from") << from;
  }
  for (int byte = 0; byte < 0x20; ++byte) {
    EXPECT_EQ(wrong_keys([&](Settings& s) { s.from.insert(3, 1, static_cast<char>(byte)); }),
              "mail.from");
    EXPECT_EQ(
        wrong_keys([&](Settings& s) { s.from_name = std::string(1, static_cast<char>(byte)); }),
        "mail.from");
  }
}

TEST(MailSettings, NamesEverythingThatIsWrongAtOnce) {
  EXPECT_EQ(wrong_keys([](Settings& s) {
              s.url = "gopher://x";
              s.from = "nobody";
              s.username = "";
              s.ca_file = "/nonexistent/ca.pem";
            }),
            "mail.url mail.username mail.from mail.ca_file");
}

TEST(Mailer, OpensNothingWithWrongSettings) {
  Settings settings = good();
  settings.from = "";
  const auto mailer = Mailer::open(settings);
  ASSERT_FALSE(mailer.has_value());
  EXPECT_EQ(mailer.error().front().key, "mail.from");
}

}  // namespace
}  // namespace gateway::mail
