// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/mail/mail.h"
#include "gateway/outbox/outbox.h"

namespace gateway::mail {

/// How the way to an SMTP server is protected.
enum class Tls : std::uint8_t {
  kRequired,  ///< TLS from the start (smtps) or STARTTLS, certificate verified
  kNone,      ///< clear text; only to a loopback address, and without a login
};

/// Where mail goes and as whom. Names in brackets are the configuration keys that
/// SettingError uses.
struct Settings {
  /// [mail.url] `maildir:DIR`, `smtp://HOST[:PORT][/EHLO-NAME]` (port 25 unless
  /// given; submission is usually 587) or `smtps://HOST[:PORT]` (465).
  std::string url;
  Tls tls = Tls::kRequired;  ///< [mail.tls] means nothing for a Maildir
  std::string from;          ///< [mail.from] bare address; a Maildir can do without
  std::string from_name;     ///< [mail.from] shown to the reader; may be empty
  std::string username;      ///< [mail.username] empty: no login
  std::string password;      ///< [mail.password_file] its content, without line end
  std::string ca_file;       ///< [mail.ca_file] PEM; empty: the system's authorities
  /// Until the server has greeted, TLS stands and the login is through; 1 ms or more.
  std::chrono::milliseconds connect_timeout{15'000};
  /// For a whole send(); RFC 5321 lets a server take minutes over its last answer.
  std::chrono::milliseconds total_timeout{180'000};
};

/// One thing wrong with the settings, and what would be right.
struct SettingError {
  std::string key;  ///< "mail.url", ...
  std::string text;
};

/// Everything that is wrong with `settings`, empty when nothing is. Opens no
/// connection and creates nothing; looks whether files named can be read.
std::vector<SettingError> check(const Settings& settings);

class Transport;

/// A way out for mails, chosen by mail.url. Keeps nothing between mails but its
/// settings: one connection a mail.
///
/// Threads: send() blocks for up to the total time-out (a name server that does not
/// answer may add its own); call it from a courier thread, never from the writer. One thread at a
/// time for one mailer; different mailers are independent.
class Mailer {
 public:
  /// A mailer for `settings`; for a Maildir the folder is made (0700), its parent
  /// must exist. Errors: as check(), and a folder that cannot be made.
  static tl::expected<Mailer, std::vector<SettingError>> open(Settings settings);

  Mailer(Mailer&&) noexcept;
  Mailer& operator=(Mailer&&) noexcept;
  ~Mailer();

  /// Hands `mail` over, once; retrying is the caller's. Malformed mails are refused
  /// before any connection. When `stop` is requested send() returns within about a
  /// second, with kMaybeSent if the text had left by then. kQueued: the server is down, said 4xx,
  /// or TLS or the login are to be corrected. kFailed: it said 5xx to this mail.
  ///
  /// With a Maildir kSent means on disk. A repeat of the same Message-ID replaces
  /// the file while it is unread (in new/) and is left out once a reader has moved it
  /// to cur/, so a crash between delivery and the caller's note of it doubles nothing.
  ///
  /// With SMTP the login goes out only over TLS to a host whose certificate is good.
  Delivery send(const Mail& mail, const std::stop_token& stop = {}) const;

 private:
  Mailer(Settings settings, std::unique_ptr<const Transport> transport);

  Settings settings_;
  std::unique_ptr<const Transport> transport_;
};

}  // namespace gateway::mail
