// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/mail/mail.h"
#include "gateway/outbox/outbox.h"

namespace gateway::mail {

/// How the connection to an SMTP server is protected.
enum class Tls : std::uint8_t {
  kRequired,  ///< TLS from the start (smtps) or STARTTLS, certificate verified
  kNone,      ///< clear text; only to a loopback address, and without a login
};

/// A mail.url that begins with it goes on with a folder, and no mail leaves this machine.
inline constexpr std::string_view kMaildirScheme = "maildir:";

/// Where mail is delivered, and who is its sender. Names in brackets are the configuration
/// keys that SettingError uses.
struct Settings {
  /// [mail.url] `maildir:DIR`, `smtp://HOST[:PORT][/EHLO-NAME]` (port 25 unless
  /// given; submission is usually 587) or `smtps://HOST[:PORT]` (465).
  std::string url;
  Tls tls = Tls::kRequired;  ///< [mail.tls] not used for a Maildir
  std::string from;          ///< [mail.from] bare address; may be empty for a Maildir
  std::string from_name;     ///< [mail.from] display name; may be empty
  std::string username;      ///< [mail.username] empty: no login
  std::string password;      ///< [mail.password_file] its content, without line end
  std::string ca_file;       ///< [mail.ca_file] PEM; empty: the system's authorities
  /// [mail.hello] The name that is said in EHLO: a host name or an address literal. Empty: the
  /// one in mail.url, else this machine's full host name, else its address.
  std::string hello;
  /// [mail.auth] The one way of login that is used, as in login_ways(); empty: PLAIN or LOGIN,
  /// and another only where the server offers neither.
  std::string auth;
  // Time-outs, 1 ms or more; they are looked at about once a second.
  /// Until the server has greeted, TLS is set up and the login is accepted.
  std::chrono::milliseconds connect_timeout{60'000};
  /// For each other answer, and for the server to take more of the text.
  std::chrono::milliseconds answer_timeout{120'000};
  /// For the answer to the whole text: RFC 5321, 4.5.3.2.6. Whoever gives up earlier sends twice.
  std::chrono::milliseconds final_timeout{600'000};
};

/// What mail.auth may name: "plain", "login", "cram-md5", "digest-md5", "ntlm" and so on.
std::span<const std::string_view> login_ways();

/// One problem of the settings.
struct SettingError {
  std::string key;   ///< "mail.url", ...
  std::string text;  ///< what is wrong and what would be right; follows the key
};

/// All problems of `settings`; empty: there are none. Opens no connection and creates
/// nothing; checks that the files it names can be read. Any thread.
std::vector<SettingError> check(const Settings& settings);

class Transport;

/// Sends mails, over SMTP or into a Maildir, as mail.url says. Keeps nothing between mails
/// but its settings: one connection per mail.
///
/// Threads: send() blocks for up to the sum of the time-outs (a name server that does not answer
/// may add its own); call it from a courier's thread, never from the writer's. One thread
/// at a time per mailer; different mailers are independent.
class Mailer {
 public:
  /// A mailer for `settings`; for a Maildir the folder is made (0700), its parent
  /// must exist. Errors: as check(), and a folder that cannot be made.
  static tl::expected<Mailer, std::vector<SettingError>> open(Settings settings);

  Mailer(Mailer&&) noexcept;
  Mailer& operator=(Mailer&&) noexcept;
  ~Mailer();

  /// Tries once to deliver `mail`; the caller repeats. Malformed mails are refused
  /// before any connection. When `stop` is requested send() returns within about a
  /// second, with kMaybeSent if the whole text was already sent. kFailed: the mail is malformed,
  /// or the server says that there is no such recipient. kQueued: anything else; the obstacle
  /// says whether it is about this mail, the server or us.
  ///
  /// With a Maildir kSent means that the mail is on disk. A repeat of the same Message-ID
  /// replaces the file while it is unread (in new/) and is skipped after a reader has moved
  /// it to cur/, so a crash before the caller records the delivery makes no second mail.
  ///
  /// With SMTP the login is sent only over TLS to a host whose certificate is valid.
  Delivery send(const Mail& mail, const std::stop_token& stop = {}) const;

 private:
  Mailer(Settings settings, std::unique_ptr<const Transport> transport);

  Settings settings_;
  std::unique_ptr<const Transport> transport_;
};

}  // namespace gateway::mail
